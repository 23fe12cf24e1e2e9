"""What can be done at a registration desk: rules, one at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beijing_ngo.core import kept
from beijing_ngo.core.models import Message
from events import operations
from events.models import Attendee, Awaits, Question, RegistrationDesk
from events.questions import version_of
from events.refusals import (
    AlreadyRegistered,
    ApprovedPartyCannotGrow,
    CapacityBelowTaken,
    ChangesClosed,
    DeskClosed,
    EventNotHeld,
    MembersOnly,
    NamedTwice,
    NobodyNamed,
    NotAsked,
    NotEnoughPlaces,
    NotInvited,
    NotLive,
    NotOpenYet,
    NotPending,
    NotTheContact,
    NotWaiting,
    OfAnotherOrganisation,
    OthersWait,
    QuestionsChanged,
    QuotaExceeded,
    ReasonMissing,
    UnknownPerson,
    WaitingPartyCannotGrow,
)
from events.ways import Way, guest, ways_of
from tests.events.people import contact, party, somebody
from tests.factories import (
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RepresentativeFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=5, event=upcoming())


@pytest.fixture
def staff():
    return SuperuserFactory()


def upcoming(**facts):
    start = timezone.now() + timedelta(days=10)
    return EventFactory(**{"starts_at": start, "ends_at": start + timedelta(hours=2)} | facts)


def register(desk, size=1, way=None, **more):
    people = more.pop("people", None) or party(size)
    return operations.register(
        desk_pk=desk.pk, way=way or contact(), people=people, language="zh-hans", **more
    )


def standing(desk, *registrations):
    """How many places are taken, and each registration's state."""
    desk.refresh_from_db()
    for registration in registrations:
        registration.refresh_from_db()
    return desk.places_taken, [registration.state for registration in registrations]


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


# ---------------------------------------------------------------- quota and places


