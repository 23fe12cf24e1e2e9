"""Switching mail off by the link at its end, without an account."""

import re

import pytest
from django.test import Client
from django.utils import translation

from beijing_ngo.core import outbox, unsubscribing
from beijing_ngo.core.models import MailOptOut, MailTopic, Message, MessageState
from tests.factories import SiteSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "wang.fang@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory(email="office@example.org")


def path(address=ADDRESS, topic=MailTopic.REMINDERS, language="en"):
    return unsubscribing.page(address, topic, language).removeprefix("http://localhost:8000")


def rows():
    return list(MailOptOut.objects.order_by("id").values_list("address", "topic"))


def post_mail(topic=MailTopic.REMINDERS, language="en", **to):
    words = {"zh-hans": ("新闻", "正文。"), "en": ("News", "Text.")}
    to = to or {"address": ADDRESS}
    outbox.post(
        key=f"news:{topic}:{language}", kind="news", words=words, topic=topic, language=language, **to
    )
    return Message.objects.latest("id")


# ---------------------------------------------------------------- the link


def test_the_link_is_a_full_address_in_the_readers_language(settings):
    settings.SITE_URL = "https://ngo.example.org"

    addresses = [
        unsubscribing.page(ADDRESS, MailTopic.REMINDERS, language) for language in ("en", "zh-hans", "both")
    ]

    assert [
        re.match(r"https://ngo\.example\.org/([\w-]+)/mail/unsubscribe/\S+/\Z", one)[1] for one in addresses
    ] == [
        "en",
        "zh-hans",
        "zh-hans",
    ]


def test_it_stands_for_one_address_whatever_its_letters_and_one_topic():
    link = path("Wang.Fang@Example.org")

    assert link == path()
    assert link != path(topic=MailTopic.CALLS)
    assert unsubscribing.read(link.split("/")[-2]) == (ADDRESS, MailTopic.REMINDERS)


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "nonsense"]
)
@pytest.mark.parametrize(
    ("language", "words"), [("en", "This link does not work"), ("zh-hans", '<html lang="zh-Hans">')]
)
def test_a_link_we_did_not_make_is_refused_in_the_readers_language(client, spoil, language, words):
    token = path().split("/")[-2]
    spoilt = f"/{language}/mail/unsubscribe/{spoil(token)}/"

    asked, posted = client.get(spoilt), client.post(spoilt, ONE_CLICK)

    assert (asked.status_code, posted.status_code) == (404, 404)
    assert words in asked.content.decode()
    assert "noindex" in asked.headers["X-Robots-Tag"]
    assert rows() == []


def test_a_link_for_a_topic_that_is_no_more_is_refused(client):
    assert client.get(path(topic="gossip")).status_code == 404


def test_a_link_outlives_a_change_of_the_secret(client, settings):
    link = path()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert client.get(link).status_code == 200


# ---------------------------------------------------------------- the page


def test_looking_changes_nothing_and_shows_what_for_whom(client):
    response = client.get(path())

    html = response.content.decode()
    assert rows() == []
    assert "Reminders of events you are registered for" in html
    assert "wa***@example.org" in html
    assert ADDRESS not in html


def test_it_is_found_and_kept_by_no_machine_and_opens_no_session(client):
    response = client.get(path())

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.cookies == {}


def test_the_button_switches_off_and_on_again(client):
    response = client.post(path(), {"act": "off"}, follow=True)
    assert rows() == [(ADDRESS, "reminders")]
    assert "This mail is switched off" in response.content.decode()

    client.post(path(), {"act": "off"})
    assert rows() == [(ADDRESS, "reminders")]

    response = client.post(path(), {"act": "on"}, follow=True)
    assert rows() == []
    assert "Switch this mail off" in response.content.decode()


def test_a_mail_programs_own_button_needs_no_cookie_and_is_not_sent_elsewhere():
    stranger = Client(enforce_csrf_checks=True)

    answers = [
        stranger.post(path(language="zh-hans"), ONE_CLICK),
        stranger.post(path(), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert rows() == [(ADDRESS, "reminders")]


def test_other_topics_and_other_people_are_left_alone(client):
    unsubscribing.switch_off("other@example.org", MailTopic.REMINDERS)
    unsubscribing.switch_off(ADDRESS, MailTopic.CALLS)

    client.post(path(), ONE_CLICK)
    client.post(path(), {"act": "on"})

    assert rows() == [("other@example.org", "reminders"), (ADDRESS, "calls")]


@pytest.mark.parametrize(
    ("address", "shown"),
    [("a@example.org", "a***@example.org"), ("wfa@b.cn", "w***@b.cn"), ("wang@b.cn", "wa***@b.cn")],
)
def test_how_much_of_an_address_is_shown(address, shown):
    assert unsubscribing.masked(address) == shown


# ---------------------------------------------------------------- the end of a mail


@pytest.mark.parametrize("topic", MailTopic.values)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_mail_that_may_be_switched_off_ends_with_how(topic, language):
    message = post_mail(topic, language)

    url = unsubscribing.page(ADDRESS, topic, language)
    with translation.override(language):
        question = str(unsubscribing.QUESTIONS[topic])
    last = message.text.splitlines()[-1]
    assert last.startswith(question)
    assert last.endswith(url)
    html = outbox.html_of(message)
    assert html.count(f'href="{url}"') == 1
    assert question.replace("'", "&#x27;") in html


def test_in_both_languages_each_part_has_its_own():
    message = post_mail(language="both")

    urls = [unsubscribing.page(ADDRESS, MailTopic.REMINDERS, language) for language in ("zh-hans", "en")]
    assert [message.text.count(url) for url in urls] == [1, 1]
    assert [outbox.html_of(message).count(url) for url in urls] == [1, 1]


def test_it_is_the_address_the_mail_goes_to_and_not_the_accounts():
    message = post_mail(person=UserFactory(), address="other@example.org")

    assert unsubscribing.page("other@example.org", MailTopic.REMINDERS, "en") in message.text


def test_service_mail_has_no_such_end():
    message = post_mail(topic="")

    assert "unsubscribe" not in message.text + outbox.html_of(message)


def test_who_has_pressed_the_button_is_not_written_to_until_they_press_it_again(client):
    client.post(path(), {"act": "off"})
    dropped = post_mail()
    client.post(path(), {"act": "on"})
    again = post_mail(language="both")

    assert (dropped.state, again.state) == (MessageState.DROPPED, MessageState.QUEUED)


# ---------------------------------------------------------------- lists of links in a mail


def test_lines_with_addresses_become_a_list_of_links():
    body = "Desks\n- A < B · 2 to decide\nhttps://example.org/a\n- C\nhttps://example.org/c\n\nOpen\nhttps://example.org/"
    outbox.post(key="list", kind="news", words={"en": ("News", body)}, address=ADDRESS, language="en")

    message = Message.objects.get()

    html = outbox.html_of(message)
    assert "- A < B · 2 to decide\nhttps://example.org/a\n- C\nhttps://example.org/c" in message.text
    assert re.findall(r'<li[^>]*><a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>', html) == [
        ("https://example.org/a", "A &lt; B · 2 to decide"),
        ("https://example.org/c", "C"),
    ]


def test_a_list_with_something_else_in_it_stays_a_paragraph():
    body = "Bring\n- your pass\n- a pen\n\nDesks\n- A\nhttps://example.org/a\nand more"
    outbox.post(key="list", kind="news", words={"en": ("News", body)}, address=ADDRESS, language="en")

    assert "<li" not in outbox.html_of(Message.objects.get())
