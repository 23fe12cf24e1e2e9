"""Measure what a page costs: python -m benchmarks [--sizes 100,10000,100000] [--requests 100] [--rounds 3]

Processor time per request, wall time with 32 connections, and memory; gunicorn with two processes of four threads. Each
page is measured in turns with bare Django views on the same table, and given as a ratio to them, because machines are
noisy. Without DATABASE_URL the runs use SQLite and the file cache; with it (and REDIS_URL), PostgreSQL and Redis.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import many
from benchmarks.database import Database
from benchmarks.servers import Server

PAGES = {
    "list": ("/en/events/", "limit-list"),
    "list, past": ("/en/events/?when=past", "limit-list"),
    "list, filtered": ("/en/events/?when=past&kind=forum", "limit-list"),
    "list, last page": ("/en/events/?when=past&page=last", "limit-list"),
    "calendar": ("/en/events/calendar/", "limit-list"),
    "event": ("/en/events/{slug}/", "limit-event"),
    "article": ("/en/reports/cescr-report-published/", "limit-event"),
    "search": ("/en/search/?q=climate", "limit-list"),
}
KEPT = ("list", "event", "article", "search")  # measured from memory as well
LIMITS = {"limit-list": "/limit-list", "limit-event": "/limit-event/{slug}", "limit-cached": "/limit-cached"}
CONNECTIONS, SECONDS = 32, 4
WORKERS, THREADS = 2, 4
QUICK = 5  # times as many requests, of pages that cost next to nothing


class Site:
    """One of the servers compared, and what its pages cost."""

    def __init__(self, database: Database, application: str, config: str = "", **environment: str):
        self.database = database
        self.server = Server(
            application,
            database.environment | environment,
            workers=WORKERS,
            threads=THREADS,
            **({"config": config} if config else {}),
        )

    def per_request(self, path: str, requests: int) -> float:
        """Milliseconds of processor time for one request, of all processes that have a part in it."""
        before, backends = self.server.cpu(), self.database.backends()
        for _request in range(requests):
            self.server.get(path)
        spent = self.server.cpu() - before
        spent += sum(now - backends.get(pid, now) for pid, now in self.database.backends().items())
        return spent / requests * 1000

    def warm(self, path: str) -> bool:
        """Imports, templates and kept values in every process; False where there is no such page."""
        try:
            many.ask(self.server.port, path, connections=2 * WORKERS * THREADS, seconds=1)
        except many.NotAnsweredError:
            return False
        return True


class Run:
    """The servers on one database: the portal that keeps no page, the portal as it is, the bare project."""

    def __init__(self, database: Database, slug: str):
        portal = {"application": "beijing_ngo.wsgi", "config": "gunicorn.conf.py"}
        self.sites = {
            "anew": Site(database, **portal, PAGE_CACHE_SECONDS="0"),
            "kept": Site(database, **portal),
            "bare": Site(database, "benchmarks.bare.wsgi", DJANGO_SETTINGS_MODULE="benchmarks.bare.settings"),
        }
        self.targets = {name: ("anew", path) for name, (path, _limit) in PAGES.items()}
        self.targets |= {f"{name}, kept": ("kept", PAGES[name][0]) for name in KEPT}
        self.targets |= {name: ("bare", path) for name, path in LIMITS.items()}
        self.targets = {
            name: (self.sites[site], path.format(slug=slug)) for name, (site, path) in self.targets.items()
        }

    def __enter__(self):
        for site in self.sites.values():
            site.server.wait()
        self.targets = {name: (site, path) for name, (site, path) in self.targets.items() if site.warm(path)}
        return self

    def __exit__(self, *error):
        for site in self.sites.values():
            site.server.stop()

    def costs(self, requests: int, rounds: int) -> dict[str, float]:
        samples = {name: [] for name in self.targets}
        for _round in range(rounds):
            for name, (site, path) in self.targets.items():
                times = QUICK if limit_of(name) == "limit-cached" else 1
                samples[name].append(site.per_request(path, requests * times))
        return {name: statistics.median(values) for name, values in samples.items()}

    def waits(self) -> dict[str, many.Waits]:
        """How long visitors wait when many come at once."""
        return {
            name: many.ask(site.server.port, path, connections=CONNECTIONS, seconds=SECONDS)
            for name, (site, path) in self.targets.items()
        }

    def memory(self) -> dict[str, float]:
        return {name: site.server.memory() for name, site in self.sites.items()}


# ---------------------------------------------------------------- tables


def limit_of(name: str) -> str:
    """What a page is compared with; a limit with itself."""
    if name in LIMITS:
        return name
    return "limit-cached" if name.endswith(", kept") else PAGES[name][1]


def is_page(name: str) -> bool:
    return name not in LIMITS


def costs_table(costs: dict[int, dict[str, float]]) -> None:
    sizes, (first, last) = list(costs), (min(costs), max(costs))
    print("\n| | " + " | ".join(f"{size:,} events" for size in sizes) + f" | {last:,} : {first:,} |")
    print("|---" * (len(sizes) + 2) + "|")
    for name in costs[first]:
        cells = [f"{costs[size][name]:.2f} ms" for size in sizes]
        if is_page(name):
            ratios = [costs[size][name] / costs[size][limit_of(name)] for size in sizes]
            cells = [f"{ratio:.2f} × ({cell})" for ratio, cell in zip(ratios, cells, strict=True)]
        print(f"| {name} | " + " | ".join([*cells, f"{costs[last][name] / costs[first][name]:.2f}"]) + " |")


def waits_table(size: int, waits: dict[str, many.Waits]) -> None:
    print(
        f"\n| {size:,} events, {CONNECTIONS} connections | a second | p50 | p99 | p99 : p50 |\n|---|---|---|---|---|"
    )
    for name, one in waits.items():
        print(f"| {name} | {one.rate:.0f} | {one.p50:.0f} ms | {one.p99:.0f} ms | {one.p99 / one.p50:.1f} |")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="100,10000,100000", help="numbers of events, separated by commas")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slug", default="scale-event-000050", help="the event that is read")
    parser.add_argument("--anew", action="store_true", help="fill the databases again")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "portal-benchmarks")
    options = parser.parse_args()
    url, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    engine = f"{'PostgreSQL' if url else 'SQLite'}, {'Redis' if redis else 'files'}"
    print(f"{engine}; Python {sys.version.split()[0]}")
    costs, waits, memory = {}, {}, {}
    for size in (int(part) for part in options.sizes.split(",")):
        database = Database(size / 1000, options.folder, url, redis)
        database.fill(anew=options.anew)
        with Run(database, options.slug) as run:
            costs[size] = run.costs(options.requests, options.rounds)
            waits, memory = run.waits(), run.memory()
    costs_table(costs)
    waits_table(size, waits)
    kept, bare = memory["kept"], memory["bare"]
    print(
        f"\nMemory of master and {WORKERS} processes: {kept:.0f} MB, bare {bare:.0f} MB, {kept / bare:.2f} ×"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