def test_an_organisation_sends_as_many_as_its_quota(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(quota=3)
    way = contact()
    register(desk, 2, way=way)

    with pytest.raises(QuotaExceeded) as refused:
        register(desk, 2, way=way)

    assert (refused.value.quota, refused.value.used) == (3, 2)
    assert register(desk, 1, way=way).is_confirmed
    assert register(desk, 1, way=contact()).is_confirmed  # another organisation has its own


def test_those_who_wait_count_against_the_quota():
    desk = RegistrationDeskFactory(capacity=1, quota=2, event=upcoming())
    way = contact()
    waiting = register(desk, 2, way=way)

    assert waiting.state == "waitlisted"
    with pytest.raises(QuotaExceeded):
        register(desk, 1, way=way)


def test_a_full_event_without_a_waiting_list_says_how_many_places_are_left():
    desk = RegistrationDeskFactory(capacity=2, waiting_list=False, event=upcoming())
    register(desk, 1)

    with pytest.raises(NotEnoughPlaces, match="1"):
        register(desk, 2)

    assert register(desk, 1).is_confirmed
    assert desk.registrations.count() == 2


def test_the_database_itself_refuses_to_oversell(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationDesk.objects.filter(pk=desk.pk).update(places_taken=6)


def test_a_party_waits_as_a_whole_and_moves_up_as_a_whole(desk):
    first, second = register(desk, 4), register(desk, 2)
    assert standing(desk, second) == (4, ["waitlisted"])
    assert second.position == 1

    operations.withdraw_person(registration=first, number=1, by=first.contact)

    assert standing(desk, first, second) == (5, ["confirmed", "confirmed"])
    assert [change.kind for change in second.changes.all()] == ["registered", "promoted"]


def test_in_strict_order_nobody_passes_those_who_wait(desk):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    assert standing(desk, big, small) == (4, ["waitlisted", "waitlisted"])
    assert (big.position, small.position) == (1, 2)


def test_the_first_party_that_fits_passes_one_that_does_not(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(waiting_list_policy="first_that_fits")
    holding = register(desk, 4)
    big, small, later = register(desk, 3), register(desk, 1), register(desk, 1)
    assert standing(desk, big, small, later) == (5, ["waitlisted", "confirmed", "waitlisted"])

    operations.withdraw_person(registration=holding, number=1, by=holding.contact)

    assert standing(desk, big, later) == (5, ["waitlisted", "confirmed"])


def test_leaving_the_front_of_the_line_lets_the_next_in(desk):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    operations.cancel(registration=big, by=big.contact)

    assert standing(desk, big, small) == (5, ["cancelled", "confirmed"])


def test_a_waiting_party_that_becomes_smaller_may_fit(desk):
    register(desk, 4)
    pair = register(desk, 2)

    operations.withdraw_person(registration=pair, number=2, by=pair.contact)

    assert standing(desk, pair) == (5, ["confirmed"])


def test_nobody_moves_up_once_the_event_has_begun(desk):
    holding, waiting = register(desk, 5), register(desk, 1)
    desk.event.starts_at = timezone.now() - timedelta(minutes=5)
    desk.event.save()

    operations.cancel(registration=holding, by_staff=True)

    assert standing(desk, waiting) == (0, ["waitlisted"])


# ---------------------------------------------------------------- saying yes and no


@pytest.fixture
def strict_desk():
    return RegistrationDeskFactory(capacity=3, quota=2, contact_approval=True, event=upcoming())


def test_a_colleague_waits_for_the_contact_and_counts_from_the_yes(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague, people=[somebody(email=colleague.user.email)])
    assert standing(strict_desk, asked) == (0, ["pending"])
    assert asked.awaits == Awaits.CONTACT
    register(strict_desk, 1, way=boss)

    operations.approve_colleague(registration=asked, by=boss.user)

    assert standing(strict_desk, asked) == (2, ["confirmed"])


def test_a_contact_says_yes_inside_the_quota_only(strict_desk):
    boss = contact()
    asked = register(strict_desk, way=contact(boss.organisation, role="delegate"))
    register(strict_desk, 2, way=boss)

    with pytest.raises(QuotaExceeded):
        operations.approve_colleague(registration=asked, by=boss.user)

    assert standing(strict_desk, asked) == (2, ["pending"])


def test_only_a_contact_of_the_organisation_decides(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague)

    for stranger in (colleague.user, contact().user):
        with pytest.raises(NotTheContact):
            operations.approve_colleague(registration=asked, by=stranger)
        with pytest.raises(NotTheContact):
            operations.decline_colleague(registration=asked, by=stranger, reason="x")
    operations.decline_colleague(registration=asked, by=boss.user, reason="已另派人")
    assert standing(strict_desk, asked) == (0, ["declined"])
    assert asked.reason == "已另派人"


def test_after_the_contacts_yes_the_secretariat_decides(strict_desk, staff):
    RegistrationDesk.objects.filter(pk=strict_desk.pk).update(staff_approval=True)
    boss = contact()
    asked = register(strict_desk, way=contact(boss.organisation, role="delegate"))
    operations.approve_colleague(registration=asked, by=boss.user)
    asked.refresh_from_db()
    assert (asked.state, asked.awaits) == ("pending", Awaits.SECRETARIAT)

    operations.approve(registration=asked, by=staff)

    assert standing(strict_desk, asked) == (1, ["confirmed"])


def test_a_yes_when_there_is_no_place_puts_the_party_on_the_list(staff):
    desk = RegistrationDeskFactory(capacity=2, staff_approval=True, event=upcoming())
    first, second = register(desk, 2), register(desk, 1)
    assert standing(desk, first, second) == (0, ["pending", "pending"])

    operations.approve(registration=first, by=staff)
    operations.approve(registration=second, by=staff)

    assert standing(desk, first, second) == (2, ["confirmed", "waitlisted"])


def test_a_yes_without_a_place_or_a_list_is_refused(staff):
    desk = RegistrationDeskFactory(capacity=1, staff_approval=True, waiting_list=False, event=upcoming())
    first, second = register(desk, 1), register(desk, 1)
    operations.approve(registration=first, by=staff)

    with pytest.raises(NotEnoughPlaces):
        operations.approve(registration=second, by=staff)

    assert standing(desk, second) == (1, ["pending"])


def test_a_decision_is_made_once(staff):
    desk = RegistrationDeskFactory(staff_approval=True, event=upcoming())
    asked = register(desk)
    operations.approve(registration=asked, by=staff)

    with pytest.raises(NotPending):
        operations.approve(registration=asked, by=staff)
    operations.decline(registration=asked, by=staff, reason="重复报名")
    with pytest.raises(NotLive):
        operations.decline(registration=asked, by=staff, reason="重复报名")


def test_a_no_has_a_reason_and_gives_the_place_to_the_next(desk, staff):
    holding, waiting = register(desk, 5), register(desk, 2)

    with pytest.raises(ReasonMissing):
        operations.decline(registration=holding, by=staff, reason="  ")
    operations.decline(registration=holding, by=staff, reason="名额调整")

    assert standing(desk, holding, waiting) == (2, ["declined", "confirmed"])
    assert not Attendee.objects.live().filter(registration=holding).exists()


def test_the_secretariat_moves_a_party_to_the_front(desk, staff):
    register(desk, 5)
    one, two, three = register(desk, 1), register(desk, 1), register(desk, 1)

    operations.move_up(registration=three, by=staff)
    operations.move_up(registration=two, by=staff)

    assert [registration.position for registration in (two, three, one)] == [1, 2, 3]
    with pytest.raises(NotWaiting):
        operations.move_up(registration=register(RegistrationDeskFactory(event=upcoming())), by=staff)


def test_moving_to_the_front_lets_in_whoever_fits(desk, staff):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    small = operations.move_up(registration=small, by=staff)

    assert small.state == "confirmed"
    assert standing(desk, big) == (5, ["waitlisted"])


def test_more_places_go_to_those_who_wait_and_fewer_than_taken_is_refused(desk):
    register(desk, 5)
    waiting = register(desk, 3)

    with pytest.raises(CapacityBelowTaken):
        operations.change_capacity(desk=desk, capacity=4)
    assert operations.change_capacity(desk=desk, capacity=7) == []
    assert operations.change_capacity(desk=desk, capacity=8) == [waiting]
    assert standing(desk, waiting) == (8, ["confirmed"])


# ---------------------------------------------------------------- changing


def test_people_are_corrected_and_the_change_is_recorded(desk):
    registration = register(desk, people=[somebody(given_name="方", email="a@example.org")])

    corrected = somebody(given_name="芳", email="b@example.org", family_name="王", latin_name="WANG Fang")
    operations.edit(registration=registration, by=registration.contact, people={1: corrected})

    attendee = registration.attendees.get()
    change = registration.changes.last()
    assert (attendee.given_name, attendee.email) == ("芳", "b@example.org")
    assert change.kind == "edited"
    assert change.details["1.given_name"] == ["方", "芳"]
    assert change.by == registration.contact


def test_what_somebody_needs_does_not_stand_in_the_log(desk):
    person = somebody()
    registration = register(desk, people=[person])

    operations.edit(
        registration=registration,
        people={1: somebody(**person.facts() | {"needs": "轮椅通道"})},
        by=registration.contact,
    )

    assert registration.attendees.get().needs == "轮椅通道"
    assert registration.changes.last().details == {"1.needs": ["…", "…"]}


def test_an_address_that_is_registered_already_is_refused_while_editing(desk):
    other = somebody()
    register(desk, people=[other])
    registration = register(desk, 2)

    with pytest.raises(AlreadyRegistered):
        operations.edit(registration=registration, people={1: other}, by=registration.contact)
    same = somebody(email=registration.attendees.get(number=2).email)
    with pytest.raises(NamedTwice):
        operations.edit(registration=registration, people={1: same}, by=registration.contact)
    with pytest.raises(UnknownPerson):
        operations.edit(registration=registration, people={9: somebody()}, by=registration.contact)


def test_two_people_exchange_their_addresses(desk):
    one, two = somebody(), somebody()
    registration = register(desk, people=[one, two])

    operations.edit(
        registration=registration,
        by=registration.contact,
        people={
            1: somebody(**one.facts() | {"email": two.email}),
            2: somebody(**two.facts() | {"email": one.email}),
        },
    )

    assert [attendee.email for attendee in registration.attendees.all()] == [two.email, one.email]


def test_a_confirmed_party_grows_within_quota_and_places(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(quota=3)
    registration = register(desk, 2)

    operations.add_people(registration=registration, people=party(1), by=registration.contact)

    assert standing(desk, registration) == (3, ["confirmed"])
    assert registration.party_size == 3
    with pytest.raises(QuotaExceeded):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)


def test_a_party_does_not_grow_past_the_places_nor_past_those_who_wait(desk):
    registration = register(desk, 4)

    with pytest.raises(NotEnoughPlaces):
        operations.add_people(registration=registration, people=party(2), by=registration.contact)
    waiting = register(desk, 2)
    with pytest.raises(OthersWait):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)
    with pytest.raises(WaitingPartyCannotGrow):
        operations.add_people(registration=waiting, people=party(1), by=waiting.contact)


def test_where_the_secretariat_approves_a_confirmed_party_does_not_grow_by_itself(staff):
    desk = RegistrationDeskFactory(staff_approval=True, event=upcoming())
    registration = register(desk, 1)
    operations.add_people(registration=registration, people=party(1), by=registration.contact)
    registration = operations.approve(registration=registration, by=staff)

    with pytest.raises(ApprovedPartyCannotGrow):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)
    operations.add_people(registration=registration, people=party(1), by=staff, by_staff=True)
    assert standing(desk)[0] == 3


def test_a_colleague_comes_instead_with_a_ticket_of_their_own(desk):
    registration = register(desk, 2)
    old = registration.attendees.get(number=1)

    new = operations.substitute(
        registration=registration, number=1, person=somebody(email="new@example.org"), by=registration.contact
    )

    old.refresh_from_db()
    assert old.cancelled_at is not None
    assert (new.number, new.replaces, new.email) == (3, old, "new@example.org")
    assert new.ticket_secret != old.ticket_secret
    assert standing(desk, registration) == (2, ["confirmed"])
    assert [attendee.number for attendee in registration.attendees.live()] == [2, 3]


def test_where_contacts_approve_they_alone_name_a_substitute(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague)
    operations.approve_colleague(registration=asked, by=boss.user)

    with pytest.raises(NotTheContact):
        operations.substitute(registration=asked, number=1, person=somebody(), by=colleague.user)
    new = operations.substitute(registration=asked, number=1, person=somebody(), by=boss.user)
    assert new.has_ticket


def test_the_last_person_who_cancels_cancels_the_registration(desk):
    registration = register(desk, 2)
    operations.withdraw_person(registration=registration, number=1, by=registration.contact)
    registration = operations.withdraw_person(registration=registration, number=2, by=registration.contact)

    assert standing(desk, registration) == (0, ["cancelled"])
    with pytest.raises(NotLive):
        operations.withdraw_person(registration=registration, number=2, by=registration.contact)


def test_after_the_deadline_only_the_secretariat_changes(desk, staff):
    registration = register(desk, 2)
    RegistrationDesk.objects.filter(pk=desk.pk).update(editable_until=timezone.now() - timedelta(hours=1))
    by = registration.contact

    for attempt in (
        lambda: operations.cancel(registration=registration, by=by),
        lambda: operations.withdraw_person(registration=registration, number=1, by=by),
        lambda: operations.substitute(registration=registration, number=1, person=somebody(), by=by),
        lambda: operations.add_people(registration=registration, people=party(1), by=by),
        lambda: operations.edit(registration=registration, people={1: somebody()}, by=by),
    ):
        with pytest.raises(ChangesClosed):
            attempt()
    operations.cancel(registration=registration, by=staff, by_staff=True)
    assert standing(desk, registration) == (0, ["cancelled"])


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
def test_a_sign_up_costs_the_operation_eight_statements(desk, size, django_assert_num_queries):
    way, people = contact(), party(size)
    questions = list(desk.questions.all())
    kept.site()  # in the memory of a process that has been running for a while

    with django_assert_num_queries(8 + 2):  # savepoint and release: nothing that reaches a table
        operations.register(desk_pk=desk.pk, way=way, people=people, language="zh-hans", questions=questions)

    assert Message.objects.count() == size + 1


def test_nothing_is_left_of_a_refused_registration(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(capacity=1, waiting_list=False)

    with pytest.raises(NotEnoughPlaces):
        register(desk, 2, way=contact(OrganisationFactory()))

    assert (Attendee.objects.count(), Message.objects.count()) == (0, 0)
