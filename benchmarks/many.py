"""Many visitors at once: so many connections, each asking for the next page as soon as it has one."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass

MOST = 65536
IN_CHUNKS, LAST_CHUNK = float("inf"), b"0\r\n\r\n"


class NotAnsweredError(Exception):
    """A page that was not answered with 200."""


@dataclass(frozen=True)
class Waits:
    """Pages a second, and how long one took, in milliseconds."""

    rate: float
    p50: float
    p99: float


class Visitor:
    """One connection: what it has received of the page it waits for."""

    def __init__(self, port: int, request: bytes):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request

    def ask(self) -> None:
        self.received, self.missing, self.since = b"", None, time.perf_counter()
        self.socket.sendall(self.request)

    def hear(self) -> float | None:
        """The seconds it took, once the page is there."""
        data = self.socket.recv(MOST)
        if not data:
            raise NotAnsweredError("the connection was closed")
        if self.missing is None:
            self.received += data
            head, end, data = self.received.partition(b"\r\n\r\n")
            if not end:
                return None
            self.missing = _length(head)
        if self.missing == IN_CHUNKS:
            is_there = data.endswith(LAST_CHUNK)
        else:
            self.missing -= len(data)
            is_there = self.missing <= 0
        return time.perf_counter() - self.since if is_there else None


def _length(head: bytes) -> int:
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise NotAnsweredError(head.split(b"\r\n", 1)[0].decode())
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return IN_CHUNKS


def ask(port: int, path: str, *, connections: int, seconds: float) -> Waits:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    waiting, taken = selectors.DefaultSelector(), []
    visitors = [Visitor(port, request) for _number in range(connections)]
    for visitor in visitors:
        waiting.register(visitor.socket, selectors.EVENT_READ, visitor)
        visitor.ask()
    began = time.perf_counter()
    try:
        while time.perf_counter() < began + seconds or len(taken) < len(visitors):
            for key, _events in waiting.select(timeout=60):
                if (time_taken := key.data.hear()) is not None:
                    taken.append(time_taken * 1000)
                    key.data.ask()
    finally:
        for visitor in visitors:
            visitor.socket.close()
        waiting.close()
    cuts = statistics.quantiles(taken, n=100)
    return Waits(rate=len(taken) / seconds, p50=cuts[49], p99=cuts[98])
