"""Lighthouse on the kinds of public pages, in both languages: make audit (ARGS="--runs 1 --only event").

Starts the portal of its own as production serves it, static files hashed and compressed, on demonstration content; --url audits
one that runs. Needs Chromium, and Node with npm, which fetches Lighthouse once into VAR_DIR/tools. The machine should have
nothing else to do: Lighthouse counts what the processor was busy with. Ends with 1 where a page misses an aim.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.servers import Server  # noqa: E402

LIGHTHOUSE = "12.8.2"  # the last one for Node 18 and 20
AIMS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
LANGUAGES = ("zh-hans", "en")
PAGES = {
    "home": "",
    "events": "events/",
    "event": "events/earth-hour-next/",
    "article": "reports/cop27-report/",
    "submission": "reports/submissions/cescr-china-2023/",
    "members": "members/",
}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
PATIENCE = 180  # seconds for one run
ATTEMPTS = 3  # “Please run Lighthouse again”, it says now and then of a browser that did not tell it when the page began


@dataclass
class Result:
    """What the runs on one page came to: the median of each category, and what cost points in any run."""

    name: str
    scores: dict[str, int]
    largest_paint: int  # milliseconds, as is the next
    blocked: int
    shift: float
    kilobytes: float
    requests: int
    faults: list[str]

    @property
    def misses(self) -> list[str]:
        return [category for category, aim in AIMS.items() if self.scores[category] < aim]


def var() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()


def need(*names) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit(f"{names[0]} is needed, and not installed.")


def lighthouse() -> list[str]:
    """The command, fetched if it is not here yet."""
    tools = var() / "tools"
    entry = tools / "node_modules" / "lighthouse" / "cli" / "index.js"
    package = entry.parent.parent / "package.json"
    if not package.exists() or json.loads(package.read_text())["version"] != LIGHTHOUSE:
        tools.mkdir(parents=True, exist_ok=True)
        print(f"Fetching Lighthouse {LIGHTHOUSE} …", flush=True)
        fetch = [need("npm"), "install", "--prefix", str(tools), "--omit=optional", "--no-audit", "--no-fund"]
        subprocess.run([*fetch, "--silent", f"lighthouse@{LIGHTHOUSE}"], check=True)
    return [need("node"), str(entry)]


@contextmanager
def portal():
    """The address of a portal as production has it, but for HTTPS."""
    with tempfile.TemporaryDirectory(prefix="portal-audit-") as folder:
        foreign = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY", "DEBUG")
        settings = {key: value for key, value in os.environ.items() if key not in foreign}
        settings |= {"VAR_DIR": folder, "STATIC_MANIFEST": "true", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
        for command in (["migrate"], ["demo", "--without-accounts"], ["collectstatic", "--no-input"]):
            manage = [sys.executable, "manage.py", *command, "--verbosity", "0"]
            subprocess.run(manage, cwd=ROOT, env=settings, check=True)
        server = Server("beijing_ngo.wsgi", settings, threads=4)
        try:
            server.wait()
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.stop()


def audit(command, name, address, runs) -> Result:
    reports = [_report(command, address) for _run in range(runs)]
    scores = {
        category: round(statistics.median(100 * one["categories"][category]["score"] for one in reports))
        for category in AIMS
    }

    def median(measure):
        return statistics.median(one["audits"][measure].get("numericValue", 0) for one in reports)

    requests = reports[0]["audits"]["network-requests"]["details"]["items"]
    return Result(
        name=name,
        scores=scores,
        largest_paint=round(median("largest-contentful-paint")),
        blocked=round(median("total-blocking-time")),
        shift=round(median("cumulative-layout-shift"), 3),
        kilobytes=round(median("total-byte-weight") / 1024, 1),
        requests=len(requests),
        faults=sorted({fault for one in reports for fault in _faults(one)}),
    )


def _report(command, address) -> dict:
    options = [f"--only-categories={','.join(AIMS)}", "--output=json", "--output-path=stdout", "--quiet"]
    browser = {**os.environ, "CHROME_PATH": need("chromium", "google-chrome", "chromium-browser")}
    for _attempt in range(ATTEMPTS):
        answer = subprocess.run(
            [*command, address, *options, f"--chrome-flags={CHROMIUM}"],
            env=browser,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if answer.returncode == 0:
            return json.loads(answer.stdout)
    sys.exit(f"Lighthouse could not look at {address}:\n{answer.stderr[-2000:]}")


def _faults(report) -> list[str]:
    """What a page loses points by, and where: all but performance, whose parts are measures and seldom whole."""
    found = []
    for category in AIMS:
        for one in report["categories"][category]["auditRefs"]:
            result = report["audits"][one["id"]]
            if not one["weight"] or result["score"] in (None, 1) or category == "performance":
                continue
            items = (result.get("details") or {}).get("items", [])
            where = [(item.get("node") or {}).get("snippet") or json.dumps(item)[:200] for item in items[:3]]
            found.append(f"{category}: {result['title']} {'; '.join(where)}")
    return found


def table(results) -> str:
    head = ["page", *AIMS, "LCP ms", "TBT ms", "CLS", "kB", "requests"]
    rows = [
        [
            one.name,
            *one.scores.values(),
            one.largest_paint,
            one.blocked,
            one.shift,
            one.kilobytes,
            one.requests,
        ]
        for one in results
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="a portal with demonstration content that runs already")
    parser.add_argument("--runs", type=int, default=3, help="of each page; the median counts")
    parser.add_argument("--only", choices=PAGES, help="one kind of page")
    options = parser.parse_args()
    command, results = lighthouse(), []
    with nullcontext(options.url) if options.url else portal() as url:
        for kind, place in PAGES.items():
            for language in LANGUAGES if options.only in (None, kind) else ():
                result = audit(command, f"{kind}, {language}", f"{url}/{language}/{place}", options.runs)
                results.append(result)
                print(result.name, *result.scores.values(), *result.faults, sep="\n  ", flush=True)
    print(f"\n{table(results)}\n")
    missed = [f"{one.name}: {', '.join(one.misses)}" for one in results if one.misses]
    print("\n".join(["Below the aims:", *missed]) if missed else "Every page meets the aims.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
