"""Nothing internal is in any answer: every list and record is read, in each way of asking, for planted signs."""

import pytest

from beijing_ngo.core.models import Document, Photo
from delegations.models import Delegation, DelegationState
from tests.api import full_portal
from tests.api.reading import get, read
from tests.delegations.secret_visit import SecretVisit
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RepresentativeFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WAYS = ({}, {"lang": "en"}, {"lang": "zh-Hans"})
SIGN = "zqsecret"


def answers(client):
    """Every list and every record the lists and the records themselves lead to."""
    told, waiting = [], [f"/api/v1/{name}" for name in full_portal.LISTS]
    seen = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        for way in WAYS:
            response = client.get(address, way)
            assert response.status_code == 200, address
            told.append(response)
            waiting += addresses(response.json())
    return told


def addresses(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("api_url", "next") and inner:
                yield inner.removeprefix("http://testserver").partition("?")[0]
            else:
                yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"internal": True},
        {"state": DelegationState.PLANNED},
        {"state": DelegationState.CANCELLED},
        {"status": "draft"},
    ],
)
def test_nothing_internal_of_a_visit(client, settings, state):
    settings.API_RATE = 0
    visit = SecretVisit(**state)

    told = answers(client)

    assert [leaks for response in told if (leaks := visit.leaks(response))] == []
    is_there = [response for response in told if visit.delegation.slug in response.content.decode()]
    assert bool(is_there) == (state == {})


def test_nothing_of_people_and_papers(client, settings):
    settings.API_RATE = 0
    full_portal.make()
    plant()

    told = answers(client)

    assert [
        response.request["PATH_INFO"] for response in told if SIGN in response.content.decode().lower()
    ] == []
    # The net is over the whole: what is public of the same rows is found.
    whole = "".join(response.content.decode() for response in told)
    assert "with-secrets" in whole
    assert "Shown picture" in whole


def plant():
    """Signs in everything that the public pages leave out."""
    event = EventFactory(slug="with-secrets", online_url=f"https://{SIGN}.example.org/", approval_number=SIGN)
    desk = RegistrationDeskFactory(event=event)
    person = {"family_name": SIGN, "given_name": SIGN, "latin_name": SIGN, "email": f"{SIGN}@example.org"}
    AttendeeFactory(registration__desk=desk, position=SIGN, needs=SIGN, registration__note=SIGN, **person)
    desk.invitations.create(email=f"{SIGN}@example.org")
    member = OrganisationFactory(
        slug="member-with-secrets", email=f"{SIGN}@example.org", phone=SIGN, aliases=SIGN
    )
    RepresentativeFactory(organisation=member, user=UserFactory(**person))
    paper = SubmissionFactory(
        slug="paper-with-secrets",
        receipt=SIGN,
        exception_reason=SIGN,
        filed_limit=SIGN,
        owner=UserFactory(**person | {"email": f"two-{SIGN}@example.org"}),
    )
    paper.endorsements.create(
        organisation=OrganisationFactory(slug=f"asked-{SIGN}", name_en=SIGN, listed=False), note=SIGN
    )
    SubmissionFactory(slug=f"confidential-{SIGN}", title_en=SIGN, confidential=True)
    full_portal.attach(event, words="Shown picture")
    for record in (event, Delegation.objects.get(slug="geneva")):
        full_portal.attach(record, consent=False, access="staff", words=SIGN)
        full_portal.attach(record, consent=False, access="restricted", words=SIGN)


def test_the_plants_are_in_the_database(client):
    """A sign that was never planted would be missed nowhere."""
    full_portal.make()
    plant()

    assert Photo.objects.filter(caption_en=SIGN).count() == 4
    assert Document.objects.filter(title_en=SIGN).count() == 4
    assert get(client, f"submissions/confidential-{SIGN}").status_code == 404
    assert read(client, "events/with-secrets")["photos"][0]["credit"] == "Shown picture"
