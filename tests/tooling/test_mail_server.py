"""Delivery against a real mail server: what each of its answers, and each of its silences, means for the messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core import delivery, outbox
from beijing_ngo.core.models import AddressTrouble, Message
from tests.factories import SiteSettingsFactory
from tests.tooling.mail_server import Postbox, free_port, greeting

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _smtp(settings):
    SiteSettingsFactory()
    settings.EMAIL_BACKEND = "beijing_ngo.core.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    settings.MAIL_PER_DOMAIN_A_MINUTE, settings.MAIL_PER_DOMAIN = 0, {}


@pytest.fixture
def server(settings):
    with Postbox() as postbox:
        settings.EMAIL_PORT = postbox.port
        yield postbox


def post(*names):
    for name in names:
        outbox.post(
            key=name,
            kind="news",
            address=f"{name}@example.org",
            language="en",
            words={"en": ("News", "Words.")},
        )


def outcome():
    """{name: state and attempts}"""
    return {row.key: (row.state, row.attempts) for row in Message.objects.order_by("id")}


def test_over_one_connection_everybody_gets_one(server):
    names = [f"person{number}" for number in range(20)]
    post(*names)

    delivery.deliver()

    assert server.given == {f"{name}@example.org": 1 for name in names}
    assert server.connections == 1
    assert set(outcome().values()) == {("sent", 1)}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("rcpt450", "queued"),
        ("data451", "queued"),
        ("rcpt550", "failed"),
        ("data552", "failed"),
        ("data252", "sent"),
    ],
)
def test_an_answer_is_about_its_own_message(server, name, state):
    post("before", name, "after")

    delivery.deliver()

    assert outcome() == {"before": ("sent", 1), name: (state, 1), "after": ("sent", 1)}
    message = Message.objects.get(key=name)
    assert state == "sent" or "as its name says" in message.error
    assert (message.not_before is not None) == (state == "queued")
    assert server.connections == 1


def test_what_passes_is_tried_later_and_later_and_not_for_ever(server):
    post("rcpt450")
    pauses = []

    for _try in range(delivery.MOST_ATTEMPTS):
        Message.objects.update(not_before=None)
        delivery.deliver()
        message = Message.objects.get()
        pauses.append(
            message.not_before and round((message.not_before - timezone.now()) / timedelta(minutes=1))
        )

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 240, 240, None]
    assert outcome() == {"rcpt450": ("failed", delivery.MOST_ATTEMPTS)}


@pytest.mark.parametrize("name", ["rcpt421", "data421", "silent"])
def test_a_server_that_closes_or_is_silent_ends_the_run_and_the_others_wait_untouched(server, name):
    post("before", name, "after")

    delivery.deliver()
    assert outcome() == {"before": ("sent", 1), name: ("queued", 1), "after": ("queued", 0)}

    delivery.deliver()
    assert outcome()["after"] == ("sent", 1)
    assert server.given["after@example.org"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [(b"421 too many\r\n", "421 too many"), (b"554 go away\r\n", "554 go away"), (b"", "closed")],
)
def test_a_server_that_does_not_let_us_in_ends_the_run(settings, words, said):
    post("first", "second")

    with greeting(words) as settings.EMAIL_PORT:
        delivery.deliver()

    assert outcome() == {"first": ("queued", 1), "second": ("queued", 0)}
    assert said in Message.objects.get(key="first").error


def test_a_server_that_is_not_there_ends_the_run(settings):
    settings.EMAIL_PORT = free_port()
    post("first", "second")

    assert delivery.deliver() == 1

    assert outcome() == {"first": ("queued", 1), "second": ("queued", 0)}


def test_a_connection_that_breaks_after_the_message_leaves_it_uncertain_and_the_others_go_on(server):
    post("before", "gone", "after")

    delivery.deliver()
    delivery.deliver()

    assert outcome() == {"before": ("sent", 1), "gone": ("uncertain", 1), "after": ("sent", 1)}
    assert server.given == {f"{name}@example.org": 1 for name in ("before", "gone", "after")}
    assert Message.objects.get(key="gone").error


def test_a_connection_that_never_worked_ends_the_run(server):
    post("gone", "after")

    delivery.deliver()

    assert outcome() == {"gone": ("uncertain", 1), "after": ("queued", 0)}


def test_a_server_that_says_nothing_to_a_message_leaves_it_uncertain_for_good(server):
    post("mute", "after")

    delivery.deliver()
    delivery.deliver()

    assert outcome() == {"mute": ("uncertain", 1), "after": ("sent", 1)}
    assert server.given["mute@example.org"] == 1


def test_a_connection_that_the_server_closes_between_two_messages_is_opened_anew(server):
    post("last", "unlucky", "after")

    delivery.deliver()

    assert outcome() == {"last": ("sent", 1), "unlucky": ("queued", 1), "after": ("sent", 1)}
    assert server.given == {"last@example.org": 1, "after@example.org": 1}


def test_an_address_that_is_refused_for_good_is_remembered(server):
    post("rcpt550", "rcpt550-policy", "rcpt450")
    Message.objects.filter(key="rcpt550").update(to_address="Rcpt550@example.org")

    delivery.deliver()

    [trouble] = AddressTrouble.objects.all()
    assert (trouble.address, trouble.said, trouble.message.key) == (
        "rcpt550@example.org",
        "550 as its name says",
        "rcpt550",
    )
