"""Starting a server under measurement, and reading how much processor time it has used."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int) -> None:
    """Until a server answers there."""
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def cpu_seconds(pid: int) -> float:
    """Processor time of all threads of a process; the kernel counts it in nanoseconds."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def memory(pid: int) -> float:
    """Megabytes that a process has to itself, and its share of what it has together with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class Server:
    """gunicorn. With one worker and thread every request of a run costs the same process."""

    def __init__(
        self,
        application: str,
        environment: dict[str, str],
        *,
        workers: int = 1,
        threads: int = 1,
        config: str = "python:benchmarks.bare",  # which says nothing: gunicorn as it comes
    ):
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", application, "--config", config]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--keep-alive", "60"]
        command += ["--workers", str(workers), "--threads", str(threads), "--log-level", "error"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def wait(self) -> None:
        wait_for(self.port)

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(
            encoding="ascii"
        )
        return [int(pid) for pid in children.split()]

    def get(self, path: str, **headers: str) -> bytes:
        self.connection.request("GET", path, headers={"Host": "127.0.0.1"} | headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return body

    def cpu(self) -> float:
        return sum(cpu_seconds(pid) for pid in self.workers())

    def memory(self) -> float:
        """Megabytes of all its processes."""
        return sum(memory(pid) for pid in (self.process.pid, *self.workers()))

    def stop(self) -> None:
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
