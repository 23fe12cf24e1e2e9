"""Measure what a request costs: python -m benchmarks [--sizes 100,100000] [--requests 150] [--rounds 5]

Processor time per request (server process and its PostgreSQL backend), not wall time: machines are noisy. Each page is
measured in turns with two bare Django views on the same table, and given as a ratio to them. Without DATABASE_URL the
runs use SQLite and the file cache; with it (and REDIS_URL), PostgreSQL and Redis.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.database import Database
from benchmarks.servers import Server

PAGES = {
    "list": ("/en/events/", "limit-list"),
    "list, past": ("/en/events/?when=past", "limit-list"),
    "list, filtered": ("/en/events/?when=past&kind=forum", "limit-list"),
    "list, last page": ("/en/events/?when=past&page=last", "limit-list"),
    "event": ("/en/events/{slug}/", "limit-event"),
}
LIMITS = {"limit-list": "/limit-list", "limit-event": "/limit-event/{slug}"}


class Meter:
    def __init__(self, server: Server, database: Database):
        self.server, self.database = server, database

    def per_request(self, path: str, requests: int) -> float:
        """Milliseconds of processor time for one request."""
        worker, backends = self.server.cpu(), self.database.backends()
        for _request in range(requests):
            self.server.get(path)
        spent = self.server.cpu() - worker
        spent += sum(now - backends.get(pid, now) for pid, now in self.database.backends().items())
        return spent / requests * 1000


def measure(database: Database, slug: str, requests: int, rounds: int) -> dict[str, float]:
    portal = Server("beijing_ngo.wsgi", database.environment)
    bare = Server(
        "benchmarks.bare.wsgi", database.environment | {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    )
    try:
        portal.wait()
        bare.wait()
        targets = {
            name: (Meter(portal, database), path.format(slug=slug)) for name, (path, _limit) in PAGES.items()
        }
        targets |= {name: (Meter(bare, database), path.format(slug=slug)) for name, path in LIMITS.items()}
        for meter, path in targets.values():  # warm: imports, templates, kept values
            for _request in range(20):
                meter.server.get(path)
        samples = {name: [] for name in targets}
        for _round in range(rounds):
            for name, (meter, path) in targets.items():
                samples[name].append(meter.per_request(path, requests))
        return {name: statistics.median(values) for name, values in samples.items()}
    finally:
        portal.stop()
        bare.stop()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="100,100000", help="numbers of events, separated by commas")
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slug", default="scale-event-000050", help="the event that is read")
    parser.add_argument("--anew", action="store_true", help="fill the databases again")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "portal-benchmarks")
    options = parser.parse_args()
    url, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    print(
        f"{'PostgreSQL' if url else 'SQLite'}, {'Redis' if redis else 'files'}; Python {sys.version.split()[0]}"
    )
    results = {}
    for size in (int(part) for part in options.sizes.split(",")):
        database = Database(size / 1000, options.folder, url, redis)
        database.fill(anew=options.anew)
        results[size] = measure(database, options.slug, options.requests, options.rounds)
        print(f"\n{size:,} events")
        for name, milliseconds in results[size].items():
            limit = PAGES.get(name, (None, None))[1]
            ratio = f"{milliseconds / results[size][limit]:6.2f} × {limit}" if limit else ""
            print(f"  {name:<16} {milliseconds:7.2f} ms  {ratio}")
    if len(results) > 1:
        first, last = min(results), max(results)
        print(f"\n{last:,} events against {first:,}")
        for name in PAGES:
            print(f"  {name:<16} {results[last][name] / results[first][name]:5.2f} ×")
    return 0


if __name__ == "__main__":
    sys.exit(main())
