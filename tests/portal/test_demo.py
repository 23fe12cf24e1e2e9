"""Loading the demonstration content."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.models.signals import post_save

from beijing_ngo.portal.demo.dates import resolve
from events.models import Event, RegistrationDesk
from members.models import User
from tests.factories import EventFactory
from tests.portal.demo_site import counts, demo, loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _content(django_db_setup, django_db_blocker):
    """What is loaded once more is put right, so a test need not begin with nothing."""
    with loaded(django_db_blocker):
        yield


def test_loading_again_writes_nothing():
    before, written = counts(), []

    def note(sender, **_signal):
        written.append(sender)

    post_save.connect(note)
    try:
        demo()
    finally:
        post_save.disconnect(note)

    assert (counts(), written) == (before, [])


def test_loading_on_a_later_day_moves_the_dates_of_the_same_rows():
    demo(today=date(2026, 11, 24))
    before, first = counts(), Event.objects.get(slug="earth-hour-next").starts_at

    demo(today=date(2027, 4, 1))

    assert counts() == before
    assert (first, Event.objects.get(slug="earth-hour-next").starts_at) == (
        datetime(2027, 3, 27, 12, 30, tzinfo=UTC),
        datetime(2028, 3, 25, 12, 30, tzinfo=UTC),
    )


def test_what_the_content_says_is_put_back_and_everything_else_stays():
    Event.objects.filter(slug="earth-hour-2016").update(title_en="Changed", approval_number="2016-12")
    added = EventFactory(slug="added-by-an-editor")

    demo()

    event = Event.objects.get(slug="earth-hour-2016")
    assert (event.title_en, event.approval_number) == ("Earth Hour in Beijing 2016", "2016-12")
    assert Event.objects.filter(pk=added.pk).exists()


DAYS = [
    date(2026, 11, 24),
    date(2026, 12, 31),
    date(2027, 3, 27),  # the last Saturday of March itself
    date(2027, 11, 8),  # the second Monday of November itself
    date(2028, 2, 29),
]


@pytest.mark.parametrize("today", DAYS)
def test_there_are_events_to_come_whatever_the_day(today):
    with time_machine.travel(datetime(today.year, today.month, today.day, 3, tzinfo=UTC), tick=False):
        demo()

        upcoming = set(Event.objects.public().upcoming().values_list("slug", flat=True))
        open_desks = [desk for desk in RegistrationDesk.objects.all() if desk.is_open]

    assert upcoming == {
        *(
            "open-afternoon-tomorrow",
            "reading-a-cop-decision",
            "side-events-from-a-to-z",
            "writing-for-un-bodies",
        ),
        *("io-beijing-symposium-next", "new-year-reception-next", "mountain-walk-next"),
        *("ngo-beijing-forum-next", "intelligent-plus-next", "earth-hour-next"),
        *("youth-eco-city-forum-next", "cop-side-event-next"),
        *("photo-exhibition-postponed", "waste-sorting-visit-cancelled"),
    }
    assert open_desks


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2016-03-19", date(2016, 3, 19)),
        ("2016-03-19 20:30", datetime(2016, 3, 19, 20, 30)),
        ("-21d", date(2027, 3, 6)),
        ("+9d tue 14:00", datetime(2027, 4, 6, 14)),
        ("+3d tue", date(2027, 3, 30)),
        ("earth-hour-next 20:30", datetime(2028, 3, 25, 20, 30)),
        ("cop-next+3d", date(2027, 11, 11)),
        ("start-2d 18:00", datetime(2027, 4, 29, 18)),
    ],
)
def test_grammar_of_dates(text, meant):
    assert resolve(text, today=date(2027, 3, 27), start=date(2027, 5, 1)) == meant


@pytest.mark.parametrize("text", ["tomorrow", "+3 d", "2016-03-19 tue", "start", "2016-02-30"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a date|no start|out of range"):
        resolve(text, today=date(2027, 3, 27))


@pytest.mark.parametrize("allowed", [True, False])
def test_a_password_that_somebody_chose_stays(settings, allowed):
    editor = User.objects.get(email="editor@example.org")
    editor.set_password("my-own-words-2026")
    editor.save()
    settings.DEMO_ACCOUNTS = allowed

    demo()

    editor.refresh_from_db()
    assert editor.check_password("my-own-words-2026")
