"""The Nu HTML checker, the W3C's own, on many pages at once.

It is one file for a Java of 11 or newer. With REQUIRE_NU=1 npm fetches it once into VAR_DIR/tools, and a machine that cannot
run it fails; without, such a machine skips.
"""

import hashlib
import json
import os
import subprocess
import tarfile
from collections import defaultdict
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings

VERSION = "26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
# Half the time of Java's usual way for a run this short.
JAVA = ("java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
REQUIRED = os.environ.get("REQUIRE_NU") == "1"


def jar() -> Path:
    """The checker; where there is none, the test that asks for it ends here."""
    found = Path(settings.VAR_DIR) / "tools" / f"vnu-{VERSION}.jar"
    if not which("java"):
        _none("Java is not installed: apt-get install default-jre-headless.")
    if not found.exists():
        if not REQUIRED:
            _none("The HTML checker is not here: run once with REQUIRE_NU=1, and npm fetches it.")
        _fetch(found)
    return found


def _none(reason):
    (pytest.fail if REQUIRED else pytest.skip)(reason)


def _fetch(place):
    place.parent.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", f"vnu-jar@{VERSION}", "--silent", "--pack-destination", str(place.parent)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=place.parent)
    tarball = place.parent / f"vnu-jar-{VERSION}.tgz"
    with tarfile.open(tarball) as archive:
        content = archive.extractfile("package/build/dist/vnu.jar").read()
    tarball.unlink()
    assert hashlib.sha256(content).hexdigest() == SHA256, "vnu-jar is not the one we know"
    place.write_bytes(content)


def check(pages: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """What the checker has to say, and of which pages: errors and warnings alike."""
    names = {}
    for number, (address, html) in enumerate(pages.items()):
        file = folder / f"{number:04}.html"
        file.write_text(html, encoding="utf-8")
        names[file.as_uri().replace("file://", "file:")] = address
    command = [*JAVA, "-jar", str(jar()), "--stdout", "--format", "json", "--exit-zero-always", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    said = defaultdict(list)
    for one in json.loads(answer.stdout)["messages"]:
        where = f"{names.get(one.get('url'), one.get('url'))}, line {one.get('lastLine')}"
        said[f"{one.get('subType') or one['type']}: {one['message']}"].append(where)
    return dict(said)
