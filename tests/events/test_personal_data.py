"""What is kept about a person who registered, and how it is taken away."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from beijing_ngo.core import personal_data
from events import operations
from events.models import Answer, AnswerFile, Event, Question, RegistrationDraft
from events.personal_data import StillExpected
from tests.events.people import contact, somebody
from tests.factories import RegistrationDeskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(way):
    desk = RegistrationDeskFactory()
    question = Question.objects.create(desk=desk, label_zh_hans="怎么来？", label_en="How?")
    file_question = Question.objects.create(desk=desk, label_en="Paper?", kind="file")
    file = AnswerFile.objects.create(
        question=file_question,
        owner=way.user,
        file=SimpleUploadedFile("paper.pdf", b"%PDF-1.4", "application/pdf"),
        original_name="paper.pdf",
        size=8,
        sha256="0" * 64,
    )
    me = somebody(email=way.user.email, needs="halal", answers={question.pk: "Metro", file_question.pk: file})
    return operations.register(
        desk_pk=desk.pk,
        way=way,
        people=[me, somebody(email="other@example.org", needs="vegan")],
        language="en",
    )


def ours():
    return next(one for one in personal_data.holdings() if one.key == "registrations")


def let_it_pass(registration):
    now = timezone.now()
    Event.objects.filter(desk=registration.desk).update(
        starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
    )


def test_everything_about_the_person_and_nothing_about_others(registration, way):
    RegistrationDraft.objects.create(desk=registration.desk, user=way.user, data={"a": ["b"]})

    kept = personal_data.collect(way.user)

    assert [row["reference"] for row in kept["registrations"]] == [str(registration)]
    [mine] = kept["attendances"]
    assert (mine["needs"], mine["email"]) == ("halal", way.user.email)
    assert {answer["answer"] for answer in mine["answers"]} == {"Metro", "paper.pdf"}
    assert [file["original_name"] for file in kept["answer_files"]] == ["paper.pdf"]
    assert [draft["typed"] for draft in kept["registration_drafts"]] == [{"a": ["b"]}]
    assert "other@example.org" not in str(kept["registrations"]) + str(kept["attendances"])


def test_places_for_what_is_to_come_are_given_back_first(registration, way):
    with pytest.raises(StillExpected, match=str(registration)):
        ours().refuse(way.user)

    operations.cancel(registration=registration, by=way.user)
    assert ours().refuse(way.user) is None


def test_who_is_named_by_others_is_asked_to_withdraw_first(way):
    delegate = contact(way.organisation, role="delegate")
    registration = operations.register(
        desk_pk=RegistrationDeskFactory().pk,
        way=way,
        people=[somebody(email=delegate.user.email), somebody()],
        language="en",
    )
    with pytest.raises(StillExpected):
        ours().refuse(delegate.user)

    operations.withdraw_person(registration=registration, number=1, by=way.user)
    assert ours().refuse(delegate.user) is None


def test_taken_away_it_leaves_a_number_and_the_others(registration, way, django_capture_on_commit_callbacks):
    let_it_pass(registration)
    file = AnswerFile.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        ours().erase(way.user)

    registration.refresh_from_db()
    mine, other = registration.attendees.order_by("number")
    assert (mine.name, mine.needs, mine.user, mine.email) == ("—", "", None, f"erased-{mine.pk}@invalid")
    assert (other.email, other.needs) == ("other@example.org", "vegan")
    assert (registration.contact, registration.party_size) == (None, 2)
    assert (Answer.objects.count(), AnswerFile.objects.count()) == (0, 0)
    assert not file.file.storage.exists(file.file.name)
