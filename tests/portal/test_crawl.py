"""All that can be reached from the front door, on demonstration content: nothing is broken, nothing comes from elsewhere,
and the HTML checker has nothing to say.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from beijing_ngo.core import outbox, unsubscribing
from beijing_ngo.core.models import MailTopic
from beijing_ngo.portal.demo.users import PASSWORD
from events.guest_links import token_for
from events.models import Attendee, Registration, RegistrationDesk
from members.models import User
from reports.models import Submission
from reports.operations import previews
from tests.core.mail_log import message
from tests.portal import nu
from tests.portal.crawler import Crawl
from tests.portal.demo_site import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LANGUAGES = ("zh-hans", "en")
STARTS = ("/", "/robots.txt", "/sitemap.xml")
KINDS = {
    *("", "<slug:slug>/", "data/", "impact/", "search/", "verify/"),
    *("events/", "events/<slug:slug>/", "events/calendar/", "events/calendar/<month:month>/"),
    *("events/series/<slug:slug>/", "events/conferences/<slug:slug>/", "events/<slug:slug>/register/"),
    *("delegations/", "delegations/<slug:slug>/"),
    *("reports/", "reports/<slug:slug>/", "reports/submissions/", "reports/submissions/<slug:slug>/"),
    *("members/", "members/<slug:slug>/", "members/projects/", "members/join/"),
}
ENTRANCES = ("login", "signup", "password/reset", "login/code")
CONTACT, DOORKEEPER = "contact.western-hills@example.org", "registration.desk@example.org"
ERRORS = ("400.html", "403.html", "429.html", "500.html")
# A word of every kind of block that a mail is made of: paragraph, code, button, list of links.
MAIL = "A line,\nand one more\n\n246813\n\nSee it:\nhttps://example.org/?a=1&b=2\n\nTo come\n- A & B\nhttps://example.org/c/"
# Mail programs draw as browsers did in 1999: what they understand has been out of HTML since.
OLD_AS_MAIL_IS = re.compile(
    r"(error|warning): The “(align|bgcolor|border|cellpadding|cellspacing|height|width)” attribute on the “(table|td)”"
    r" element is obsolete"
)


@pytest.fixture(scope="module", autouse=True)
def _content(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def public():
    """What anybody can reach."""
    return Crawl(Client(), STARTS, within=lambda path: not _is(path, "account|admin"))


@pytest.fixture(scope="module")
def inside():
    """What the contact of a member finds in their account, and in the forms of events and membership; a colleague at the door."""
    starts = [f"/{language}/{place}/" for language in LANGUAGES for place in ("account", "members/join")]
    starts += [f"/{language}/account/password/{act}/" for language in LANGUAGES for act in ("change", "set")]
    slugs = RegistrationDesk.objects.values_list("event__slug", flat=True)
    starts += [f"/{language}/events/{slug}/register/" for language in LANGUAGES for slug in slugs]
    contact = Crawl(_signed_in(CONTACT), starts, within=lambda path: _is(path, "account|tickets"))
    doors = [f"/{language}/check-in/" for language in LANGUAGES]
    return contact, Crawl(_signed_in(DOORKEEPER), doors, within=lambda path: _is(path, "check-in"))


@pytest.fixture(scope="module")
def by_link():
    """What only a link in a mail leads to, and the doors of the account."""
    guests = Registration.objects.exclude(guest_email="").order_by("-desk__event__starts_at")[:2]
    event = RegistrationDesk.objects.filter(audience="everyone").first().event
    paper = Submission.objects.first()
    until = timezone.localdate() + timedelta(days=7)
    _link, token = previews.make(submission=paper, reader="Prof. Li", until=until, by=User.objects.first())
    unsubscribe = unsubscribing.page("a@example.org", MailTopic.REMINDERS, "en").rpartition("/en/")[2]
    places = [
        *(f"account/{entrance}/" for entrance in ENTRANCES),
        *(f"registrations/{one.reference}/{one.guest_secret}/" for one in guests),
        f"events/{event.slug}/register/{token_for(event, 'guest@example.org')}/",
        f"tickets/{Attendee.objects.exclude(ticket_secret='').first().ticket_secret}/",
        f"drafts/{token}/",
        unsubscribe,
    ]
    starts = [f"/{language}/{place}" for language in LANGUAGES for place in places]
    return Crawl(Client(), starts, within=lambda path: _is(path, "registrations|tickets"))


@pytest.fixture(scope="module")
def said(public, inside, by_link, tmp_path_factory):
    """What the HTML checker says of all pages, and of mails; in one go, for its start takes the longest."""
    pages = {
        f"{who} {address}": answer.text
        for who, crawl in zip(("anybody", "contact", "door", "link"), (public, *inside, by_link), strict=True)
        for address, answer in crawl.pages.items()
    }
    return nu.check(pages | _errors() | _mails(), tmp_path_factory.mktemp("pages"))


def _is(path, places) -> bool:
    return bool(re.match(rf"/(?:(?:zh-hans|en)/)?(?:{places})/", path))


def _signed_in(email):
    client = Client()
    client.post("/en/account/login/", {"login": email, "password": PASSWORD})
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})  # what is delicate asks again
    return client


def _errors() -> dict[str, str]:
    """The pages of errors that no link leads to."""
    found = {}
    for language in LANGUAGES:
        found[f"{language} 404"] = Client().get(f"/{language}/no-such-page/").content.decode()
        for name in ERRORS:
            request = RequestFactory().get(f"/{language}/")
            request.user, request.session = AnonymousUser(), {}
            with translation.override(language):
                found[f"{language} {name}"] = render(request, name).content.decode()
    return found


def _mails() -> dict[str, str]:
    words = dict.fromkeys(LANGUAGES, ("Subject & more", MAIL))
    rows = [
        message(words=words, language=language, topic=MailTopic.REMINDERS)
        for language in (*LANGUAGES, "both")
    ]
    return {f"mail {row.language}": outbox.html_of(row) for row in rows}


# ---------------------------------------------------------------- links


def test_every_reference_is_answered(public):
    assert public.broken == []
    assert public.unanswered == []


def test_every_place_in_a_page_that_a_link_names_is_there(public):
    assert public.lost_fragments == []


def test_nothing_is_loaded_from_a_foreign_host(public, inside, by_link):
    foreign = [crawl.foreign for crawl in (public, *inside, by_link)]

    assert foreign == [[], [], [], []]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_reached(public, language):
    reached = {
        answer.route.partition("/")[2]
        for address, answer in public.pages.items()
        if address.startswith(f"/{language}/")
    }

    assert KINDS - reached == set()


def test_behind_the_door_too_every_reference_is_answered(inside, by_link):
    crawls = [*inside, by_link]

    assert [crawl.broken for crawl in crawls] == [[], [], []]
    assert [crawl.lost_fragments for crawl in crawls] == [[], [], []]
    assert [len(crawl.pages) >= least for crawl, least in zip(crawls, (20, 4, 20), strict=True)] == [True] * 3


# ---------------------------------------------------------------- HTML


def test_the_checker_finds_every_page_valid(said):
    found = {
        words: where[:3]
        for words, where in said.items()
        if not _all_mails(where) and not _wrong_guess(words, where)
    }

    assert found == {}


def test_mails_are_valid_but_for_what_mail_programs_want(said):
    found = {words: where[:3] for words, where in said.items() if _all_mails(where)}

    assert [words for words in found if not OLD_AS_MAIL_IS.match(words)] == []


def _wrong_guess(words, where) -> bool:
    """The checker guesses a page's language by its letters: the reference of the API is full of names of fields."""
    return "appears to be written in" in words and all("/data/, " in one for one in where)


def _all_mails(where) -> bool:
    return all(one.startswith("mail ") for one in where)
