"""A database of its own for a run: SQLite in a folder, or PostgreSQL where DATABASE_URL names a server."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from redis import Redis

from benchmarks.servers import ROOT, cpu_seconds

NAME = "portal_benchmark"


def options(description: str, **numbers: float) -> argparse.Namespace:
    """What was typed: numbers with what they are if nobody says otherwise, and which database to measure on."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, usual in numbers.items():
        parser.add_argument(f"--{name}", type=type(usual), default=usual)
    parser.add_argument("--anew", action="store_true", help="make the database again")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "portal-benchmarks")
    return parser.parse_args()


class Database:
    """Made once for each size and engine and kept, because filling it takes longer than measuring."""

    def __init__(self, thousands: float, folder: Path, url: str = "", redis: str = ""):
        self.thousands = thousands
        self.folder = folder / f"{'postgresql' if url else 'sqlite'}-{thousands:g}"
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("DATABASE_URL", "REDIS_URL", "DEBUG")
        }
        self.environment |= {
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "beijing_ngo.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "STATIC_MANIFEST": "false",
            "SECRET_KEY": "benchmark",
            "LOG_LEVEL": "ERROR",
        }
        self.url = ""
        if url:
            self.server = url
            self.name = f"{NAME}_{thousands:g}".replace(".", "_")
            self.url = urlunsplit(urlsplit(url)._replace(path=f"/{self.name}"))
            self.environment["DATABASE_URL"] = self.url
            if redis:
                self.environment["REDIS_URL"] = redis

    @classmethod
    def ready(cls, asked: argparse.Namespace) -> "Database":
        """Filled and in the environment, before Django reads it."""
        database = cls(0, asked.folder, os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
        database.fill(anew=asked.anew)
        os.environ |= database.environment
        return database

    def fill(self, *, anew: bool = False) -> None:
        mark = self.folder / "filled"
        if anew:
            shutil.rmtree(self.folder, ignore_errors=True)
        if mark.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.url:
            self._create()
        self._manage("migrate", "--verbosity", "0")
        self._manage("demo", "--verbosity", "0")
        if self.thousands:
            self._manage("demo", "--scale", f"{self.thousands:g}", "--only", "events", "--verbosity", "0")
        if self.url:
            self._run(self.url, "VACUUM ANALYZE")
        mark.touch()

    def _create(self):
        self._run(self.server, f'DROP DATABASE IF EXISTS "{self.name}"')
        self._run(self.server, f'CREATE DATABASE "{self.name}"')

    @staticmethod
    def _run(url, statement):
        connection = psycopg2.connect(url)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    def _manage(self, *arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def backends(self) -> dict[int, float]:
        """Processor time of the PostgreSQL processes that serve this database, and of a Redis on this machine."""
        pids = []
        if self.url:
            connection = psycopg2.connect(self.server)
            cursor = connection.cursor()
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.name])
            pids += [pid for (pid,) in cursor.fetchall()]
            connection.close()
        if redis := self.environment.get("REDIS_URL"):
            pids.append(Redis.from_url(redis).info("server")["process_id"])
        return {pid: cpu_seconds(pid) for pid in pids}
