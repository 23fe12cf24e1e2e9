"""Answers corrected by the secretariat: with the desk's own checks, after the deadline too, and with a record of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import Message
from events.models import Answer, AnswerFile, QuestionKind, QuestionPer
from events.questions import version_of
from tests.admin_forms import page
from tests.factories import (
    EventFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Closed since yesterday."""
    return RegistrationDeskFactory(
        event=EventFactory(starts_at=timezone.now() + timedelta(days=3)),
        closes_at=timezone.now() - timedelta(days=1),
    )


@pytest.fixture
def registration(desk):
    return RegistrationFactory(desk=desk, people=2)


@pytest.fixture
def lunch(desk):
    return QuestionFactory(desk=desk, label_en="Lunch", kind="single_choice", choices_en="Rice\nNoodles")


@pytest.fixture
def hotel(desk):
    return QuestionFactory(desk=desk, label_en="Hotel", per=QuestionPer.REGISTRATION, required=True)


@pytest.fixture
def paper(desk):
    return QuestionFactory(desk=desk, label_en="Paper", kind=QuestionKind.FILE, per=QuestionPer.REGISTRATION)


def at(registration):
    return reverse("admin:events_registration_correct_answers", args=[registration.pk])


def send(office, registration, **typed):
    version = version_of(list(registration.desk.questions.all()))
    return office.post(at(registration), {"questions_version": version} | typed, follow=True)


def answer(registration, question, value, person=None):
    return Answer.objects.create(registration=registration, question=question, value=value, attendee=person)


def answers(registration):
    rows = registration.answers.order_by("question_id", "attendee__number")
    return list(rows.values_list("question__label_en", "attendee__number", "value"))


def upload(name="paper.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 a paper")


def kept_file(registration, question):
    given = answer(registration, question, "draft.pdf")
    return AnswerFile.objects.create(
        question=question,
        answer=given,
        file=ContentFile(b"%PDF-1.4", "x.pdf"),
        original_name="draft.pdf",
        size=8,
        sha256="0" * 64,
    )


def told(response):
    return [str(message) for message in response.context["messages"]]


def details(office, registration):
    return office.get(page(type(registration), "change", registration.pk)).context["changes"][0].details


def test_answers_of_the_registration_and_of_each_person_are_corrected(office, registration, lunch, hotel):
    first, second = registration.attendees.all()
    answer(registration, hotel, "Old inn")
    answer(registration, lunch, "1", first)
    answer(registration, lunch, "2", second)

    response = send(
        office,
        registration,
        **{f"all-q{hotel.pk}": "New inn", f"person1-q{lunch.pk}": "2", f"person2-q{lunch.pk}": "2"},
    )

    assert answers(registration) == [("Lunch", 1, "2"), ("Lunch", 2, "2"), ("Hotel", None, "New inn")]
    assert told(response) == [f"The answers of {registration} are corrected."]
    change = registration.changes.get()
    assert (change.kind, change.by) == ("edited", response.wsgi_request.user)
    assert change.details == {
        "answers": {str(hotel.pk): {"": ["Old inn", "New inn"]}, str(lunch.pk): {"1": ["1", "2"]}}
    }
    assert sorted(details(office, registration)) == sorted(
        ["Hotel: Old inn → New inn", f"{first.name}: Lunch, Rice → Noodles"]
    )
    assert not Message.objects.exists()


def test_what_was_answered_stands_in_the_form(office, registration, lunch, hotel):
    answer(registration, hotel, "Old inn")
    answer(registration, lunch, "2", registration.attendees.get(number=2))

    response = office.get(at(registration))

    (_none, general), (_first, one), (_second, two) = response.context["form"].parts
    assert [part.question_fields[0].value() for part in (general, one, two)] == ["Old inn", None, "2"]
    assert b"Noodles" in response.content


def test_an_answer_taken_away_is_recorded_as_empty(office, registration, lunch):
    answer(registration, lunch, "1", registration.attendees.get(number=1))

    send(office, registration)

    assert answers(registration) == []
    assert details(office, registration)[0].endswith("Lunch, Rice → empty")


def test_the_checks_are_those_of_the_desk(office, registration, lunch, hotel):
    response = send(office, registration, **{f"all-q{hotel.pk}": " ", f"person1-q{lunch.pk}": "7"})

    (_none, general), (_first, one), _second = response.context["form"].parts
    assert general.errors == {f"q{hotel.pk}": ["Please fill this in."]}
    assert one.errors == {f"q{lunch.pk}": ["Please choose one of those listed."]}
    assert not registration.answers.exists()
    assert not registration.changes.exists()


