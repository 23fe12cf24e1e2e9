"""A mail server that does what a recipient's name says, and remembers what it was given."""

import asyncio
import re
import socket
import ssl
import threading
from collections import Counter
from contextlib import contextmanager

from aiosmtpd.controller import Controller

ANSWER = re.compile(
    r"(rcpt|data)(\d{3})"
)  # rcpt450@… is answered with 450 when it is named, data552@… when it is sent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postbox:
    """`given` counts every message that was handed over in full, whatever became of it. With `tls` it speaks nothing else."""

    def __init__(self, seconds: float = 0, tls: ssl.SSLContext | None = None):
        self.seconds, self.given, self.connections = seconds, Counter(), 0
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ssl_context=tls)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_error):
        self.controller.stop()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802, as it is called
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if getattr(session, "is_last", False):
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        name = address.partition("@")[0].lower()
        if name.startswith("silent"):
            await asyncio.sleep(5)
        if (answer := ANSWER.match(name)) and answer[1] == "rcpt":
            policy = "5.7.1 we know you" if name.endswith("policy") else "as its name says"
            return f"{answer[2]} {policy}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        [address] = envelope.rcpt_tos
        self.given[address] += 1
        await asyncio.sleep(self.seconds)
        name = address.partition("@")[0].lower()
        if name.startswith("mute"):
            await asyncio.sleep(5)
        if name.startswith("gone"):
            server.transport.abort()
        session.is_last = name.startswith("last")
        if (answer := ANSWER.match(name)) and answer[1] == "data":
            return f"{answer[2]} as its name says"
        return "250 taken"


@contextmanager
def greeting(words: bytes):
    """A server that says this to whoever calls, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while True:
                try:
                    caller, _address = listener.accept()
                except OSError:
                    return
                with caller:
                    caller.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
