"""The impact page: every figure is the count of the list it leads to."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db.models import Sum
from django.http import QueryDict
from django.utils.translation import override

from beijing_ngo.core import kept
from beijing_ngo.core.numbers import money
from beijing_ngo.portal.impact.gather import gather
from delegations.filters import DelegationFilters
from delegations.models import Delegation
from events.filters import EventFilter
from members.filters import ProjectFilters
from members.models import CooperationProject
from tests.factories import EventFactory
from tests.portal.impact_records import at, furnish, links_of

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "zh-hans"]
GATES = ["fallback", "hold"]


def html_of(client, language="en"):
    response = client.get(f"/{language}/impact/")
    assert response.status_code == 200
    return response.content.decode()


def number(words):
    """The figure a link consists of, if it does."""
    return int(words.replace(",", "")) if re.fullmatch(r"[\d,]+", words) else None


def list_count(client, url):
    response = client.get(url)
    assert response.status_code == 200
    page = response.context.get("page") or response.context["page_obj"]
    return page.paginator.count


def people_in(url, language):
    """How many people the records of a list add up to."""
    path, query = urlsplit(url).path, QueryDict(urlsplit(url).query)
    with override(language):
        if "/events/" in path:
            return EventFilter.read(query).in_span().aggregate(n=Sum("participants_count"))["n"]
        visits = DelegationFilters(query).apply(Delegation.objects.public()).with_size()
        return sum(visit.size for visit in visits)


# ---------------------------------------------------------------- figure and list


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_count_of_the_list_it_leads_to(client, language, gate):
    furnish(publish_gate=gate)

    links = links_of(html_of(client, language))
    figures = [(url, number(words)) for url, words in links if number(words) is not None]

    assert len(figures) > 45
    for url, figure in figures:
        if url.startswith("#"):
            continue
        expected = {list_count(client, url)}
        if "people=" in url:
            expected.add(people_in(url, language))
        assert figure in expected, url


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_every_table_says_what_it_counts(client, language):
    furnish()
    with override(language):
        tables = gather().tables

    checked = 0
    for table in tables.values():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if not cell.url or not column.is_number:
                    continue
                found = (
                    people_in(cell.url, language) if column.name == "people" else list_count(client, cell.url)
                )
                assert (table.name, column.name, cell.value) == (table.name, column.name, found)
                checked += 1

    assert checked > 45


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_the_sum_of_the_projects_that_tell_one(client, language):
    furnish()

    links = [(url, words) for url, words in links_of(html_of(client, language)) if "value=" in url]

    with override(language):
        sums = []
        for url, _words in links:
            query = QueryDict(urlsplit(url).query)
            total = (
                ProjectFilters(query).apply(CooperationProject.objects.public()).aggregate(n=Sum("amount"))
            )
            sums.append((url, money(total["n"], query["value"])))
    assert links == sums
    assert [list_count(client, url) for url, _words in links] == [2, 1]


def test_the_large_figures(client):
    furnish()

    figures = re.findall(r'<dt>(.*?)</dt><dd><a href="([^"]+)">(.*?)</a></dd>', html_of(client))

    assert figures == [
        ("events held since 2013", "/en/events/?when=held", "6"),
        ("people took part, where counted", "/en/events/?when=held&amp;people=counted", "2,120"),
        ("delegations, out and in", "/en/delegations/?when=begun", "4"),
        ("papers sent to UN bodies", "/en/reports/submissions/", "4"),
        ("countries and regions on the map", "#countries", "8"),
    ]


def test_tiles_of_goals_lead_to_the_row_that_adds_up_to_them(client):
    furnish()
    with override("en"):
        goals, tiles = gather().goals, gather().goal_tiles

    links = {url: words for url, words in links_of(html_of(client)) if url.startswith("#goal-")}

    sums = {row.anchor: sum(cell.value for cell in row.cells[2:]) for row in goals.rows}
    assert {f"goal-{tile.number}": tile.total for tile in tiles} == sums
    assert links == {
        f"#{anchor}": f"{total} activit{'y' if total == 1 else 'ies'}"
        for anchor, total in sums.items()
        if total
    }
    assert (sums["goal-13"], sums["goal-1"], sums["goal-2"]) == (2, 3, 0)


def test_anchors_lead_to_something_on_the_page(client):
    furnish()
    html = html_of(client)

    anchors = {url[1:] for url, _words in links_of(html) if url.startswith("#")}

    assert anchors
    assert anchors <= set(re.findall(r' id="([^"]+)"', html))


# ---------------------------------------------------------------- what is counted


def rows(name, language="en"):
    with override(language):
        table = gather().tables[name]
    return [[cell.value for cell in row.cells] for row in table.rows]


def test_an_event_belongs_to_the_year_of_its_place():
    furnish()

    assert rows("events-by-year") == [
        [2013, 0, 1, 0, 1],
        [2014, None, None, None, None],
        [2015, None, None, None, None],
        [2016, 1, 0, 0, 1],
        [2017, None, None, None, None],
        [2018, None, None, None, None],
        [2019, 0, 1, 0, 1],
        [2020, 1, 0, 2, 3],
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu"])
def test_years_change_at_the_midnight_of_each_zone(zone):
    for moment in (at(2019, 12, 31, 9, 59), at(2019, 12, 31, 10), at(2020, 1, 1, 9, 59), at(2020, 1, 1, 10)):
        EventFactory(starts_at=moment, time_zone=zone)

    with override("en"):
        lists = [EventFilter(when="held", year=str(year)).found().count for year in (2019, 2020)]

    assert [row[-1] for row in rows("events-by-year")] == lists
    assert sum(lists) == 4


def test_people_nobody_counted_are_unknown_and_not_none(client):
    furnish()

    assert rows("people-by-year") == [
        [2013, 120, 1, 1],
        [2014, None, 0, 0],
        [2015, None, 0, 0],
        [2016, None, 0, 1],
        [2017, None, 0, 0],
        [2018, None, 0, 0],
        [2019, 0, 1, 1],
        [2020, 2000, 1, 3],
    ]
    assert "for 3 of 6 events. Not reported: 2016." in html_of(client)


def test_visits_by_year_with_who_travelled_named_or_not():
    furnish()

    first, *_between, last = rows("delegations-by-year")

    assert first == [2016, 1, 1, 3]
    assert last[1:] == [1, 0, 1]
    assert [2019, 1, 0, None] in rows("delegations-by-year")


def test_papers_partners_and_places():
    furnish()

    assert rows("papers-by-body") == [[rows("papers-by-body")[0][0], 2], [rows("papers-by-body")[1][0], 2]]
    assert rows("papers-by-year") == [[2020, 1], [2022, 3]]
    assert [count for _name, count in rows("partners-of-events")] == [4, 1]
    assert [count for _name, count in rows("partners-of-projects")] == [1]
    assert {row[0]: row[2:] for row in rows("countries")} == {
        "CH": [1, 2, 0],
        "FI": [0, 1, 0],
        "IT": [0, 0, 1],
        "JP": [0, 1, 0],
        "KH": [0, 0, 2],
        "NP": [0, 0, 1],
        "QA": [1, 0, 0],
        "US": [1, 0, 0],
    }


def test_nothing_hidden_shows_anywhere(client):
    furnish()
    html = html_of(client)

    assert "country=FR" not in html
    assert "sdg=2&" not in html
    assert 'sdg=2"' not in html
    assert "hidden" not in re.sub(r'aria-hidden="true"|popovertargetaction="hide"', "", html)


def test_an_empty_portal_says_what_will_be_here(client):
    html = html_of(client)

    assert "Once events, delegations or papers are published" in html
    assert re.findall(r'<section class="[^"]*" aria-labelledby="([^"]+)"', html) == ["figures"]


def test_charts_are_for_the_eye_and_their_tables_for_everybody(client):
    furnish()
    html = html_of(client)

    assert all(
        'aria-hidden="true"' in tag
        for tag in re.findall(r'<(?:ol class="columns"|svg class="bar")[^>]*>', html)
    )
    assert "style=" not in html
    tables = re.findall(r"<table.*?</table>", html, re.S)
    assert len(tables) == 11
    for table in tables:
        assert re.search(r"<caption[^>]*>\S", table)
        assert 'scope="col"' in table
        assert 'scope="row"' in table


# ---------------------------------------------------------------- what it costs


def cold():
    cache.clear()
    kept._values.clear()


@pytest.mark.parametrize("more", [0, 40])
def test_the_first_visit_costs_the_same_for_any_number(client, more, django_assert_num_queries):
    furnish()
    EventFactory.create_batch(more, starts_at=at(2021, 3, 1), sdgs=[3], participants_count=5)
    cold()

    with django_assert_num_queries(15):  # 11 of its own; settings, themes and two menus of the frame
        html_of(client)


def test_the_next_visit_asks_nothing_and_leaves_nothing(client, django_assert_num_queries):
    furnish()
    html_of(client)

    with django_assert_num_queries(0):
        response = client.get("/en/impact/")

    assert not response.cookies


def test_what_an_editor_publishes_counts_at_once(client):
    furnish()
    html_of(client)

    EventFactory(starts_at=at(2021, 3, 1))

    assert '<a href="/en/events/?when=held">7</a>' in html_of(client)


def test_the_menu_and_the_foot_lead_here(client):
    html = html_of(client)

    assert '<a href="/en/impact/" aria-current="page">Impact</a>' in html
    assert '<a href="/en/impact/">Impact and figures</a>' in html
