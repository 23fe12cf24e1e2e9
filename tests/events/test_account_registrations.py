"""The registrations in the account: the list, and one registration's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import operations
from events.models import Answer, Question, RegistrationDesk
from tests.events.people import contact, register, somebody
from tests.factories import (
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=5, quota=4)


def the_list(client, user, **query):
    client.force_login(user)
    return client.get(reverse("registrations:list"), query)


def page(client, user, registration):
    client.force_login(user)
    return client.get(reverse("registrations:detail", args=[registration.reference]))


def listed(response):
    return [row["registration"] for row in response.context["upcoming"] + response.context["past"]]


# ---------------------------------------------------------------- the list


def test_it_lists_what_lies_ahead_and_then_what_is_past(client, way):
    now = timezone.now()
    later, sooner, long_ago, lately = (
        RegistrationFactory(
            contact=way.user,
            organisation=way.organisation,
            desk__event=EventFactory(starts_at=now + timedelta(days=days)),
            people=1,
        )
        for days in (20, 3, -40, -5)
    )

    response = the_list(client, way.user)

    assert listed(response) == [sooner, later, lately, long_ago]
    assert len(response.context["upcoming"]) == 2


def test_nobody_sees_what_others_registered(client, desk, way):
    register(desk, contact())

    assert listed(the_list(client, way.user)) == []


def test_a_contact_sees_what_colleagues_registered_and_a_colleague_does_not(client, desk, way):
    colleague = contact(way.organisation, role="delegate")
    ours, theirs = register(desk, way), register(desk, colleague)

    assert set(listed(the_list(client, way.user))) == {ours, theirs}
    assert listed(the_list(client, colleague.user)) == [theirs]


def test_who_is_named_on_a_registration_sees_it(client, desk, way):
    named = UserFactory()
    registration = register(desk, way, people=[somebody(email=named.email)])

    assert listed(the_list(client, named)) == [registration]


def test_it_is_narrowed_by_state_and_event(client, desk, way):
    here = register(desk, way)
    gone = register(desk, way)
    operations.cancel(registration=gone, by=way.user)
    elsewhere = register(RegistrationDeskFactory(), way)

    assert listed(the_list(client, way.user, state="cancelled")) == [gone]
    assert listed(the_list(client, way.user, event=elsewhere.desk.event.slug)) == [elsewhere]
    assert set(listed(the_list(client, way.user, state="nonsense", event="nowhere"))) == {
        here,
        gone,
        elsewhere,
    }


def test_signs_say_how_each_stands(client, way):
    held = EventFactory(starts_at=timezone.now() - timedelta(days=3))
    facts = {"contact": way.user, "organisation": way.organisation, "people": 1}
    RegistrationFactory(desk__event=EventFactory(state="cancelled"), **facts)
    RegistrationFactory(state="pending", **facts)
    RegistrationFactory(state="pending", awaits="contact", **facts)
    RegistrationFactory(state="waitlisted", **facts)
    RegistrationFactory(state="declined", **facts)
    RegistrationFactory(**facts)
    RegistrationFactory(desk__event=held, **facts)

    response = the_list(client, way.user)
    rows = response.context["upcoming"] + response.context["past"]

    assert sorted((row["sign"].state, row["sign"].words) for row in rows) == [
        ("off", "Declined"),
        ("off", "Event cancelled"),
        ("open", "Confirmed"),
        ("past", "Ended"),
        ("soon", "Being reviewed"),
        ("soon", "Waits for the contact"),
        ("wait", "Waiting list: no. 1"),
    ]


def test_who_came_took_part(client, way):
    held = EventFactory(starts_at=timezone.now() - timedelta(days=3))
    registration = RegistrationFactory(
        desk__event=held, contact=way.user, organisation=way.organisation, people=1
    )
    registration.attendees.update(checked_in_at=timezone.now())

    [row] = the_list(client, way.user).context["past"]

    assert (row["sign"].state, row["sign"].words) == ("past", "Took part")


def test_a_row_tells_the_quota(client, desk, way):
    register(desk, way, 2)
    register(desk, contact(way.organisation), 1)

    rows = the_list(client, way.user).context["upcoming"]

    assert [(row["used"], row["quota"]) for row in rows] == [(3, 4), (3, 4)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_any_number(client, way, count, django_assert_num_queries):
    for _place in range(count):
        full = RegistrationDeskFactory(capacity=1, quota=4)
        register(full, contact())
        register(full, way, 2)
    client.force_login(way.user)
    client.get(reverse("registrations:list"))

    with django_assert_num_queries(8):
        client.get(reverse("registrations:list"))


def test_a_long_list_has_pages(client, way):
    for _place in range(21):
        RegistrationFactory(contact=way.user, organisation=way.organisation)

    assert len(listed(the_list(client, way.user))) == 20
    assert len(listed(the_list(client, way.user, page=2))) == 1


def test_an_empty_list_leads_to_the_events(client):
    assert reverse("events:list") in the_list(client, UserFactory()).content.decode()


def test_signed_out_one_is_led_to_sign_in(client, desk, way):
    registration = register(desk, way)
    for name, args in [
        ("list", []),
        ("detail", [registration.reference]),
        ("edit", [registration.reference]),
        ("cancel", [registration.reference]),
        ("approvals", []),
        ("tickets", []),
    ]:
        response = client.get(reverse(f"registrations:{name}", args=args))
        assert (response.status_code, reverse("account_login") in response.headers.get("Location", "")) == (
            302,
            True,
        ), name


# ---------------------------------------------------------------- one registration


def test_the_page_is_found_however_the_reference_is_written(client, desk, way):
    registration = register(desk, way)
    client.force_login(way.user)

    for typed in (registration.reference, str(registration), str(registration).lower()):
        assert client.get(reverse("registrations:detail", args=[typed])).status_code == 200


def test_others_find_no_such_page(client, desk, way):
    registration = register(desk, way)
    stranger = contact().user
    client.force_login(stranger)

    for name, more in [
        ("detail", []),
        ("edit", []),
        ("cancel", []),
        ("substitute", [1]),
        ("withdraw", [1]),
        ("ics", []),
    ]:
        url = reverse(f"registrations:{name}", args=[registration.reference, *more])
        assert client.get(url).status_code == 404, name
        if name not in ("detail", "ics"):
            assert client.post(url).status_code == 404, name
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_who_is_named_reads_their_own_part_and_changes_nothing(client, desk, way):
    named = UserFactory()
    registration = register(
        desk, way, people=[somebody(email=named.email), somebody(email="other@example.org", needs="halal")]
    )

    response = page(client, named, registration)
    words = response.content.decode()

    assert [one["attendee"].email for one in response.context["people"]] == [named.email]
    assert "other@example.org" not in words
    assert "halal" not in words
    assert response.context["changes"] == []
    for name, more in [("edit", []), ("cancel", []), ("substitute", [1]), ("withdraw", [1])]:
        assert (
            client.post(reverse(f"registrations:{name}", args=[registration.reference, *more])).status_code
            == 404
        )


def test_a_confirmed_registration_has_tickets_and_the_link(client, way):
    event = EventFactory(online_url="https://meet.example.org/room", attendance_mode="hybrid")
    registration = register(RegistrationDeskFactory(event=event), way, 2)
    secrets = registration.attendees.values_list("ticket_secret", flat=True)

    words = page(client, way.user, registration).content.decode()

    assert "https://meet.example.org/room" in words
    assert all(reverse("ticket", args=[secret]) in words for secret in secrets)


@pytest.mark.parametrize("state", ["pending", "waitlisted", "declined", "cancelled"])
def test_without_a_place_there_is_neither_ticket_nor_link(client, way, state):
    event = EventFactory(online_url="https://meet.example.org/room", attendance_mode="hybrid")
    registration = RegistrationFactory(
        desk__event=event, state=state, contact=way.user, organisation=way.organisation, people=1
    )

    words = page(client, way.user, registration).content.decode()

    assert "meet.example.org" not in words
    assert registration.attendees.get().ticket_secret not in words


def test_waiting_is_told_with_position_and_policy(client, way):
    full = RegistrationDeskFactory(capacity=1)
    register(full, contact())
    register(full, contact(), 2)
    registration = register(full, way)

    response = page(client, way.user, registration)

    assert response.context["meaning"] == [
        "The registration is number 2 on a waiting list of 2.",
        "2 people stand ahead of it.",
        "Places that become free go to those who wait strictly in order. A party moves up whole; "
        "you then have the places without doing anything, and an e-mail tells you.",
    ]
    assert "Leave the waiting list" in response.content.decode()


def test_pending_says_whose_yes_is_missing(client, desk, way):
    desk.contact_approval = True
    desk.save()
    delegate = contact(way.organisation, role="delegate")
    registration = register(desk, delegate)

    mine = page(client, delegate.user, registration)
    theirs = page(client, way.user, registration)

    assert mine.context["meaning"][0] == "The registration waits for the yes of the organisation's contact."
    assert mine.context["approvals_url"] == ""
    assert theirs.context["approvals_url"] == reverse("registrations:approvals")


def test_a_declined_one_tells_the_reason(client, desk, way):
    registration = register(desk, way)
    operations.decline(registration=registration, by=SuperuserFactory(), reason="The hall is closed.")

    assert "The hall is closed." in page(client, way.user, registration).content.decode()


def test_answers_stand_in_words(client, desk, way):
    of_each = Question.objects.create(
        desk=desk,
        label_en="How do you come?",
        kind="single_choice",
        choices_en="Metro\nBicycle",
        choices_zh_hans="地铁\n骑行",
    )
    of_all = Question.objects.create(desk=desk, label_en="A bus?", kind="yes_no", per="registration")
    later = Question.objects.create(desk=desk, label_en="Passport number?", moment="approval", required=True)
    registration = register(
        desk, way, people=[somebody(answers={of_each.pk: "2"})], answers={of_all.pk: True}
    )

    response = page(client, way.user, registration)

    assert response.context["people"][0]["answers"] == [
        ("How do you come?", "Bicycle"),
        ("Passport number?", "not answered yet"),
    ]
    assert response.context["answers"] == [("A bus?", "Yes")]
    assert response.context["owed"] == 1
    Answer.objects.create(
        question=later, registration=registration, attendee=registration.attendees.get(), value="X1"
    )
    assert page(client, way.user, registration).context["owed"] == 0


def test_what_is_asked_after_approval_is_not_asked_before(client, desk, way):
    desk.staff_approval = True
    desk.save()
    Question.objects.create(desk=desk, label_en="Passport number?", moment="approval", required=True)
    registration = register(desk, way)

    response = page(client, way.user, registration)

    assert (response.context["people"][0]["answers"], response.context["owed"]) == ([], 0)


def test_history_says_who_did_what_and_keeps_staff_unnamed(client, desk, way):
    staff = SuperuserFactory(given_name="Secret", family_name="Officer")
    registration = register(desk, way, people=[somebody(email="old@example.org", needs="halal")])
    person = somebody(email="new@example.org", needs="vegan")
    operations.edit(registration=registration, people={1: person}, by=way.user)
    operations.decline(registration=registration, by=staff, reason="Full house.")

    response = page(client, way.user, registration)

    told = [(one.what, one.by, one.reason) for one in response.context["changes"]]
    assert told == [
        ("Declined", "the secretariat", "Full house."),
        ("Changed", str(way.user), ""),
        ("Registered", str(way.user), ""),
    ]
    details = response.context["changes"][1].details
    assert any("old@example.org → new@example.org" in line for line in details)
    assert "halal" not in " ".join(details)
    assert "Officer" not in response.content.decode()


def test_after_the_deadline_the_page_says_whom_to_write_to(client, desk, way):
    registration = register(desk, way)
    RegistrationDesk.objects.filter(pk=desk.pk).update(editable_until=timezone.now() - timedelta(hours=1))

    response = page(client, way.user, registration)

    assert response.context["can_change"] is False
    assert "can no longer be changed here" in response.content.decode()
    assert reverse("registrations:edit", args=[registration.reference]) not in response.content.decode()


@pytest.mark.parametrize("size", [1, 4])
def test_the_page_takes_the_same_statements_for_any_party(client, desk, way, size, django_assert_num_queries):
    for number in range(size):
        Question.objects.create(desk=desk, label_en=f"Question {number}?")
    registration = register(desk, way, size)
    page(client, way.user, registration)

    with django_assert_num_queries(10):
        page_again = client.get(reverse("registrations:detail", args=[registration.reference]))

    assert page_again.status_code == 200


def test_no_machine_keeps_it(client, desk, way):
    response = page(client, way.user, register(desk, way))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
