"""Records by the thousand, thirty of each kind here."""

from datetime import timedelta

import pytest
from django.utils import translation

from delegations.models import Delegation
from events.models import Attendee, Event, Registration, RegistrationDesk
from members.models import Organisation
from reports.models import Article
from tests.portal.demo_site import counts, demo, loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _content(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker, scale=0.03):
        yield


def test_scale_makes_as_many_of_each_kind_as_asked_and_none_again():
    before = counts()
    demo(scale=0.03)

    assert counts() == before
    assert [
        model.objects.filter(slug__startswith="scale-").count()
        for model in (Event, Organisation, Delegation, Article)
    ] == [30, 30, 30, 30]
    assert Registration.objects.filter(reference__startswith="SC").count() == 30


def test_scale_can_grow():
    demo(scale=0.045)

    assert Event.objects.filter(slug__startswith="scale-").count() == 45
    assert Registration.objects.filter(reference__startswith="SC").count() == 45


def test_scale_can_make_one_kind_and_what_it_cannot_be_without():
    demo(scale=0.04, only="registrations")

    assert [
        model.objects.filter(slug__startswith="scale-").count() for model in (Event, Organisation, Article)
    ] == [40, 30, 30]
    assert Registration.objects.filter(reference__startswith="SC").count() == 40


def test_scaled_rows_are_valid_and_no_desk_is_oversold():
    for model in (Event, Organisation, Delegation, Article, Registration, Attendee):
        for row in model.objects.all():
            row.full_clean()
    for desk in RegistrationDesk.objects.filter(event__slug__startswith="scale-"):
        confirmed = Attendee.objects.filter(registration__desk=desk, registration__state="confirmed")
        assert desk.places_taken == confirmed.count() <= desk.capacity


@pytest.mark.parametrize("model", [Event, Article, Delegation])
def test_scaled_rows_know_how_far_their_translation_is(model):
    for row in model.objects.all():
        noted = (row.zh_hans_state, row.en_state, row.translated_from, row.translation_digest)
        row.note_translation()
        assert (row.zh_hans_state, row.en_state, row.translated_from, row.translation_digest) == noted


def test_scaled_rows_stand_in_both_languages():
    event = Event.objects.get(slug="scale-event-000002")
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = event.title

    assert texts == {"zh-hans": "传统手工艺研讨会（上海）", "en": "Symposium on traditional crafts, Shanghai"}


def test_scaled_public_events_were_published_before_they_began():
    events = Event.objects.filter(slug__startswith="scale-", status="published")

    assert events
    assert all(event.published_at < event.starts_at + timedelta(days=1) for event in events)
