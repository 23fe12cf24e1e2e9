"""Who may open the registration form, in which capacity, and what everybody else is told."""

import pytest

from events.models import DeskInvitation, EventState
from tests.events.pages import Statements, in_days, keep_the_frame, words
from tests.events.people import contact
from tests.factories import (
    EventFactory,
    MembershipFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    RepresentativeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/register/"


@pytest.fixture
def desk():
    return RegistrationDeskFactory(event=EventFactory(slug="forum"), capacity=40)


def change(desk, **fields):
    type(desk).objects.filter(pk=desk.pk).update(**fields)


def read(client, address=ADDRESS, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    html = response.content.decode()
    return words(html[html.index("<main") : html.index("</main>")]).replace("&#x27;", "'")


# ---------------------------------------------------------------- visitors


def test_a_visitor_is_asked_to_sign_in_and_comes_back_here(client, desk):
    html = client.get(ADDRESS).content.decode()

    assert 'href="/en/account/login/?next=%2Fen%2Fevents%2Fforum%2Fregister%2F"' in html
    assert 'href="/en/account/signup/?next=%2Fen%2Fevents%2Fforum%2Fregister%2F"' in html
    assert "Without an account" not in html
    assert "Registration for this event is open to member organisations only." in html


def test_a_visitor_learns_the_rules(client, desk):
    change(desk, quota=3, staff_approval=True)

    text = read(client)

    assert "Members only" in text
    assert "40 of 40 places left" in text
    assert "3 people for each organisation" in text
    assert "The secretariat looks at every registration." in text
    assert "Waiting list · Strictly in order" in text


@pytest.mark.parametrize(
    ("taken", "waiting_list", "told"),
    [
        (39, True, ""),
        (40, True, "All places are taken. Who registers now joins the waiting list."),
        (40, False, "All places are taken, and there is no waiting list."),
    ],
)
def test_a_visitor_learns_first_that_the_places_are_taken(client, desk, taken, waiting_list, told):
    change(desk, places_taken=taken, waiting_list=waiting_list)

    before_all_else = read(client).partition("With an account")[0]

    assert before_all_else.partition("Beijing time ")[2].strip() == told


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"audience": "everyone"}, True),
        ({"audience": "members_only"}, False),
        ({"audience": "members_first", "members_first_until": in_days(-1)}, True),
        ({"audience": "members_first", "members_first_until": in_days(1)}, False),
        ({"audience": "invitation"}, True),
    ],
)
def test_a_link_by_mail_is_offered_where_guests_are_taken(client, desk, fields, offered):
    change(desk, **fields)

    assert ("Send me the link" in read(client)) is offered


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"opens_at": in_days(1)}, "Registration for this event is not open yet. It opens on"),
        ({"closes_at": in_days(-1)}, "Registration for this event is closed."),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_closed_desk_says_so_to_everybody(client, desk, fields, told, signed_in):
    change(desk, **fields)
    if signed_in:
        client.force_login(contact().user)

    text = read(client)

    assert told in text
    assert "Send the registration" not in text
    assert "Sign in" not in text


def test_a_cancelled_event_takes_nobody(client, desk):
    type(desk.event).objects.update(state=EventState.CANCELLED)

    assert "This event is cancelled or over." in read(client)


@pytest.mark.parametrize("address", [ADDRESS, "/en/events/forum/register/some-token/"])
def test_no_page_without_a_desk_or_for_a_draft(client, address):
    event = EventFactory(slug="forum")
    assert client.get(address).status_code == 404
    RegistrationDeskFactory(event=event)
    type(event).objects.update(status="draft")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_machine_keeps_or_lists_the_page(client, desk, signed_in):
    if signed_in:
        client.force_login(contact().user)

    response = client.get(ADDRESS)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


# ---------------------------------------------------------------- capacities


def test_somebody_with_one_capacity_gets_the_form_at_once(client, desk):
    way = contact()
    client.force_login(way.user)

    assert f"Register for {way.organisation.name_en}" in read(client)


def test_somebody_with_several_chooses(client, desk):
    change(desk, audience="everyone")
    way = contact()
    other = RepresentativeFactory(user=way.user, role="delegate").organisation
    client.force_login(way.user)

    html = client.get(ADDRESS).content.decode()

    for name in (way.organisation.slug, other.slug, "me"):
        assert f'href="?for={name}"' in html
    assert "Register yourself" in read(client, f"{ADDRESS}?for=me")
    assert f"Register for {other.name_en}" in read(client, f"{ADDRESS}?for={other.slug}")


