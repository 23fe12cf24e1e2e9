"""Lists in pieces: complete, without repetition, at the same cost everywhere."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests.api import full_portal
from tests.api.full_portal import at
from tests.api.reading import get, read, refusal
from tests.factories import (
    ArticleFactory,
    DelegationFactory,
    EventFactory,
    InternationalStatusFactory,
    OrganisationFactory,
    PartnershipFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
OF_ANOTHER = {"cursor": "This cursor belongs to another list, or to another order of it."}


def walk(client, path, **params):
    """The slugs of every piece, following `next` as a program does."""
    pieces, following = [], None
    while True:
        answer = client.get(following).json() if following else read(client, path, **params)
        pieces.append([item["slug"] for item in answer["items"]])
        following = answer["next"]
        if following is None:
            return pieces


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-starts_at", [["e4", "e3"], ["e2", "e1"], ["e0"]]),
        ("starts_at", [["e0", "e1"], ["e2", "e3"], ["e4"]]),
        ("updated_at", [["e0", "e1"], ["e2", "e3"], ["e4"]]),
    ],
)
def test_every_record_comes_once_also_where_several_share_a_place(client, sort, expected):
    moment = at(2020, 1, 1)
    for number in range(5):
        # Three begin at the same moment.
        EventFactory(slug=f"e{number}", starts_at=moment + timedelta(days=number // 3))
    Event.objects.update(updated_at=moment)

    assert walk(client, "events", sort=sort, limit=2) == expected


def test_records_that_come_and_go_in_between_shift_nothing(client):
    for day in (1, 2, 3, 4):
        EventFactory(slug=f"day-{day}", starts_at=at(2020, 1, day))
    first = read(client, "events", limit=2)
    EventFactory(slug="newer", starts_at=at(2020, 2, 1))
    Event.objects.get(slug="day-3").delete()  # the one the cursor names

    second = client.get(first["next"]).json()

    assert [item["slug"] for item in first["items"]] == ["day-4", "day-3"]
    assert [item["slug"] for item in second["items"]] == ["day-2", "day-1"]


def test_lists_sorted_by_days_and_by_words_can_be_walked_too(client):
    for number in range(3):
        SubmissionFactory(slug=f"paper-{number}", filed_on=at(2020, 1, 1 + number // 2).date())
        OrganisationFactory(slug=f"a-member-{number}")

    assert walk(client, "submissions", limit=1) == [["paper-2"], ["paper-1"], ["paper-0"]]
    members = walk(client, "organisations", limit=2, kind="member")
    assert members == [["a-member-0", "a-member-1"], ["a-member-2"]]


def test_the_next_piece_keeps_what_was_asked(client):
    EventFactory.create_batch(3, kind="walk")

    response = get(client, "events", kind="walk", limit=2, lang="en")

    following = response.json()["next"]
    assert response.headers["Link"] == f'<{following}>; rel="next"'
    asked = parse_qs(urlsplit(following).query)
    assert asked.pop("cursor")
    assert asked == {"kind": ["walk"], "limit": ["2"], "lang": ["en"]}
    last = client.get(following)
    assert last.json()["next"] is None
    assert "Link" not in last.headers


def test_a_cursor_is_ours_and_of_this_order(client):
    EventFactory.create_batch(2)
    following = read(client, "events", limit=1)["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]

    not_ours = {"cursor": "This is no cursor of ours."}
    assert refusal(client, "events", cursor="WzFd") == not_ours
    assert refusal(client, "events", cursor=cursor[:-1]) == not_ours
    assert refusal(client, "events", cursor=cursor, sort="starts_at") == OF_ANOTHER


def test_a_cursor_leads_nowhere_in_another_list(client):
    EventFactory.create_batch(2)
    following = read(client, "events", limit=1, sort="updated_at")["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]

    assert refusal(client, "organisations", cursor=cursor, sort="updated_at") == OF_ANOTHER


@pytest.mark.parametrize("name", full_portal.LISTS)
def test_a_list_takes_the_same_statements_for_any_number(client, name):
    def statements():
        read(client, name)  # what is kept between requests
        with CaptureQueriesContext(connection) as captured:
            read(client, name)
        return len(captured)

    full_portal.make()
    one = statements()
    for _time in range(3):
        copy_all()
    many = statements()

    assert many == one <= 5


def copy_all():
    """One more of each, related like the first."""
    theme = ThemeFactory()
    event = PartnershipFactory().event
    visit = DelegationFactory(
        inviting_organisation=OrganisationFactory(), host_organisation=OrganisationFactory()
    )
    paper = SubmissionFactory(lead=OrganisationFactory())
    paper.endorsements.create(organisation=OrganisationFactory(), state="endorsed")
    member = InternationalStatusFactory().organisation
    for record in (event, visit, paper, member, ArticleFactory()):
        record.themes.add(theme)


@pytest.mark.parametrize("path", full_portal.ONES)
def test_a_record_takes_few_statements(client, path, django_assert_max_num_queries):
    full_portal.make()
    read(client, path)

    with django_assert_max_num_queries(12):
        read(client, path)
