"""Nothing internal of a visit can be reached: not by an address, a list, a search or a page about something else, nor by a
colleague without the right."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from beijing_ngo.portal.groups import make_groups
from delegations.models import DelegationState, Direction
from delegations.operations import papers
from tests.delegations.secret_visit import LANGUAGE, PUBLIC, SecretVisit, telling_fields
from tests.factories import SiteSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db

BOTH = ("zh-hans", "en")
HIDDEN = [
    {"internal": True},
    {"state": DelegationState.PLANNED},
    {"state": DelegationState.CANCELLED},
    {"status": "draft"},
]
# Kinds of rows that belong to no one visit, or say nothing about it but numbers.
OF_THE_OFFICE = {"BadgeQuota", "ChecklistTemplate", "Chase", "TravelDocumentPurge", "TravelDocumentReading"}


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory()


def test_the_net_has_no_hole():
    """A new kind of row is added to the visit of these tests, and what is said to be public exists."""
    models_of_a_visit = {
        model.__name__
        for model in apps.get_app_config("delegations").get_models()
        if not model.__name__.startswith("Historical")
    }
    fields = {
        name: {LANGUAGE.sub("", field.name) for field in apps.get_model("delegations", name)._meta.fields}
        for name in PUBLIC
    }

    assert {type(row).__name__ for row in SecretVisit().rows} == {
        name for name in models_of_a_visit if name not in OF_THE_OFFICE and "_" not in name
    }
    assert {name: PUBLIC[name] - fields[name] for name in PUBLIC} == {name: set() for name in PUBLIC}


# ---------------------------------------------------------------- the public site


def pages_without_arguments(resolver=None, prefix="/"):
    """Every address outside the admin that needs no number or name: a new page is looked at by itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if route not in ("/admin/", "/i18n/"):
                yield from pages_without_arguments(pattern, route)
        elif "<" not in route:
            yield route.replace("^", "").replace("$", "")


def public_pages(visit) -> set[str]:
    delegation = visit.delegation
    organisations = [delegation.host_organisation, *(one.organisation for one in delegation.members.all())]
    about = [
        *(visit.article.get_absolute_url(), visit.submission.get_absolute_url()),
        *(visit.conference.get_absolute_url(), delegation.get_absolute_url()),
        *(one.get_absolute_url() for one in organisations),
        *(
            reverse("delegations:list") + f"?{choice}"
            for choice in ("country=CH", "direction=outgoing", "year=2023", "q=Ordinary", "page=2")
        ),
    ]
    pages = {*pages_without_arguments(), *about}
    return pages | {page.replace("/zh-hans/", "/en/", 1) for page in pages}


def leaks_in_public(client, visit) -> dict[str, set[str]]:
    found = {page: visit.leaks(client.get(page)) for page in sorted(public_pages(visit))}
    return {page: told for page, told in found.items() if told}


def test_a_public_visit_shows_what_is_public_and_nothing_else(client):
    visit = SecretVisit()

    html = client.get(f"/en/delegations/{visit.delegation.slug}/").content.decode()

    said = {"title", "summary", "purpose", "report", "latin_name", "position", "city", "text"}
    assert {word for word in said if f"Ordinary {word}" in html} == said
    assert len(public_pages(visit)) > 30
    assert leaks_in_public(client, visit) == {}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_visit_that_is_not_public_is_nowhere(client, hidden):
    visit = SecretVisit(**hidden)

    answers = [client.get(f"/{language}/delegations/{visit.delegation.slug}/") for language in BOTH]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert leaks_in_public(client, visit) == {}


@pytest.mark.parametrize("hidden", [{}, *HIDDEN])
def test_no_search_finds_a_visit_by_what_is_internal(hidden):
    visit = SecretVisit(**hidden)
    visits = type(visit.delegation).objects.public()

    found = [what for word, what in visit.signs.items() if visits.containing(word).exists()]

    assert len(visit.signs) > 40
    assert found == []


def test_what_a_public_visit_says_in_public_is_found():
    """Otherwise the test above could not fail."""
    visit = SecretVisit()

    found = type(visit.delegation).objects.public().containing("Ordinary purpose")

    assert list(found) == [visit.delegation]


def test_the_choices_of_the_list_do_not_betray_a_visit(client):
    visit = SecretVisit(internal=True)
    type(visit.delegation).objects.update(
        countries="FI", starts_on=date(2011, 1, 1), direction=Direction.INCOMING
    )

    html = client.get("/en/delegations/").content.decode()

    assert [word for word in ("Finland", "2011", "received in Beijing") if word in html] == []