def test_nothing_changed_is_said_and_not_recorded(office, registration, hotel):
    answer(registration, hotel, "Old inn")

    response = send(office, registration, **{f"all-q{hotel.pk}": "Old inn"})

    assert told(response) == ["Nothing was changed."]
    assert not registration.changes.exists()


def test_questions_that_changed_meanwhile_are_looked_through_once_more(office, registration, hotel):
    fields = {f"all-q{hotel.pk}": "New inn", "questions_version": "of yesterday"}

    response = send(office, registration, **fields)

    assert response.context["form"].refusals == [
        "The questions have changed since you opened the form. Please look through your answers once more."
    ]
    assert not registration.answers.exists()


def test_a_file_is_sent_along_for_whoever_registered(office, registration, paper):
    before = kept_file(registration, paper)
    storage, name = before.file.storage, before.file.name

    send(office, registration, **{f"all-q{paper.pk}-file": upload("final.pdf")})

    file = AnswerFile.objects.get()
    assert (file.original_name, file.owner, file.answer.value) == (
        "final.pdf",
        registration.contact,
        "final.pdf",
    )
    assert details(office, registration) == ["Paper: draft.pdf → final.pdf"]
    assert storage.exists(name)  # until the transaction is over


def test_another_file_of_the_same_name_is_told_as_another(office, registration, paper):
    kept_file(registration, paper)

    send(office, registration, **{f"all-q{paper.pk}-file": upload("draft.pdf")})

    assert details(office, registration) == ["Paper: another file"]


def test_a_file_that_is_not_sent_again_stays(office, registration, paper, hotel):
    before = kept_file(registration, paper)

    send(office, registration, **{f"all-q{hotel.pk}": "New inn"})

    assert AnswerFile.objects.get().key == before.key
    assert details(office, registration) == ["Hotel: empty → New inn"]


def test_a_mistake_elsewhere_keeps_the_file_and_it_can_be_taken_off(office, registration, paper, hotel):
    name = f"all-q{paper.pk}"

    wrong = send(office, registration, **{f"{name}-file": upload()})
    key = str(AnswerFile.objects.get().key)
    off = send(office, registration, **{name: key, f"all-q{hotel.pk}": "Inn", "let_go": name})
    again = send(office, registration, **{name: key, f"all-q{hotel.pk}": "Inn"})

    assert key in wrong.content.decode()
    assert key not in off.content.decode()
    assert told(again) == [f"The answers of {registration} are corrected."]
    assert answers(registration) == [("Paper", None, "paper.pdf"), ("Hotel", None, "Inn")]


def test_the_page_leads_to_the_form_where_something_is_asked(office, registration, desk):
    before = office.get(page(type(registration), "change", registration.pk)).content.decode()
    QuestionFactory(desk=desk)
    after = office.get(page(type(registration), "change", registration.pk)).content.decode()

    assert at(registration) not in before
    assert f'href="{at(registration)}"' in after
    assert f'href="{at(registration)}?person=2"' in after
    opened = office.get(f"{at(registration)}?person=2").content.decode()
    assert re.findall(r'aria-labelledby="(\w+)-head" tabindex="-1" autofocus', opened) == ["person2"]
    desk.questions.all().delete()
    assert office.get(at(registration)).status_code == 302


def test_a_cancelled_registration_keeps_its_answers(office, desk, hotel):
    registration = RegistrationFactory(desk=desk, state="cancelled", people=1)
    answer(registration, hotel, "Old inn")

    send(office, registration, **{f"all-q{hotel.pk}": "New inn"})

    assert answers(registration) == [("Hotel", None, "Old inn")]


@pytest.mark.parametrize(
    "rights",
    [
        ["view_registration", "change_registration"],
        ["view_registration", "change_registration", "view_answer"],
        ["view_registration", "view_answer", "change_answer"],
    ],
)
def test_whoever_may_not_change_answers_is_refused(client, registration, hotel, rights):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(reader)

    shown = client.get(page(type(registration), "change", registration.pk))

    assert at(registration) not in shown.content.decode()
    assert client.get(at(registration)).status_code == 403
    assert send(client, registration, **{f"all-q{hotel.pk}": "Inn"}).status_code == 403
    assert not registration.answers.exists()


def test_the_record_tells_answers_only_to_those_who_may_read_them(client, office, registration, hotel):
    send(office, registration, **{f"all-q{hotel.pk}": "Secret inn"})
    reader = UserFactory(is_staff=True, preferred_language="en")
    reader.user_permissions.set(Permission.objects.filter(codename="view_registration"))
    client.force_login(reader)

    html = client.get(page(type(registration), "change", registration.pk)).content.decode()

    assert "Changed" in html
    assert "Secret inn" not in html