def test_somebody_elses_organisation_cannot_be_chosen(client, desk):
    other = contact().organisation
    client.force_login(contact().user)

    response = client.get(f"{ADDRESS}?for={other.slug}")

    assert response.status_code == 403
    assert other.name_en not in response.content.decode()


def test_who_represents_nobody_hears_how_to_be_registered(client, desk):
    client.force_login(UserFactory())

    text = read(client, status=403)

    assert "Registration for this event is open to member organisations only." in text
    assert "ask its contact to register you" in text


def test_a_member_no_more(client, desk):
    client.force_login(contact(member=False).user)

    assert "The membership of your organisation is not in force." in read(client, status=403)


def test_by_invitation(client, desk):
    change(desk, audience="invitation")
    way = contact()
    client.force_login(way.user)
    assert "neither you nor your organisation is on the list" in read(client, status=403)

    DeskInvitation.objects.create(desk=desk, organisation=way.organisation)

    assert "Send the registration" in read(client)


def test_a_post_in_a_capacity_one_does_not_have(client, desk):
    client.force_login(UserFactory())

    response = client.post(ADDRESS, {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"})

    assert response.status_code == 403


def test_a_delegate_registers_themselves_alone(client, desk):
    way = contact(role="delegate")
    client.force_login(way.user)

    html = client.get(ADDRESS).content.decode()

    assert 'name="add"' not in html
    assert 'name="all-save_people"' not in html
    assert f'value="{way.user.email}"' in html
    assert '<input type="email" name="people-0-email"' in html
    assert "disabled" in html.split('name="people-0-email"')[1].split(">")[0]


# ---------------------------------------------------------------- what it leads to


def happens(client, way) -> str:
    client.force_login(way.user)
    return read(client)


def test_at_once(client, desk):
    text = happens(client, contact())

    assert "Sending the form confirms the places at once" in text
    assert "If the places run out while you fill in the form: Everybody on the form then joins" in text


def test_after_the_secretariats_yes(client, desk):
    change(desk, staff_approval=True)

    text = happens(client, contact())

    assert "The secretariat looks at every registration." in text
    assert "If the places run out" not in text


@pytest.mark.parametrize(("role", "asked"), [("delegate", True), ("contact", False)])
def test_after_the_contacts_yes(client, desk, role, asked):
    change(desk, contact_approval=True)

    assert ("Your organisation's contact is asked first." in happens(client, contact(role=role))) is asked


def test_on_the_waiting_list(client, desk):
    change(desk, capacity=1, places_taken=1)
    RegistrationFactory(desk=desk, state="waitlisted", party_size=3)

    text = happens(client, contact())

    assert "You join the waiting list Everybody on the form joins the waiting list together." in text
    assert "3 people wait already." in text
    assert "strictly in order" in text
    assert "Join the waiting list" in text


def test_places_left_where_others_wait_and_the_list_is_strict(client, desk):
    change(desk, capacity=2, places_taken=1)
    RegistrationFactory(desk=desk, state="waitlisted", party_size=3)

    assert "You join the waiting list" in happens(client, contact())
    change(desk, waiting_list_policy="first_that_fits")
    assert "You join the waiting list" not in read(client)


def test_the_organisations_quota(client, desk):
    change(desk, quota=5)
    way = contact()
    RegistrationFactory(desk=desk, organisation=way.organisation, party_size=2)
    RegistrationFactory(desk=desk, party_size=1)

    text = happens(client, way)

    assert "2 of 5 registered" in text
    assert "Add a person (2 more are possible)" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_for_any_number_of_questions_and_colleagues(client, desk, number):
    way = contact()
    QuestionFactory.create_batch(number, desk=desk)
    for _one in range(number):
        MembershipFactory()
        RepresentativeFactory(organisation=way.organisation, role="delegate")
    client.force_login(way.user)
    keep_the_frame()

    with Statements() as statements:
        assert client.get(ADDRESS).status_code == 200

    assert statements.count == 9, (
        statements.made
    )  # one of them for the questions, which are kept from then on


def test_in_chinese(client, desk):
    client.force_login(contact().user)

    html = client.get("/zh-hans/events/forum/register/").content.decode()

    assert '<html lang="zh-Hans"' in html
    assert desk.event.title_zh_hans in html
