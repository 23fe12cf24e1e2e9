"""Asking for places: who may, for whom, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core import kept
from beijing_ngo.core.models import Message
from events import operations
from events.models import Attendee, Question, RegistrationDesk
from events.questions import version_of
from events.refusals import (
    AlreadyRegistered,
    DeskClosed,
    EventNotHeld,
    MembersOnly,
    NamedTwice,
    NobodyNamed,
    NotAsked,
    NotEnoughPlaces,
    NotInvited,
    NotOpenYet,
    OfAnotherOrganisation,
    QuestionsChanged,
)
from events.ways import Way, guest, ways_of
from tests.events.operations.desk import register, standing, upcoming
from tests.events.people import contact, party, somebody
from tests.factories import (
    OrganisationFactory,
    RegistrationDeskFactory,
    RepresentativeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- who may, and when


def test_a_party_gets_its_places_and_everybody_a_ticket_of_their_own(desk):
    registration = register(desk, 3)

    assert standing(desk, registration) == (3, ["confirmed"])
    assert registration.party_size == 3
    assert [attendee.number for attendee in registration.attendees.all()] == [1, 2, 3]
    assert len({attendee.ticket_secret for attendee in registration.attendees.all()}) == 3
    assert [change.kind for change in registration.changes.all()] == ["registered"]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"opens_at": timedelta(days=1), "closes_at": timedelta(days=2)}, NotOpenYet),
        ({"opens_at": timedelta(days=-2), "closes_at": timedelta(days=-1)}, DeskClosed),
    ],
)
def test_registration_is_possible_while_the_desk_is_open(facts, refusal):
    times = {name: timezone.now() + distance for name, distance in facts.items()}
    desk = RegistrationDeskFactory(event=upcoming(), **times)

    with pytest.raises(refusal):
        register(desk)


def test_nobody_registers_for_a_cancelled_event():
    desk = RegistrationDeskFactory(event=upcoming(state="cancelled"))

    with pytest.raises(EventNotHeld):
        register(desk)


@pytest.mark.parametrize("audience", ["members_only", "members_first"])
def test_only_members_register_where_only_they_may(desk, audience):
    RegistrationDesk.objects.filter(pk=desk.pk).update(
        audience=audience, members_first_until=timezone.now() + timedelta(days=1)
    )

    for way in (contact(member=False), Way(user=UserFactory()), guest("guest@example.org")):
        with pytest.raises(MembersOnly):
            register(desk, way=way)
    assert register(desk, way=contact()).is_confirmed


def test_a_lapsed_membership_gives_nothing_any_more(desk):
    way = contact()
    way.organisation.memberships.update(state="lapsed")

    with pytest.raises(MembersOnly):
        register(desk, way=ways_of(way.user)[0])


def test_everybody_registers_once_the_members_have_had_their_time(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(
        audience="members_first", members_first_until=timezone.now() - timedelta(days=1)
    )

    person = somebody(email="guest@example.org")
    registration = register(desk, way=guest("guest@example.org"), people=[person])

    assert (registration.guest_email, registration.contact, registration.state) == (
        "guest@example.org",
        None,
        "confirmed",
    )


def test_by_invitation_only_who_is_on_the_list_registers(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(audience="invitation")
    invited, other = contact(), contact()
    desk.invitations.create(organisation=invited.organisation)
    desk.invitations.create(email="Guest@Example.org")

    with pytest.raises(NotInvited):
        register(desk, way=other)
    with pytest.raises(NotInvited):
        register(desk, way=guest("somebody.else@example.org"))
    assert register(desk, way=invited).is_confirmed
    assert register(desk, way=guest("guest@example.org")).is_confirmed


# ---------------------------------------------------------------- people


def test_nobody_is_registered_twice_for_one_event(desk):
    register(desk, people=[somebody(email="one@example.org")])

    with pytest.raises(AlreadyRegistered) as refused:
        register(desk, people=[somebody(), somebody(email="ONE@example.org")])

    assert refused.value.emails == ["one@example.org"]
    assert standing(desk)[0] == 1
    assert desk.registrations.count() == 1


def test_the_same_person_may_come_to_another_event(desk):
    person = somebody()
    register(desk, people=[person])

    assert register(RegistrationDeskFactory(event=upcoming()), people=[person]).is_confirmed


def test_who_cancelled_may_register_again(desk):
    person, way = somebody(), contact()
    operations.cancel(registration=register(desk, way=way, people=[person]), by=way.user)

    assert register(desk, way=way, people=[person]).is_confirmed


def test_a_party_names_each_person_once(desk):
    with pytest.raises(NamedTwice):
        register(desk, people=[somebody(email="a@example.org"), somebody(email="A@example.org")])
    with pytest.raises(NobodyNamed):
        operations.register(desk_pk=desk.pk, way=contact(), people=[], language="en")


def test_a_person_of_another_organisation_is_theirs_to_register(desk):
    stranger = RepresentativeFactory(role="delegate").user
    colleague_way = contact()
    colleague = RepresentativeFactory(role="delegate", organisation=colleague_way.organisation).user
    nobodys = UserFactory()

    with pytest.raises(OfAnotherOrganisation) as refused:
        register(desk, way=colleague_way, people=[somebody(email=stranger.email)])

    assert refused.value.emails == [stranger.email]
    people = [somebody(email=colleague.email), somebody(email=nobodys.email)]
    registration = register(desk, way=colleague_way, people=people)
    assert [attendee.user for attendee in registration.attendees.all()] == [colleague, nobodys]


# ---------------------------------------------------------------- questions


@pytest.fixture
def questions(desk):
    Question.objects.create(desk=desk, label_zh_hans="交通", label_en="Transport", per="registration")
    Question.objects.create(desk=desk, label_zh_hans="饮食", label_en="Food", per="attendee")
    return list(desk.questions.all())


def test_answers_are_kept_with_whom_they_are_about(desk, questions):
    transport, food = questions
    registration = register(
        desk, people=[somebody(answers={food.pk: "素食"}), somebody()], answers={transport.pk: "地铁"}
    )

    kept = {
        (answer.question, answer.attendee and answer.attendee.number): answer.value
        for answer in registration.answers.all()
    }
    assert kept == {(transport, None): "地铁", (food, 1): "素食"}


def test_new_answers_replace_the_old_ones(desk, questions):
    transport, food = questions
    person = somebody(answers={food.pk: "素食"})
    registration = register(desk, people=[person], answers={transport.pk: "地铁"})

    operations.edit(
        registration=registration,
        by=registration.contact,
        people={1: somebody(**person.facts(), answers={food.pk: "清真"})},
        answers={},
    )

    assert [(answer.question, answer.value) for answer in registration.answers.all()] == [(food, "清真")]


def test_what_is_not_asked_is_not_answered(desk, questions):
    with pytest.raises(NotAsked):
        register(desk, answers={max(question.pk for question in questions) + 1: "x"})

    assert standing(desk)[0] == 0
    assert desk.registrations.count() == 0


def test_a_form_opened_before_a_question_changed_is_looked_through_again(desk, questions):
    opened_with = version_of(questions)
    questions[0].choices_zh_hans = "地铁\n骑行"
    questions[0].save()

    with pytest.raises(QuestionsChanged):
        register(desk, questions_version=opened_with)


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("size", [1, 4])
def test_a_sign_up_costs_the_operation_nine_statements(desk, size, django_assert_num_queries):
    way, people = contact(), party(size)
    questions = list(desk.questions.all())
    kept.site()  # in the memory of a process that has been running for a while

    with django_assert_num_queries(9 + 2):  # savepoint and release: nothing that reaches a table
        operations.register(desk_pk=desk.pk, way=way, people=people, language="zh-hans", questions=questions)

    assert Message.objects.count() == size + 1


def test_nothing_is_left_of_a_refused_registration(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(capacity=1, waiting_list=False)

    with pytest.raises(NotEnoughPlaces):
        register(desk, 2, way=contact(OrganisationFactory()))

    assert (Attendee.objects.count(), Message.objects.count()) == (0, 0)
