"""Who is told what, in which language, when something happens to a registration."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import translation

from beijing_ngo.core.models import Message
from events import operations
from events.models import Question, RegistrationDesk
from events.ways import guest
from tests.events.people import contact, party, somebody
from tests.factories import EventFactory, RegistrationDeskFactory, SuperuserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    event = EventFactory(
        title_en="Forum on water",
        title_zh_hans="水论坛",
        online_url="https://meet.example.org/room",
        attendance_mode="hybrid",
    )
    return RegistrationDeskFactory(capacity=4, event=event)


@pytest.fixture
def way():
    found = contact()
    found.user.email = "lan@example.org"
    found.user.preferred_language = "en"
    found.user.save()
    return found


@pytest.fixture
def staff():
    return SuperuserFactory()


def people(*addresses, language="zh-hans"):
    return [somebody(email=f"{name}@example.org", language=language) for name in addresses]


def register(desk, way, *named, **more):
    return operations.register(
        desk_pk=desk.pk, way=way, people=people(*named) or party(1), language="en", **more
    )


def set_up(desk, **facts):
    """Not by save(): the places taken are counted elsewhere."""
    RegistrationDesk.objects.filter(pk=desk.pk).update(**facts)


def told(since=0):
    """(kind, to, language) of each mail, in order."""
    rows = Message.objects.filter(pk__gt=since).order_by("pk")
    return [
        (row.kind.removeprefix("registration."), row.to_address.partition("@")[0], row.language)
        for row in rows
    ]


def last():
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# ---------------------------------------------------------------- who gets what


def test_a_confirmed_party_each_in_their_own_language(desk, way):
    register(desk, way, "one", "two")

    assert told() == [
        ("confirmed", "lan", "en"),
        ("ticket", "one", "zh-hans"),
        ("ticket", "two", "zh-hans"),
    ]


def test_whoever_registers_themselves_gets_one_mail_with_their_ticket(desk, way):
    registration = register(desk, way, "lan", "two")
    own, _other = registration.attendees.order_by("number")

    mail = Message.objects.get(kind="registration.confirmed")

    assert told() == [("confirmed", "lan", "en"), ("ticket", "two", "zh-hans")]
    assert f"/en/tickets/{own.ticket_secret}/" in mail.text


def test_a_guest_gets_one_mail_in_the_language_they_registered_in(desk):
    set_up(desk, audience="everyone")
    registration = register(desk, guest("visitor@example.org"), "visitor")

    mail = Message.objects.get()

    assert told() == [("confirmed", "visitor", "en")]
    assert f"/en/registrations/{registration.reference}/{registration.guest_secret}/" in mail.text


def test_a_waiting_party_is_told_alone_and_then_that_it_moved_up(desk, way, staff):
    first = register(desk, contact(), "a", "b", "c")
    since = last()
    register(desk, way, "one", "two")
    assert told(since) == [("waitlisted", "lan", "en")]

    since = last()
    operations.cancel(registration=first, by=first.contact)
    news = [mail for mail in told(since) if mail[1] in ("lan", "one", "two")]
    assert news == [("promoted", "lan", "en"), ("ticket", "one", "zh-hans"), ("ticket", "two", "zh-hans")]


def test_a_colleague_who_registers_alone_and_the_contacts_who_decide(desk, way):
    set_up(desk, contact_approval=True)
    second = contact(way.organisation)
    delegate = contact(way.organisation, role="delegate")
    registration = operations.register(
        desk_pk=desk.pk, way=delegate, people=[somebody(email=delegate.user.email)], language="en"
    )
    asked = {mail[1] for mail in told() if mail[0] == "approval_asked"}
    assert asked == {"lan", second.user.email.partition("@")[0]}

    since = last()
    operations.approve_colleague(registration=registration, by=way.user)
    assert told(since) == [
        ("confirmed", delegate.user.email.partition("@")[0], delegate.user.preferred_language)
    ]


def test_the_secretariats_yes_and_no(desk, way, staff):
    set_up(desk, staff_approval=True)
    yes, no = register(desk, way, "one"), register(desk, way, "two")
    assert told() == [("pending", "lan", "en"), ("pending", "lan", "en")]

    since = last()
    operations.approve(registration=yes, by=staff)
    operations.decline(registration=no, by=staff, reason="Full house.")
    assert told(since) == [
        ("confirmed", "lan", "en"),
        ("ticket", "one", "zh-hans"),
        ("declined", "lan", "en"),
    ]
    assert "Reason: Full house." in Message.objects.get(kind="registration.declined").text


def test_who_had_a_ticket_is_told_that_it_is_void_and_nobody_else(desk, way, staff):
    confirmed = register(desk, way, "one", "lan")
    set_up(desk, staff_approval=True)
    pending = register(desk, way, "two")
    since = last()

    operations.cancel(registration=confirmed, by=way.user)
    operations.cancel(registration=pending, by=way.user)

    assert told(since) == [
        ("cancelled", "lan", "en"),
        ("place_cancelled", "one", "zh-hans"),
        ("cancelled", "lan", "en"),
    ]


def test_a_place_taken_back_is_told_to_who_had_it(desk, way, staff):
    registration = register(desk, way, "one")
    since = last()

    operations.decline(registration=registration, by=staff, reason="A mistake.")

    assert told(since) == [("declined", "lan", "en"), ("place_cancelled", "one", "zh-hans")]


def test_one_person_added_taken_off_and_replaced(desk, way):
    registration = register(desk, way, "one", "two")
    since = last()

    operations.add_people(registration=registration, people=people("three"), by=way.user)
    operations.withdraw_person(registration=registration, number=1, by=way.user)
    operations.substitute(registration=registration, number=2, person=people("four")[0], by=way.user)

    assert told(since) == [
        ("added", "lan", "en"),
        ("ticket", "three", "zh-hans"),
        ("withdrawn", "lan", "en"),
        ("place_cancelled", "one", "zh-hans"),
        ("substituted", "lan", "en"),
        ("place_cancelled", "two", "zh-hans"),
        ("ticket", "four", "zh-hans"),
    ]


def test_people_who_wait_hear_nothing_of_tickets(desk, way):
    register(desk, contact(), "a", "b", "c")
    registration = register(desk, way, "one", "two", "three")
    since = last()

    operations.substitute(registration=registration, number=1, person=people("four")[0], by=way.user)
    operations.withdraw_person(registration=registration, number=2, by=way.user)

    assert told(since) == [("substituted", "lan", "en"), ("withdrawn", "lan", "en")]


def test_a_corrected_address_gets_the_ticket(desk, way):
    registration = register(desk, way, "wrong", "two")
    since = last()

    operations.edit(registration=registration, people={1: people("right")[0]}, by=way.user)

    assert told(since) == [("edited", "lan", "en"), ("ticket", "right", "zh-hans")]


def test_answers_alone_are_nothing_to_write_about(desk, way):
    question = Question.objects.create(desk=desk, label_en="How?", per="registration")
    registration = register(desk, way, "one")
    since = last()

    operations.edit(registration=registration, people={}, answers={question.pk: "By train"}, by=way.user)

    assert told(since) == []


# ---------------------------------------------------------------- how it reads


@pytest.mark.parametrize(("language", "greeting"), [("en", "Dear WANG Fang,"), ("zh-hans", "王芳")])
def test_everybody_is_greeted_by_the_name_their_language_writes(desk, way, language, greeting):
    named = [somebody(given_name="芳", latin_name="WANG Fang", email="one@example.org", language=language)]
    operations.register(desk_pk=desk.pk, way=way, people=named, language="en")

    assert greeting in Message.objects.get(kind="registration.ticket").text.splitlines()[0]


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Dear Chidi Okafor,"), ("zh-hans", "Chidi Okafor，您好：")]
)
def test_a_guest_who_comes_is_greeted_by_name(desk, language, greeting):
    set_up(desk, audience="everyone")
    name = {"family_name": "Okafor", "given_name": "Chidi", "latin_name": ""}
    comes = somebody(**name, email="visitor@example.org", language=language)

    operations.register(desk_pk=desk.pk, way=guest("visitor@example.org"), people=[comes], language=language)

    assert Message.objects.get().text.splitlines()[0] == greeting


def test_who_has_lost_a_place_is_told_that_they_had_one(desk, way):
    named = [somebody(email="one@example.org", language="en")]
    registration = operations.register(desk_pk=desk.pk, way=way, people=named, language="en")
    operations.cancel(registration=registration)

    message = Message.objects.get(kind="registration.place_cancelled")
    assert message.reason == "You receive this message because you were registered for this event."


@pytest.fixture
def everything(desk, way, staff):
    """One mail of every kind, in the language asked for."""

    def happen(language):
        way.user.preferred_language = language
        way.user.save()

        def named(*addresses):
            return people(*addresses, language=language)

        def book(*addresses):
            return operations.register(desk_pk=desk.pk, way=way, people=named(*addresses), language=language)

        first = book("one", "lan")
        operations.add_people(registration=first, people=named("two"), by=way.user)
        operations.edit(registration=first, people={1: named("uno")[0]}, by=way.user)
        operations.substitute(registration=first, number=1, person=named("three")[0], by=way.user)
        operations.withdraw_person(registration=first, number=3, by=way.user)
        waiting = book("four", "five", "six", "seven")
        operations.cancel(registration=first, by=way.user)
        waiting.refresh_from_db()
        assert waiting.state == "confirmed"
        set_up(desk, staff_approval=True, contact_approval=True)
        delegate = contact(way.organisation, role="delegate")
        delegate.user.preferred_language = language
        delegate.user.save()
        asked = operations.register(desk_pk=desk.pk, way=delegate, people=named("eight"), language=language)
        operations.decline_colleague(registration=asked, by=way.user, reason="No.")
        book("nine")
        return list(Message.objects.order_by("pk"))

    return happen


KINDS = {
    *("confirmed", "ticket", "added", "edited", "substituted", "withdrawn", "place_cancelled", "waitlisted"),
    *("cancelled", "promoted", "pending", "approval_asked", "declined"),
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_reads_well(everything, language):
    mails = everything(language)

    assert {mail.kind.removeprefix("registration.") for mail in mails} == KINDS
    assert len({mail.key for mail in mails}) == len(mails)
    for mail in mails:
        assert mail.language == language, mail.kind
        body, _dashes, _signature = mail.text.partition("\n-- \n")
        assert not re.search(r"[{}]|%\(|%}|\n\n\n|[ \t]+\n", body), (mail.kind, body)
        assert mail.subject.endswith({"en": "Forum on water", "zh-hans": "水论坛"}[language]), mail.subject
        assert not re.search(r"&\w+;", mail.text), mail.kind
        assert mail.reason


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_addresses_in_mails_lead_to_pages_in_the_mails_language(everything, language):
    for mail in everything(language):
        for address in re.findall(r"https?://\S+", mail.text):
            path = urlsplit(address)
            if path.netloc == "meet.example.org":
                continue
            assert path.path.startswith(f"/{language}/"), (mail.kind, address)
            with translation.override(language):
                assert resolve(path.path), address


def test_the_online_link_goes_to_those_with_a_place_only(everything):
    with_link = {
        mail.kind.removeprefix("registration.")
        for mail in everything("en")
        if "meet.example.org" in mail.text
    }

    assert with_link == {"confirmed", "ticket", "promoted"}
