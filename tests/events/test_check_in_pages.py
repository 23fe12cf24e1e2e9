"""The pages at the door: who may open them, what they say, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Attendee, RegistrationState
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk():
    event = EventFactory(slug="forum", title_en="The forum", starts_at=timezone.now() + timedelta(hours=1))
    return RegistrationDeskFactory(event=event, capacity=10)


@pytest.fixture
def party(desk):
    organisation = OrganisationFactory(name_en="Green Hub", name_zh_hans="绿色枢纽")
    registration = RegistrationFactory(desk=desk, organisation=organisation, reference="7KQM4TXA")
    for name in ("WANG Fang", "LI Lei", "HAN Meimei"):
        AttendeeFactory(
            registration=registration,
            family_name=name[:3],
            given_name="x",
            latin_name=name,
            position="Officer",
        )
    return registration


def doorkeeper(**facts):
    kind = ContentType.objects.get_for_model(Attendee)
    right, _made = Permission.objects.get_or_create(
        codename="check_in", content_type=kind, defaults={"name": "Can check people in"}
    )
    user = UserFactory(**{"is_staff": True, "latin_name": "DOOR Keeper"} | facts)
    user.user_permissions.add(right)
    return user


@pytest.fixture
def door(client):
    user = doorkeeper()
    client.force_login(user)
    client.user = user
    return client


def page(name="desk", slug="forum"):
    return reverse(f"checkin:{name}", args=[] if name == "desks" else [slug])


def told(response) -> tuple[str, str]:
    """The kind of answer, and its words."""
    html = response.content.decode()
    kind = re.search(r'data-outcome="(\w+)"', html)
    body = re.search(r'<div class="door-outcome.*?(?=<form|<div id="figures"|<p id="failed"|\Z)', html, re.S)
    words = " ".join(re.sub(r"<[^>]+>", " ", body.group()).split()) if body else ""
    return (kind.group(1) if kind else "", words)


def here() -> list[str]:
    rows = Attendee.objects.filter(checked_in_at__isnull=False)
    return sorted(rows.values_list("latin_name", flat=True))


# ---------------------------------------------------------------- who


PAGES = ["desks", "desk", "live", "walk_in", "people"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_signs_in_first(client, desk, name):
    response = client.get(page(name))

    assert (response.status_code, response.url) == (302, f"/en/account/login/?next={page(name)}")


@pytest.mark.parametrize(
    "facts", [{"is_staff": False}, {"right": False}], ids=["member", "without the right"]
)
@pytest.mark.parametrize("name", PAGES)
def test_the_door_is_for_staff_who_may(client, desk, name, facts):
    user = UserFactory(is_staff=True) if "right" in facts else doorkeeper(**facts)
    client.force_login(user)

    response = client.get(page(name))

    assert response.status_code == 403
    assert "Your account may not open this page." in response.content.decode()


@pytest.mark.parametrize("name", ["desk", "undo", "walk_in"])
def test_nobody_else_sends_anything(client, desk, party, name):
    client.force_login(UserFactory(is_staff=True))

    response = client.post(page(name), {"code": "7KQM4TXA1", "attendee": party.attendees.first().pk})

    assert (response.status_code, here()) == (403, [])


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client, desk):
    response = client.get(page("live"), headers=HTMX | {"HX-Current-URL": f"http://testserver{page()}"})

    assert (response.status_code, response.headers["HX-Redirect"]) == (
        200,
        f"/en/account/login/?next={page()}",
    )


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_kept_on_the_way(door, desk, name):
    assert door.get(page(name)).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", PAGES[1:])
def test_an_event_without_a_desk_has_no_door(door, name):
    EventFactory(slug="quiet")

    assert door.get(page(name, "quiet")).status_code == 404


# ---------------------------------------------------------------- the events of these days


def test_the_events_of_these_days_stand_there_in_order(door):
    now = timezone.now()
    for slug, days in {"old": -5, "yesterday": -1, "today": 0, "next": 6, "later": 12, "off": 0}.items():
        event = EventFactory(
            slug=slug,
            starts_at=now + timedelta(days=days),
            state="cancelled" if slug == "off" else "scheduled",
        )
        RegistrationDeskFactory(event=event)
    EventFactory(slug="without-desk", starts_at=now)

    desks = door.get(page("desks")).context["desks"]

    assert [desk.event.slug for desk in desks] == ["yesterday", "today", "next"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_events_takes_the_same_queries_for_any_number(door, number, django_assert_num_queries):
    for _place in range(number):
        event = EventFactory(starts_at=timezone.now())
        registration = RegistrationFactory(desk=RegistrationDeskFactory(event=event), people=2)
        registration.attendees.filter(number=1).update(checked_in_at=timezone.now())
    door.get(page("desks"))

    with django_assert_num_queries(5):
        response = door.get(page("desks"))

    assert [(desk.here, desk.expected) for desk in response.context["desks"]] == [(1, 2)] * number


# ---------------------------------------------------------------- scanning and typing


ANSWERS = {
    "in": ("7kqm 4txa 1", ("in", "Checked in WANG Fang Green Hub, Officer 1 of 3 of this party are here")),
    "unknown": ("3333-3333-1", ("unknown", "Not found There is no such ticket.")),
    "choose": (
        "7KQM4TXA",
        ("choose", "Who of them is here?"),
    ),
    "name": ("meimei", ("choose", "Found by name")),
    "organisation": ("green hub", ("choose", "Found by name")),
    "nothing typed": ("", ("unknown", "Not found There is no such ticket.")),
    "forbidden sign": ("a\0b", ("unknown", "Not found There is no such ticket.")),
}


@pytest.mark.parametrize(("code", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_a_code_gets_its_answer(door, party, code, answer):
    response = door.post(page(), {"code": code}, headers=HTMX)

    assert (response.status_code, told(response)) == (200, answer)
    assert here() == (["WANG Fang"] if answer[0] == "in" else [])


def test_the_answer_brings_the_figures_with_it(door, party):
    html = door.post(page(), {"code": "7KQM4TXA1"}, headers=HTMX).content.decode()

    assert html.count('hx-swap-oob="true"') == 2
    assert '<b class="big">1</b> of 3 expected are here' in html
    assert "<html" not in html


def test_a_second_scan_is_told_when_and_by_whom(door, party):
    door.post(page(), {"code": "7KQM4TXA1"})

    kind, words = told(door.post(page(), {"code": "7KQM4TXA1"}, headers=HTMX))

    assert kind == "used"
    assert re.fullmatch(
        r"Ticket already used WANG Fang Green Hub, Officer "
        r"WANG Fang was checked in already, at \d\d:\d\d by DOOR Keeper\.",
        words,
    )


def test_a_cancelled_ticket_is_told(door, party):
    party.attendees.filter(number=1).update(cancelled_at=timezone.now())

    answer = told(door.post(page(), {"code": "7KQM4TXA1"}, headers=HTMX))

    assert answer == (
        "no",
        "Ticket cancelled WANG Fang Green Hub, Officer This ticket was cancelled: WANG Fang.",
    )


def test_who_waits_is_told(door, desk):
    RegistrationFactory(
        desk=desk, reference="3333MMMM", state=RegistrationState.WAITLISTED, organisation=None, people=1
    )

    answer = told(door.post(page(), {"code": "3333-MMMM"}, headers=HTMX))

    assert answer == (
        "no",
        "No place WANG Fang WANG Fang has no place: the registration is not confirmed (On the waiting list).",
    )


def test_a_ticket_of_another_event_is_told(door, desk):
    other = RegistrationDeskFactory(event=EventFactory(title_en="The gala"))
    attendee = AttendeeFactory(registration__desk=other)

    answer = told(door.post(page(), {"code": f"/en/tickets/{attendee.ticket_secret}/"}, headers=HTMX))

    assert answer == ("no", "Ticket for another event This ticket is for another event: The gala.")


def test_the_button_of_a_party_lets_one_person_in(door, party):
    response = door.post(page(), {"attendee": party.attendees.get(number=3).pk}, headers=HTMX)

    assert (told(response)[0], here()) == ("in", ["HAN Meimei"])


@pytest.mark.parametrize("pk", ["0", "x", "-1", "9" * 30, "٣", ""])
def test_a_button_of_nobody_is_not_known(door, desk, pk):
    assert told(door.post(page(), {"attendee": pk}, headers=HTMX))[0] == "unknown"


def test_a_button_of_another_desk_is_not_known(door, desk):
    attendee = AttendeeFactory()

    response = door.post(page(), {"attendee": attendee.pk}, headers=HTMX)

    assert (told(response)[0], here()) == ("unknown", [])


def test_without_script_the_page_comes_back_with_the_answer(door, party):
    response = door.post(page(), {"code": "7KQM4TXA2"}, follow=True)

    assert response.redirect_chain == [(f"{page()}?in={party.attendees.get(number=2).pk}", 302)]
    assert told(response) == ("in", "Checked in LI Lei Green Hub, Officer 1 of 3 of this party are here")


def test_without_script_what_was_typed_wrong_is_kept(door, desk):
    response = door.post(page(), {"code": "7KQM-"})

    assert told(response)[0] == "unknown"
    assert 'value="7KQM-"' in response.content.decode()


def test_a_ticket_opened_with_the_phone_offers_the_button_and_lets_nobody_in_yet(door, party):
    attendee = party.attendees.get(number=1)

    response = door.get(page(), {"ticket": attendee.ticket_secret})

    assert told(response) == ("found", "Ticket found WANG Fang Green Hub, Officer")
    assert f'name="attendee" value="{attendee.pk}"' in response.content.decode()
    assert here() == []


@pytest.mark.parametrize("query", [{"ticket": "A" * 32}, {"in": "99999"}, {"in": "x"}, {"undone": "x"}])
def test_a_made_up_address_is_not_known(door, desk, query):
    assert told(door.get(page(), query))[0] == "unknown"


def test_a_name_of_somebody_who_waits_says_so_and_has_no_button(door, desk):
    waiting = RegistrationFactory(desk=desk, state=RegistrationState.WAITLISTED)
    AttendeeFactory(registration=waiting, family_name="赵", given_name="云", latin_name="ZHAO Yun")

    html = door.post(page(), {"code": "赵云"}, headers=HTMX).content.decode()

    assert "On the waiting list" in html
    assert "Check in ZHAO Yun" not in html


@pytest.mark.parametrize("people", [1, 6])
def test_a_scan_takes_the_same_queries_for_any_number(door, desk, people, django_assert_max_num_queries):
    registration = RegistrationFactory(desk=desk, people=people, reference="3333MMMM")
    registration.attendees.exclude(number=1).update(checked_in_at=timezone.now(), checked_in_by=door.user)
    door.get(page())

    with django_assert_max_num_queries(18):
        response = door.post(page(), {"code": "3333MMMM1"}, headers=HTMX)

    assert told(response)[0] == "in"


# ---------------------------------------------------------------- undo


def test_undo(door, party):
    attendee = party.attendees.get(number=1)
    door.post(page(), {"attendee": attendee.pk})

    response = door.post(page("undo"), {"attendee": attendee.pk}, headers=HTMX)

    assert (told(response), here()) == (("undone", "Check-in undone WANG Fang Green Hub, Officer"), [])


def test_undo_without_script(door, party):
    attendee = party.attendees.get(number=1)
    door.post(page(), {"attendee": attendee.pk})

    response = door.post(page("undo"), {"attendee": attendee.pk}, follow=True)

    assert (told(response)[0], here()) == ("undone", [])


def test_undo_of_somebody_who_is_not_here_is_refused(door, party):
    attendee = party.attendees.get(number=1)

    answer = told(door.post(page("undo"), {"attendee": attendee.pk}, headers=HTMX))

    assert answer == ("no", "Not checked in WANG Fang Green Hub, Officer WANG Fang is not checked in.")


def test_a_get_undoes_nothing(door, desk):
    assert door.get(page("undo")).status_code == 405


# ---------------------------------------------------------------- what is new


def test_nothing_new_is_nothing_sent(door, party):
    version = re.search(r'name="version" value="([^"]+)"', door.get(page()).content.decode()).group(1)

    same = door.get(page("live"), {"version": version}, headers=HTMX)
    door.post(page(), {"code": "7KQM4TXA1"})
    new = door.get(page("live"), {"version": version}, headers=HTMX)

    assert (same.status_code, same.content) == (204, b"")
    assert (new.status_code, new.content.count(b"hx-swap-oob")) == (200, 1)
    assert b'<b class="big">1</b>' in new.content
    assert len(new.content) < 6000


@pytest.mark.parametrize("people", [1, 9])
def test_what_is_new_takes_the_same_queries_for_any_number(door, desk, people, django_assert_num_queries):
    registration = RegistrationFactory(desk=desk, people=people)
    registration.attendees.update(checked_in_at=timezone.now(), checked_in_by=door.user)
    door.get(page())

    with django_assert_num_queries(6):  # user, two for rights, the desk, the figures, who came last
        response = door.get(page("live"), headers=HTMX)

    assert response.content.count(b"Yes, undo") == min(people, 8)


# ---------------------------------------------------------------- without registration


def walk_in(**facts):
    return {"given_name": "云", "family_name": "赵", "email": "yun@example.org", "language": "en"} | facts


def test_a_walk_in(door, desk):
    organisation = MembershipFactory(organisation__name_en="Green Hub").organisation

    response = door.post(
        page("walk_in"), walk_in(organisation=organisation.pk, latin_name="ZHAO Yun"), follow=True
    )

    attendee = Attendee.objects.get()
    assert response.redirect_chain == [(f"{page()}?in={attendee.pk}", 302)]
    assert told(response) == ("in", "Checked in ZHAO Yun Green Hub")
    assert (attendee.name, attendee.email, attendee.language, attendee.checked_in_by) == (
        "ZHAO Yun",
        "yun@example.org",
        "en",
        door.user,
    )


def test_only_members_can_be_chosen(door, desk):
    stranger = OrganisationFactory()

    response = door.post(page("walk_in"), walk_in(organisation=stranger.pk))

    assert list(response.context["form"].errors) == ["organisation"]


def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(door, desk):
    response = door.post(page("walk_in"), walk_in(email="yun", given_name=""))

    assert list(response.context["form"].errors) == ["given_name", "email"]
    assert 'value="赵"' in response.content.decode()
    assert not Attendee.objects.exists()


def test_who_is_registered_is_let_in_from_the_refusal(door, party):
    wang = party.attendees.first()

    response = door.post(page("walk_in"), walk_in(email=wang.email.upper()))

    html = response.content.decode()
    assert list(response.context["form"].errors) == ["email"]
    assert told(response) == ("choose", "Registered already")
    assert f'name="attendee" value="{wang.pk}" aria-label="Check in WANG Fang"' in html
    assert f'action="{page()}"' in html
    door.post(page(), {"attendee": wang.pk})
    assert here() == ["WANG Fang"]


def test_in_a_full_house_who_is_registered_is_let_in_all_the_same(door, party):
    RegistrationFactory(desk=party.desk, people=7)

    response = door.post(page("walk_in"), walk_in(email=party.attendees.first().email))

    assert told(response) == ("choose", "Registered already")


def test_who_is_here_already_or_has_no_place_is_said_and_not_let_in(door, party):
    wang, waiting = (
        party.attendees.first(),
        RegistrationFactory(desk=party.desk, state="waitlisted", people=1),
    )
    party.attendees.filter(pk=wang.pk).update(checked_in_at=timezone.now())

    here, waits = (
        door.post(page("walk_in"), walk_in(email=one.email)).content.decode()
        for one in (wang, waiting.attendees.get())
    )

    assert ("here since" in here, "On the waiting list" in waits) == (True, True)
    assert 'name="attendee"' not in here + waits


def test_a_full_house_is_said_above_the_form(door, desk):
    RegistrationFactory(desk=desk, people=10)

    response = door.post(page("walk_in"), walk_in())

    assert response.context["form"].non_field_errors() == ["There are 0 places left, which is not enough."]
    assert "0 places left" in response.content.decode()


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["HAN Meimei", "LI Lei", "WANG Fang"]),
        ({"q": "fang"}, ["WANG Fang"]),
        ({"q": "hub lei"}, ["LI Lei"]),
        ({"missing": "on"}, ["HAN Meimei", "WANG Fang"]),
        ({"q": "nobody"}, []),
        ({"q": "x" * 500}, ["HAN Meimei", "LI Lei", "WANG Fang"]),
    ],
)
def test_the_list_of_people(door, party, query, names):
    RegistrationFactory(desk=party.desk, state=RegistrationState.WAITLISTED, people=1)
    party.attendees.filter(number=2).update(checked_in_at=timezone.now())

    response = door.get(page("people"), query)

    assert sorted(one.latin_name for one in response.context["people"]) == names


@pytest.mark.parametrize("people", [1, 9])
def test_the_list_takes_the_same_queries_for_any_number(door, desk, people, django_assert_num_queries):
    RegistrationFactory(desk=desk, people=people)
    door.get(page("people"))

    with django_assert_num_queries(7):
        response = door.get(page("people"))

    assert len(response.context["people"]) == people


def test_a_button_of_the_list_leads_to_the_answer(door, party):
    response = door.post(page(), {"attendee": party.attendees.get(number=1).pk}, follow=True)

    assert told(response)[0] == "in"
