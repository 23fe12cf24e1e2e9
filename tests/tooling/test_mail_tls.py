"""Mail servers that speak TLS from the first word on (EMAIL_URL=smtp+ssl://…): what holds in the open holds here too."""

import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beijing_ngo.core import delivery
from tests.tooling.mail_server import Postbox
from tests.tooling.test_mail_server import _smtp, outcome, post  # noqa: F401, the fixture applies here too

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody but its maker trusts, and its key, in one file."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def server(settings, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    settings.EMAIL_USE_SSL = True
    with Postbox(tls=context) as postbox:
        settings.EMAIL_PORT = postbox.port
        yield postbox


def test_over_one_connection_everybody_gets_one(server):
    post("one", "two", "three")

    delivery.deliver()

    assert server.given == {f"{name}@example.org": 1 for name in ("one", "two", "three")}
    assert server.connections == 1
    assert set(outcome().values()) == {("sent", 1)}


def test_a_connection_that_breaks_after_the_message_leaves_it_uncertain_and_the_others_go_on(server):
    post("before", "gone", "rcpt550", "after")

    delivery.deliver()
    delivery.deliver()

    assert outcome() == {
        "before": ("sent", 1),
        "gone": ("uncertain", 1),
        "rcpt550": ("failed", 1),
        "after": ("sent", 1),
    }


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    post("first", "second")

    delivery.deliver()

    assert outcome() == {"first": ("queued", 1), "second": ("queued", 0)}
    assert server.given == {}


def test_a_server_that_speaks_in_the_open_gets_nothing(settings):
    settings.EMAIL_USE_SSL = True
    post("first", "second")

    with Postbox() as postbox:
        settings.EMAIL_PORT = postbox.port
        delivery.deliver()

    assert outcome() == {"first": ("queued", 1), "second": ("queued", 0)}
    assert postbox.given == {}


def test_the_address_of_the_server_says_it():
    asked = "from django.conf import settings as s; print(s.EMAIL_BACKEND, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_SSL)"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "beijing_ngo.settings",
            "EMAIL_URL": "smtp+ssl://me:pw@mail.example.org:465",
        },
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout.split() == ["beijing_ngo.core.smtp.EmailBackend", "mail.example.org", "465", "True"]
