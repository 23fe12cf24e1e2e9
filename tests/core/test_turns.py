"""What changes by the clock shows on a page that is kept too: at its moment, without anybody's saving anything."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from beijing_ngo.core import kept, page_cache, turns
from tests.core.test_page_renewal import LIST, html
from tests.factories import (
    ArticleFactory,
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2027-03-01T12:00:00+08:00")  # far from the turn of a day


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.PAGE_CACHE_SECONDS = 600


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_what_is_scheduled_appears_at_its_hour():
    hour = NOON + timedelta(minutes=3)
    with at(NOON):
        EventFactory(title_en="Annual Forum", published_at=hour, starts_at=NOON + timedelta(days=2))
        OrganisationFactory(name_en="Greenovation", published_at=hour)
        ArticleFactory(title_en="A day", published_at=hour)
    words = {LIST: "Annual Forum", "/en/members/": "Greenovation", "/en/reports/": "A day"}

    seen, moment = [], timedelta(milliseconds=1)
    for now in (NOON, hour - moment, hour + moment, hour + timedelta(minutes=1)):
        with at(now):
            seen.append([word in html(path) for path, word in words.items()])

    assert seen == [[False] * 3, [False] * 3, [True] * 3, [True] * 3]


def test_an_event_ends_on_its_page_and_leaves_the_list():
    with at(NOON):
        EventFactory(
            slug="forum", title_en="Annual Forum", starts_at=NOON, ends_at=NOON + timedelta(minutes=2)
        )

    seen = []
    for minutes in (1, 3):
        with at(NOON + timedelta(minutes=minutes)):
            seen.append(("Annual Forum" in html(LIST), "forum/calendar.ics" in html("/en/events/forum/")))

    assert seen == [(True, True), (False, False)]


def test_a_desk_opens_and_closes_on_time():
    minute = timedelta(minutes=1)
    with at(NOON):
        RegistrationDeskFactory(
            event=EventFactory(slug="forum", starts_at=NOON + timedelta(days=3)),
            opens_at=NOON + minute,
            closes_at=NOON + 2 * minute,
        )
    told = ["Registration opens soon", "Registration open<", "Registration closed"]

    rows, pages = [], []
    for n in range(3):
        with at(NOON + n * minute + minute / 2):
            rows.append(next(words for words in told if words in html(LIST)))
            pages.append("forum/register/" in html("/en/events/forum/"))

    assert rows == told
    assert pages == [False, True, False]


def test_a_day_ends_in_beijing():
    midnight = NOON + timedelta(hours=12)
    seen = []
    for moment in (midnight - timedelta(seconds=1), midnight + timedelta(seconds=1)):
        with at(moment):
            seen.append(html("/en/events/calendar/").partition('aria-current="date"')[2][:200])

    assert seen[0]
    assert seen[0] != seen[1]


def test_what_was_kept_before_a_turn_is_not_shown_after_it():
    """A signed-in reader's visit a moment before fills what is kept; the page afterwards is not made from that."""
    with at(NOON):
        EventFactory(title_en="Annual Forum", published_at=NOON + timedelta(seconds=5))
        html(LIST)
        reader = Client()
        reader.force_login(UserFactory())
    with at(NOON + timedelta(seconds=4)):
        html(LIST, reader)
    with at(NOON + timedelta(seconds=6)):
        assert "1 event" in html(LIST)


def test_no_page_outlives_ten_minutes():
    with at(NOON):
        EventFactory()
        html(LIST)
        [page] = page_cache.shelf.pages.values()

    assert page.until == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    "address", ["", "events/", "events/calendar/", "events/calendar/agenda/", "members/"]
)
def test_a_visit_leaves_what_is_kept_as_it_is(address):
    EventFactory()
    html(LIST)
    kept.value("a", lambda: "built before")

    html(f"/en/{address}")

    assert kept.value("a", lambda: "built anew") == "built before"


def test_the_next_turn_is_worked_out_once_for_each_state(django_assert_num_queries):
    EventFactory()
    turns.until(kept.generation())

    with django_assert_num_queries(0):
        turns.until(kept.generation())

    assert timezone.now() < turns.until(kept.generation()) <= timezone.now() + timedelta(days=1)
