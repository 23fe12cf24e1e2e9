"""Prepare the portal and keep it running on this machine: what `make run` starts.

The web server, the Celery worker and Celery beat are one thing to whoever starts them. They start together, and they
stop together: on Ctrl-C, on TERM, when the terminal is closed, or when one of them ends by itself, which is then named.
Nothing stays behind, even if this process is killed outright (on Linux).

Process managers such as honcho signal whole process groups. A Celery worker that is signalled so loses the task in its
hands, so here each process has a group of its own, only the head of it is asked to end, and the group is killed only
after the head has gone or has taken too long.
"""

import ctypes
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 30  # seconds that a process gets to finish what it has begun
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_ngo.settings")


class CannotRunError(Exception):
    """Why the portal does not run, in words for whoever typed the command."""


def say(text):
    print(text, flush=True)


# ---------------------------------------------------------------- before anything is started


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise CannotRunError(
                    f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
                ) from None
            raise CannotRunError(
                f"Port {port} cannot be used here ({error}). Try: make run PORT=8000"
            ) from None


def lock(var):
    """Two of us in one folder would be two beats, and every reminder would be planned twice."""
    handle = (var / "run.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotRunError("The portal runs from this folder already. Stop that one first.") from None
    return handle


def take_the_terminal():
    """Let Ctrl-C reach us alone, so that make waits for our answer rather than ending with an error of its own."""
    if os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp() != os.getpid():
        # Moving the terminal to us and back would otherwise stop us; and from Ctrl-Z no shell could wake us up.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        before = os.getpgrp()
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpgrp())
        return lambda: os.tcsetpgrp(0, before)
    return lambda: None


# ---------------------------------------------------------------- processes


def die_with_parent():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Family:
    """Processes that live and end together."""

    def __init__(self):
        self.processes = {}
        self.asked = None  # when we were asked to stop
        self.hurry = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number, frame):
        now = time.monotonic()
        if self.asked is None:
            self.asked = now
        elif number == signal.SIGINT and now - self.asked > 1:  # sooner, it is the same wish by another way
            self.hurry = True

    def start(self, name, *command):
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def run(self, name, *command):
        """Run one thing to its end. False: somebody asked us to stop meanwhile."""
        self.start(name, *command)
        if not self.wait():
            return False
        code = self.processes.pop(name).returncode
        if code:
            raise CannotRunError(f"{name}: this failed ({how(code)}); the reason stands above.")
        return True

    def wait(self, until=lambda: False):
        """Wait for the first process that ends, and name it; None if we are asked to stop, or it is time."""
        while self.asked is None:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    return name
            if until():
                return None
            time.sleep(0.1)
        return None

    def stop(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in self.processes.values()):
            if self.hurry or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        for process in self.processes.values():
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # nobody of that group is left
            process.wait()


def how(code):
    return f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"


# ---------------------------------------------------------------- the portal


def prepare(family, settings):
    """Bring translations, database and demonstration content up to date. False: asked to stop meanwhile."""
    var = Path(settings.VAR_DIR)
    database = settings.DATABASES["default"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    # Kept on disk until the content is in, so that an interrupted first run is completed by the next one.
    wanted = var / "demo-wanted"
    if settings.PORTAL_EMBEDDED and not Path(database["NAME"]).exists():
        wanted.touch()
    steps = [
        ("Compiling the translations", "bin/messages.py", "compile"),
        ("Preparing the database", "manage.py", "migrate", "--verbosity", "0"),
    ]
    if wanted.exists():
        steps.append(("Loading the demonstration content", "manage.py", "demo", "--without-accounts"))
    else:  # the demonstration content brings it along
        steps.append(("Adding reference data that is missing", "manage.py", "reference", "--verbosity", "0"))
    for name, *command in steps:
        say(f"{name} …")
        if not family.run(name, *command):
            return False
    wanted.unlink(missing_ok=True)
    return True


def start(family, port):
    family.start("The web server", "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--log-level", "warning")
    # Threads, because the database here is one file and a second process would only wait for it.
    celery = ("-m", "celery", "--quiet", "--app", "beijing_ngo")
    # As root in a container there is nobody else to be, and Celery's warning would hide the address to open.
    as_root = ("-W", "ignore:You're running the worker with superuser")
    family.start(
        "The worker", *as_root, *celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    )  # fmt: skip
    family.start("The clock (Celery beat)", *celery, "beat", "--loglevel", "WARNING")


def answers(port):
    try:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        connection.request("GET", "/healthz")
        return bool(connection.getresponse())
    except OSError:
        return False
    finally:
        connection.close()


def run():
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or port == "0":
        raise CannotRunError(f"PORT is a number such as 8000, not {port!r}.")
    family = Family()
    check_port(int(port))
    os.chdir(ROOT)
    from django.conf import settings

    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    if settings.PORTAL_EMBEDDED:
        Path(settings.VAR_DIR).chmod(0o700)  # members' data is not for the other users of this machine
    held = lock(Path(settings.VAR_DIR))
    try:
        if prepare(family, settings):
            start(family, port)
            if not family.wait(until=lambda: answers(int(port))) and family.asked is None:
                say(f"\nThe portal:  http://{HOST}:{port}/\nStaff admin: http://{HOST}:{port}/admin/\n")
                if settings.DEMO_ACCOUNTS:
                    subprocess.run([sys.executable, "manage.py", "demo", "--accounts"], check=False)
                say("\nCtrl-C stops it.")
            ended = family.wait()
            if ended:
                code = family.processes[ended].returncode
                raise CannotRunError(f"{ended} has stopped ({how(code)}), so everything was stopped.")
    finally:
        family.stop()
        held.close()
    say("\nStopped.")


def main():
    die_with_parent()
    give_back = take_the_terminal()
    try:
        run()
    except CannotRunError as reason:
        say(f"\n{reason}")
        return 1
    finally:
        give_back()
    return 0


if __name__ == "__main__":
    sys.exit(main())