def test_documents_are_for_those_they_are_for(client):
    visit = SecretVisit()

    answers = [client.get(reverse("document", args=[document.pk])) for document in visit.documents]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_letter_tells_whoever_verifies_it_nothing_of_the_visit(client):
    visit = SecretVisit(internal=True)
    visit.delegation.direction, visit.delegation.date_precision = Direction.INCOMING, "day"
    visit.delegation.save()
    letter = papers.issue_invitation(delegation=visit.delegation, by=None)

    by_code = visit.leaks(client.get(f"/en/verify/{letter.code}/"))
    by_number = visit.leaks(client.get("/en/verify/", {"q": letter.number}))

    assert by_code <= {f"DelegationMember.{name}" for name in ("family_name", "given_name", "latin_name")}
    assert by_number == set()


def test_internal_texts_are_not_even_fetched(client):
    visit = SecretVisit()
    internal = {
        "delegations_delegation": {"relations_note", "approval_number", "funding", "invitation_signatory"},
        "delegations_itineraryitem": {"note", "talking_points", "interpreter", "hosts_en", "place_zh_hans"},
    }

    with CaptureQueriesContext(connection) as captured:
        client.get(f"/en/delegations/{visit.delegation.slug}/")

    said = "\n".join(query["sql"] for query in captured.captured_queries)
    assert '"delegations_itineraryitem"."title_en"' in said
    assert {
        f'"{table}"."{name}"'
        for table, names in internal.items()
        for name in names
        if f'"{table}"."{name}"' in said
    } == set()


# ---------------------------------------------------------------- the admin


def admin_addresses(visit) -> dict[str, str]:
    """Every address of the admin that is about visits, by its name, with the numbers of this visit's rows."""
    numbers = {type(row).__name__.lower(): row.pk for row in visit.rows}
    found = {}
    for route, name in _admin_routes():
        own = numbers.get(route.split("/")[1], visit.delegation.pk)
        address = route.replace("<str:language>", "en")
        address = re.sub(r"<(?:\w+:)?(?:member|person)(?:_pk)?>", str(visit.person.pk), address)
        found[name or route] = "/admin/" + re.sub(r"<[^>]+>", str(own), address)
    return found


def _admin_routes(patterns=None, prefix=""):
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _admin_routes(pattern.url_patterns, route)
        elif route.startswith("delegations/"):
            yield route, pattern.name


def colleague(job=""):
    user = UserFactory(is_staff=True, preferred_language="en")
    if job:
        make_groups()
        user.groups.add(Group.objects.get(name=job))
    return user


def leaks_in_the_admin(client, visit) -> dict[str, set[str]]:
    """What is told on which page, and in the report that digs through all of them."""
    extra = [reverse("admin:index"), reverse("admin:core_issueddocument_changelist")]
    found = {}
    for address in [*admin_addresses(visit).values(), *extra]:
        answer = client.get(address, follow=True)
        if told := visit.leaks(answer):
            found[address] = told
    return found


def test_who_is_not_of_the_office_is_asked_to_sign_in(client):
    visit = SecretVisit(internal=True)

    answers = {name: client.get(address).status_code for name, address in admin_addresses(visit).items()}

    assert len(answers) > 60
    assert {name: status for name, status in answers.items() if status != 302} == {}
    client.force_login(UserFactory())
    assert leaks_in_the_admin(client, visit) == {}


def test_a_colleague_without_rights_sees_nothing_of_any_visit(client):
    visit = SecretVisit(internal=True)
    visit.change_everything()
    client.force_login(colleague())

    addresses = admin_addresses(visit)
    ours = {
        name: client.get(addresses[f"delegations_delegation_{name}"]).status_code
        for name in (
            *("dossier", "booklet", "booklet_pdf", "invitation", "visa_letter"),
            *("people", "programme", "history", "change", "changelist"),
        )
    }

    assert ours == dict.fromkeys(ours, 403)
    assert leaks_in_the_admin(client, visit) == {}


def test_an_editor_sees_the_visit_and_not_who_travels_or_what_is_said(client):
    visit = SecretVisit(internal=True)
    visit.change_everything()
    client.force_login(colleague("secretariat-editors"))
    fields = {base for _field, base in telling_fields(type(visit.delegation))}
    theirs = {f"Delegation.{name}" for name in fields - {"relations_note"}}
    # Editors look after photographs, and staff documents are theirs to read.
    theirs |= {"owner", "photo", "staff document", "a date"}

    found = leaks_in_the_admin(client, visit)

    assert "Delegation.title" in set().union(*found.values())
    assert {page: told - theirs for page, told in found.items() if told - theirs} == {}


def test_a_reader_sees_the_work_and_no_internal_notes_nor_travel_documents(client):
    visit = SecretVisit(internal=True)
    visit.change_everything()
    client.force_login(colleague("read-only"))
    secret = {"Delegation.relations_note", "ItineraryItem.talking_points", "restricted document"}
    secret |= {what for what in visit.signs.values() if what.startswith("TravelDocument.")}

    found = leaks_in_the_admin(client, visit)

    assert "DelegationMember.position" in set().union(*found.values())
    assert {page: told & secret for page, told in found.items() if told & secret} == {}
