"""Messages a second: python -m benchmarks.mail [--messages 2000] [--rounds 3]

One worker's delivery of the outbox to a mail server of its own on this machine, in turns with a plain loop that sends the
same letters over one kept connection of Django's, and with Django's one connection a letter. The plain loops have their
letters ready; the portal reads its rows, makes the HTML, claims each message in a commit of its own and keeps what was sent.
Once in the clear and once with STARTTLS, as mail servers want it. Without DATABASE_URL on SQLite, with it on PostgreSQL. Ends
with an error when a message is not marked as sent.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.database import Database, options
from benchmarks.servers import free_port, wait_for

DJANGO = "django.core.mail.backends.smtp.EmailBackend"
BODY = """The registration of three people for the conference is confirmed.

On Thursday from 9:00 to 17:30, in the large hall on the second floor.
Bring the letter of invitation and a passport or an identity card.

See the registration
https://portal.example.org/en/account/registrations/%(number)d/

If somebody cannot come, please give the place back, so that others can have it."""


class MailServer:
    """Takes everything and keeps nothing."""

    def __init__(self, certificate: Path | None = None):
        self.port = free_port()
        command = [sys.executable, "-m", "aiosmtpd", "--nosetuid", "--class", "aiosmtpd.handlers.Sink"]
        if certificate:
            command += ["--tlscert", str(certificate), "--tlskey", str(certificate)]
        self.process = subprocess.Popen([*command, "--listen", f"127.0.0.1:{self.port}"])

    def wait(self) -> None:
        wait_for(self.port)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def certificate(folder: Path) -> Path:
    """For this machine, and trusted by nobody but this run."""
    path = folder / "mail.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "-", "-out", "-"]
    path.write_bytes(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    )
    return path


def write(number_of_messages: int) -> list:
    """A full outbox, as one conference fills it; its rows."""
    from beijing_ngo.core import outbox
    from beijing_ngo.core.models import Message

    Message.objects.all().delete()
    rows = []
    for number in range(number_of_messages):
        subject, body = f"Your registration {number}", BODY % {"number": number}
        mail = outbox.Mail(
            key=f"benchmark:{number}",
            kind="benchmark",
            address=f"person{number}@example.org",
            name=f"Person {number}",
            language="en",
            words={"en": (subject, body)},
            reason="You have registered.",
        )
        rows.append(outbox.message(mail))
    Message.objects.bulk_create(rows, batch_size=500)
    return list(Message.objects.order_by("id"))


def portal(rows: list) -> float:
    from beijing_ngo.core import delivery

    started = time.perf_counter()
    while delivery.deliver():
        pass
    return len(rows) / (time.perf_counter() - started)


def kept_connection(letters: list) -> float:
    from django.core.mail import get_connection

    started = time.perf_counter()
    connection = get_connection(DJANGO)
    connection.open()
    for letter in letters:
        connection.send_messages([letter])
    connection.close()
    return len(letters) / (time.perf_counter() - started)


def connection_a_letter(letters: list) -> float:
    from django.core.mail import get_connection

    started = time.perf_counter()
    for letter in letters:
        get_connection(DJANGO).send_messages([letter])
    return len(letters) / (time.perf_counter() - started)


def commits(seconds: float = 1) -> float:
    """Commits a second of the smallest UPDATE: a claim a message cannot be quicker than this."""
    from beijing_ngo.core.models import Message

    done, first = 0, Message.objects.filter(key="benchmark:0")
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        first.update(attempts=done % 2)
        done += 1
    return done / (time.perf_counter() - started)


def plain(letter):
    """The same letter, as somebody would write it without an outbox."""
    from django.core.mail import EmailMultiAlternatives

    return EmailMultiAlternatives(
        letter.subject,
        letter.body,
        to=letter.to,
        reply_to=letter.reply_to,
        headers=letter.extra_headers,
        alternatives=letter.alternatives,
    )


def measure(number_of_messages: int, rounds: int) -> bool:
    """Whether everything was sent."""
    from beijing_ngo.core.delivery.letters import letter
    from beijing_ngo.core.models import Message, MessageState

    to_kept, to_new = [], []
    print("    messages a second   portal   kept connection   a connection each   (commits a second)")
    for _round in range(rounds):
        rows = write(number_of_messages)
        letters = [plain(letter(row)) for row in rows]
        limit = commits()
        Message.objects.update(attempts=0)
        speeds = portal(rows), kept_connection(letters), connection_a_letter(letters)
        to_kept.append(speeds[0] / speeds[1])
        to_new.append(speeds[0] / speeds[2])
        print(f"    {'':<17} {speeds[0]:8.0f} {speeds[1]:17.0f} {speeds[2]:19.0f} {limit:20.0f}")
        if left := Message.objects.exclude(state=MessageState.SENT).count():
            print(f"    {left} of {number_of_messages} messages are not marked as sent")
            return False
    print(f"    median: {statistics.median(to_kept):.2f} × a kept connection (aim: at least 0.60)")
    print(
        f"            {statistics.median(to_new):.2f} × a connection each (aim: at least 2.00, with STARTTLS)"
    )
    return True


def measure_both(folder: Path, number_of_messages: int, rounds: int) -> bool:
    from django.conf import settings

    pem = certificate(folder)
    os.environ["SSL_CERT_FILE"] = str(pem)
    good = True
    for with_tls in (False, True):
        server = MailServer(pem if with_tls else None)
        try:
            server.wait()
            settings.EMAIL_PORT, settings.EMAIL_USE_TLS = server.port, with_tls
            print("  with STARTTLS" if with_tls else "  in the clear")
            good = measure(number_of_messages, rounds) and good
        finally:
            server.stop()
    return good


def main() -> int:
    asked = options(__doc__, messages=2000, rounds=3)
    database = Database.ready(asked)
    os.environ |= {"EMAIL_URL": "smtp://127.0.0.1", "MAIL_PER_DOMAIN_A_MINUTE": "0"}
    import django

    django.setup()
    print(f"{'PostgreSQL' if database.url else 'SQLite'}; {asked.messages} messages")
    return 0 if measure_both(database.folder, asked.messages, asked.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
