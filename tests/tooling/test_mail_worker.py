"""Real workers and a real mail server: whoever dies, and whatever is out of reach, nobody is written to twice or forgotten.

On SQLite with the broker of folders; on PostgreSQL and Redis where DATABASE_URL and REDIS_URL are set.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from tests.tooling.mail_server import Postbox, free_port

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL, REDIS_URL = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
POST = """
import django, sys
django.setup()
from beijing_ngo.core import outbox
outbox.post_all([
    outbox.Mail(key=name, kind="news", address=name + "@example.org", language="en", words={"en": ("News", "Words.")})
    for name in sys.argv[1:]
])
"""
RING = """
import django, time
django.setup()
from beijing_ngo.core import outbox
begun = time.monotonic()
outbox._bell.ring()
print(time.monotonic() - begun)
"""
MARK_UNCERTAIN = (
    "import django; django.setup(); from beijing_ngo.core import delivery; delivery.mark_uncertain()"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kills groups of processes"),
]


class Portal:
    """A portal of its own: folder, database, broker. Its processes are started here and killed here."""

    def __init__(self, folder: Path, mail_port: int):
        self.folder, self.workers = folder, []
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.tooling.mail_settings",
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "EMAIL_TIMEOUT": "10",
            "MAIL_PER_DOMAIN_A_MINUTE": "0",
            "SECRET_KEY": "test",
            "HTTPS": "0",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        if REDIS_URL:
            self.environment["REDIS_URL"] = f"{REDIS_URL.rpartition('/')[0]}/15"
        if DATABASE_URL:
            self.name = f"portal_mail_{os.getpid()}"
            self.environment["DATABASE_URL"] = urlunsplit(
                urlsplit(DATABASE_URL)._replace(path=f"/{self.name}")
            )

    def prepare(self):
        if REDIS_URL:
            import redis

            redis.Redis.from_url(self.environment["REDIS_URL"]).flushdb()
        if DATABASE_URL:
            self._on_the_server(f"CREATE DATABASE {self.name}")
        self.run("manage.py", "migrate", "--run-syncdb", "--verbosity", "0")

    def remove(self):
        self.kill()
        if DATABASE_URL:
            self._on_the_server(f"DROP DATABASE {self.name} WITH (FORCE)")

    @staticmethod
    def _on_the_server(statement):
        with closing(psycopg2.connect(DATABASE_URL)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    def run(self, *command, **environment):
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment | environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start_worker(self):
        """Two processes that deliver, and beat, as a group that dies together."""
        with (self.folder / "worker.log").open("ab") as log:
            self.workers.append(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        "celery",
                        "--app",
                        "beijing_ngo",
                        "worker",
                        "--beat",
                        "--concurrency",
                        "2",
                    ],
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def kill(self):
        while self.workers:
            worker = self.workers.pop()
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def sql(self, statement):
        connection = (
            psycopg2.connect(self.environment["DATABASE_URL"])
            if DATABASE_URL
            else sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        )
        with closing(connection), connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def states(self):
        return dict(self.sql("SELECT key, state FROM core_message"))

    def wait(self, ready, what, seconds=40):
        deadline = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < deadline, what + "\n" + (self.folder / "worker.log").read_text()[-3000:]
            time.sleep(0.02)


@pytest.fixture(scope="module")
def server():
    with Postbox(seconds=0.05) as postbox:
        yield postbox


@pytest.fixture(scope="module")
def portal(server, tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("portal"), server.port)
    portal.prepare()
    yield portal
    portal.remove()


def test_a_broker_out_of_reach_delays_the_mail_and_the_sweep_delivers_it(portal, server):
    nowhere = f"redis://127.0.0.1:{free_port()}/0"

    portal.run("-c", POST, "early1", "early2", CELERY_BROKER_URL=nowhere)
    assert portal.states() == {"early1": "queued", "early2": "queued"}

    portal.start_worker()
    portal.wait(lambda: set(portal.states().values()) == {"sent"}, "The sweep did not deliver.")
    assert server.given == {"early1@example.org": 1, "early2@example.org": 1}


def test_whoever_writes_a_mail_does_not_wait_for_a_broker_that_is_gone_or_silent(portal):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system answers the call, and nobody speaks
        ports = {"gone": free_port(), "silent": silent.getsockname()[1]}
        waited = {
            broker: float(portal.run("-c", RING, CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0").stdout)
            for broker, port in ports.items()
        }

    assert {broker for broker, seconds in waited.items() if seconds > 0.9} == set()


def test_whoever_kills_the_workers_in_mid_batch_makes_nobody_get_two_and_nobody_none(portal, server):
    portal.sql("DELETE FROM core_message")
    server.given.clear()
    names = [f"person{number}" for number in range(90)]
    portal.run("-c", POST, *names)

    for enough in (10, 30, 50):
        if not portal.workers:
            portal.start_worker()
        portal.wait(
            lambda enough=enough: server.given.total() >= enough,
            f"The worker did not send {enough} messages.",
        )
        portal.kill()
    portal.start_worker()
    portal.wait(lambda: "queued" not in portal.states().values(), "The last worker did not send the rest.")
    time.sleep(0.5)  # what is in hand arrives
    portal.kill()
    portal.sql("UPDATE core_message SET claimed_at = '2020-01-01 00:00:00' WHERE state = 'sending'")
    portal.run("-c", MARK_UNCERTAIN)

    states = portal.states()
    twice = {address for address, times in server.given.items() if times > 1}
    got_one = {address.partition("@")[0] for address in server.given}
    sent = {name for name, state in states.items() if state == "sent"}
    uncertain = {name for name, state in states.items() if state == "uncertain"}
    assert twice == set()
    assert sent | uncertain == set(names)
    assert sent <= got_one
    assert 1 <= len(uncertain) <= 6  # three deaths of two processes, each with at most one message in hand
