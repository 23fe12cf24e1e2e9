"""What `make run` starts really runs, and really ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks its processes up in Linux's /proc"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """The portal as a person starts it, on a folder and a port of its own."""

    def __init__(self, folder, port=None):
        self.folder, self.port = folder, port or free_port()

    def start(self):
        environment = {name: value for name, value in os.environ.items() if name not in SERVICES}
        self.process = subprocess.Popen(
            [sys.executable, "bin/run.py"],
            cwd=ROOT,
            env=environment | {"VAR_DIR": str(self.folder), "PORT": str(self.port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return self

    def get(self, path, seconds=120):
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
                    return response.read().decode()
            except urllib.error.HTTPError:
                raise
            except OSError:
                assert self.process.poll() is None, self.process.stdout.read()
                assert time.monotonic() < deadline, f"nothing answers on port {self.port}"
                time.sleep(0.2)

    def processes(self):
        """Every process that works on our folder: {process number: command line}."""
        mark, found = f"VAR_DIR={self.folder}".encode(), {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (path / "environ").read_bytes().split(b"\0"):
                    found[int(path.name)] = (
                        (path / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                    )
            except OSError:
                continue  # it has just ended, or is somebody else's
        return {number: command for number, command in found.items() if command}

    def wait_until_complete(self):
        deadline = time.monotonic() + 60
        while not all(
            any(word in command for command in self.processes().values()) for word in (" worker ", " beat ")
        ):
            assert time.monotonic() < deadline, self.processes()
            time.sleep(0.2)

    def listen_for(self, words):
        """What it says until it has said the words."""
        heard = ""
        while words not in heard:
            line = self.process.stdout.readline()
            assert line, heard
            heard += line
        return heard

    def output(self):
        return self.process.communicate(timeout=60)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("a portal")  # with a space, as folders have


@pytest.fixture
def portal(folder):
    portal = Portal(folder).start()
    yield portal
    for number in portal.processes():
        os.kill(number, signal.SIGKILL)
    portal.process.communicate()


def test_it_serves_says_where_and_stops_when_asked(portal):
    health = json.loads(portal.get("/healthz"))
    portal.wait_until_complete()
    output = portal.listen_for("Ctrl-C stops it.")
    portal.process.send_signal(signal.SIGINT)

    output += portal.output()
    assert health["status"] == "ok"
    assert f"http://127.0.0.1:{portal.port}/" in output
    assert output.endswith("Stopped.\n")
    assert portal.process.returncode == 0
    assert portal.processes() == {}


def test_the_end_of_one_process_ends_the_others_and_is_named(portal):
    portal.get("/healthz")
    portal.wait_until_complete()
    worker = next(number for number, command in portal.processes().items() if " worker " in command)
    os.kill(worker, signal.SIGKILL)

    output = portal.output()
    assert "The worker has stopped (ended by SIGKILL), so everything was stopped." in output
    assert portal.process.returncode == 1
    assert portal.processes() == {}


def test_nothing_stays_behind_when_it_is_killed_outright(portal):
    portal.get("/healthz")
    portal.wait_until_complete()
    portal.process.kill()
    portal.process.wait()

    deadline = time.monotonic() + 30
    while portal.processes() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert portal.processes() == {}


def test_a_second_one_in_the_same_folder_is_refused(portal):
    portal.get("/healthz")

    second = Portal(portal.folder).start()

    assert "runs from this folder already" in second.output()
    assert second.process.returncode == 1


def test_a_port_that_is_taken_is_said_at_once(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        portal = Portal(tmp_path, port=other.getsockname()[1]).start()

        output = portal.output()

    assert re.search(rf"Port {portal.port} is taken by another program\. .*PORT={portal.port + 1}", output)
    assert portal.process.returncode == 1
    assert list(tmp_path.iterdir()) == []
