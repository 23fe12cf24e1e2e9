"""`make` lists what it can do."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_alone_lists_every_target_with_a_word_on_it():
    targets = set(
        re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    targets.discard("installed installed-dev")  # steps of the others, nobody types them

    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert set(re.findall(r"^  make ([a-z-]+) +\S.+$", listed.stdout, re.MULTILINE)) == targets
