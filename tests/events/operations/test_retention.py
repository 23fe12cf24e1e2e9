"""When people's details go, and what stays."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from beijing_ngo.core.models import SiteSettings
from events import operations, tasks
from events.models import Answer, AnswerFile, Question, Registration, RegistrationChange, RegistrationDraft
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules():
    SiteSettings.objects.create(needs_data_days=7, registration_data_days=365)


def registered(ended_days_ago, **facts):
    end = timezone.now() - timedelta(days=ended_days_ago)
    event = EventFactory(starts_at=end - timedelta(hours=2), ends_at=end)
    registration = RegistrationFactory(
        desk=RegistrationDeskFactory(event=event),
        guest_email="guest@example.org",
        note="Called twice.",
        reason="Late.",
        **facts,
    )
    AttendeeFactory(
        registration=registration,
        needs="halal",
        position="Director",
        email=f"person-{registration.pk}@example.org",
        user=registration.contact,
        checked_in_at=end,
    )
    RegistrationChange.objects.create(
        registration=registration, kind="edited", details={"1.email": ["a", "b"]}, reason="Wrong."
    )
    return registration


def answer(registration, *, keep_days=None, with_file=False):
    question = Question.objects.create(
        desk=registration.desk, label_en="Paper?", kind="file" if with_file else "text", keep_days=keep_days
    )
    given = Answer.objects.create(
        question=question, registration=registration, attendee=registration.attendees.get(), value="paper.pdf"
    )
    return sent_file(question, answer=given) if with_file else given


def sent_file(question, **facts):
    upload = SimpleUploadedFile("paper.pdf", b"%PDF-1.4", "application/pdf")
    return AnswerFile.objects.create(
        question=question, file=upload, original_name="paper.pdf", size=8, sha256="0" * 64, **facts
    )


def needs(registration):
    return registration.attendees.get().needs


def test_needs_go_soon_after_the_event_and_the_rest_stays():
    past, fresh, ahead = registered(8), registered(6), registered(-3)

    erased = operations.erase_personal_data()

    assert erased == {"needs": 1, "answers": 0, "registrations": 0}
    assert [needs(one) for one in (past, fresh, ahead)] == ["", "halal", "halal"]
    assert past.attendees.get().position == "Director"


def test_answers_go_when_their_question_says_and_their_files_leave_the_disk():
    registration = registered(10)
    short = answer(registration, keep_days=5, with_file=True)
    long = answer(registration, keep_days=30)
    by_the_site = answer(registration)
    elsewhere = answer(registered(2), keep_days=5)
    storage, name = short.file.storage, short.file.name
    assert storage.exists(name)

    operations.erase_personal_data()

    assert set(Answer.objects.all()) == {long, by_the_site, elsewhere}
    assert not AnswerFile.objects.exists()
    assert not storage.exists(name)


def test_what_an_answer_was_before_it_was_corrected_goes_with_the_question():
    registration = registered(10)
    short, long = (answer(registration, keep_days=days).question for days in (5, 30))
    change = registration.changes.get()
    change.details |= {"answers": {str(short.pk): {"1": ["x", "y"]}, str(long.pk): {"": [None, "z"]}}}
    change.save()

    operations.erase_personal_data()

    change.refresh_from_db()
    assert change.details == {"1.email": ["a", "b"], "answers": {str(long.pk): {"": [None, "z"]}}}


def test_after_the_sites_term_the_people_are_gone_and_their_number_stays():
    registration, later = registered(366), registered(364)
    file = answer(registration, with_file=True)
    now = timezone.now()

    erased = operations.erase_personal_data(now=now)

    registration.refresh_from_db()
    later.refresh_from_db()
    one, change = registration.attendees.get(), registration.changes.get()
    assert erased["registrations"] == 1
    assert (one.family_name, one.given_name, one.latin_name, one.position, one.user) == (
        "",
        "—",
        "",
        "",
        None,
    )
    assert one.email == f"erased-{one.pk}@invalid"
    assert (registration.guest_email, registration.note, registration.reason) == ("", "", "")
    assert (change.kind, change.details, change.reason) == ("edited", {}, "")
    assert (registration.party_size, registration.state, registration.erased_at) == (1, "confirmed", now)
    assert one.checked_in_at is not None
    assert not file.file.storage.exists(file.file.name)
    assert (later.guest_email, later.erased_at) == ("guest@example.org", None)


def test_a_second_run_erases_nothing_more():
    registration = registered(366)
    operations.erase_personal_data()
    before = Registration.objects.values().get(pk=registration.pk)

    assert operations.erase_personal_data() == {"needs": 0, "answers": 0, "registrations": 0}
    assert Registration.objects.values().get(pk=registration.pk) == before


def test_files_of_forms_never_finished_go_after_two_days():
    registration = registered(-3)
    question = answer(registration).question
    old = sent_file(question, uploaded_at=timezone.now() - timedelta(days=3))
    fresh = sent_file(question)
    kept = answer(registration, with_file=True)
    AnswerFile.objects.filter(pk=kept.pk).update(uploaded_at=timezone.now() - timedelta(days=3))

    assert operations.erase_unclaimed_files() == 1

    assert set(AnswerFile.objects.all()) == {fresh, kept}
    assert [one.file.storage.exists(one.file.name) for one in (old, fresh, kept)] == [False, True, True]
    assert operations.erase_unclaimed_files() == 0


def test_drafts_are_kept_until_the_desk_closes():
    closed = RegistrationDeskFactory(closes_at=timezone.now() - timedelta(hours=1))
    open_still = RegistrationDeskFactory()
    user = UserFactory()
    RegistrationDraft.objects.create(desk=closed, user=user)
    kept = RegistrationDraft.objects.create(desk=open_still, user=user)

    assert operations.forget_drafts() == 1

    assert list(RegistrationDraft.objects.all()) == [kept]


def test_the_clock_asks_for_both(settings):
    registration = registered(366)
    sent_file(answer(registered(-3)).question, uploaded_at=timezone.now() - timedelta(days=3))
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    tasks.erase_personal_data.delay()
    tasks.erase_unclaimed_files.delay()

    registration.refresh_from_db()
    assert registration.erased_at is not None
    assert not AnswerFile.objects.exists()
    assert {tasks.erase_personal_data.name, tasks.erase_unclaimed_files.name} <= asked
