"""The translations: compile them, gather new strings from the code, and check that nothing is missing.

    python bin/messages.py compile    .po → .mo (no gettext needed)
    python bin/messages.py gather     code and templates → .po, then .po → .mo (needs gettext)
    python bin/messages.py check      is anything untranslated, out of step or not compiled?

English is what stands in the code, so Chinese has the only catalogue. Both .po and .mo are kept in git: whoever only
runs the portal needs no gettext.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
GATHER = (
    "makemessages", "--locale", "zh_Hans", "--add-location", "file", "--no-wrap", "--no-obsolete",
    "--ignore", "var/*", "--ignore", "tests/*", "--ignore", "benchmarks/*", "--ignore", "bin/*",
)  # fmt: skip


def catalogues():
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def compile_one(path):
    """The bytes of the .mo file: what is translated, without the entries marked fuzzy."""
    return polib.pofile(str(path)).to_binary()


def compile_all():
    for path in catalogues():
        compiled, target = compile_one(path), path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled:
            target.write_bytes(compiled)


def gather():
    """Take new strings in; a run that finds nothing new leaves the file as it was."""
    before = {path: path.read_text(encoding="utf-8") for path in catalogues()}
    subprocess.run([sys.executable, "manage.py", *GATHER], cwd=ROOT, check=True)
    for path, text in before.items():
        if undated(path.read_text(encoding="utf-8")) == undated(text):
            path.write_text(text, encoding="utf-8")


def undated(text):
    return re.sub(r'^"POT-Creation-Date:.*\n', "", text, flags=re.MULTILINE)


def check():
    problems = []
    for path in catalogues():
        name, entries = path.relative_to(ROOT), polib.pofile(str(path))
        problems += [f"{name}: not translated: {entry.msgid}" for entry in entries.untranslated_entries()]
        problems += [f"{name}: fuzzy: {entry.msgid}" for entry in entries.fuzzy_entries()]
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compile_one(path):
            problems.append(f"{target.relative_to(ROOT)}: not compiled from what the .po says now")
    if shutil.which("xgettext"):
        problems += out_of_step()
    else:
        print(
            "gettext is not installed: whether every string of the code is in the catalogue was not checked."
        )
    return problems


def out_of_step():
    """Which strings a gathering would add or take away. The catalogue itself stays as it is."""
    problems = []
    before = {path: path.read_text(encoding="utf-8") for path in catalogues()}
    try:
        gather()
        for path, text in before.items():
            if path.read_text(encoding="utf-8") == text:
                continue
            name = path.relative_to(ROOT)
            old, new = ({entry.msgid for entry in polib.pofile(str(file))} for file in (text, path))
            problems += [f"{name}: new in the code: {msgid}" for msgid in sorted(new - old)]
            problems += [f"{name}: gone from the code: {msgid}" for msgid in sorted(old - new)]
            if old == new:
                problems.append(f"{name}: places or order differ; run make messages")
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
    return problems


def main(command):
    if command == "compile":
        compile_all()
    elif command == "gather":
        gather()
        compile_all()
    elif command == "check":
        problems = check()
        print("\n".join(problems) or "The translations are complete.")
        return 1 if problems else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
