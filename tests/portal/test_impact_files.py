"""The figures to take away: CSV tables that open in a spreadsheet, and everything as JSON."""

import csv
import io
import re

import pytest

from tests.portal.impact_records import furnish

pytestmark = pytest.mark.django_db


def table(client, name, language="en"):
    response = client.get(f"/{language}/impact/{name}.csv")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="impact-{name}.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_table_of_the_page_is_there_as_a_file(client):
    furnish()
    page = client.get("/en/impact/").content.decode()

    names = re.findall(r'href="/en/impact/([a-z-]+)\.csv" download', page)

    assert len(names) == len(set(names)) == 11
    for name in names:
        assert len(table(client, name)) > 1


def test_a_table_in_the_readers_language_unknown_left_empty(client):
    furnish()

    assert table(client, "people-by-year")[:3] == [
        ["Year", "People", "Events counted", "Events held"],
        ["2013", "120", "1", "1"],
        ["2014", "", "0", "0"],
    ]
    head, first, *_rest = table(client, "people-by-year", "zh-hans")
    assert head[0] == "年份"
    assert first == ["2013", "120", "1", "1"]


def test_no_name_becomes_a_formula(client):
    furnish()

    projects = table(client, "projects")

    assert [row[1] for row in projects if "1+1" in row[1]] == ["'=1+1"]


def test_projects_with_their_values_and_currencies(client):
    furnish()

    head, *rows = table(client, "projects")

    assert head == [
        "Organisation",
        "Project",
        "Where",
        "From",
        "To",
        "Value of the project",
        "Currency",
        "People reached",
    ]
    assert sorted(tuple(row[5:]) for row in rows) == [
        ("", "", "60"),
        ("1500000.50", "CNY", ""),
        ("4000000.00", "CNY", ""),
        ("9000.00", "EUR", ""),
    ]
    assert {row[3] for row in rows if row[5] == "4000000.00"} == {"2020"}


def test_a_table_that_does_not_exist_is_missing(client):
    furnish()

    assert client.get("/en/impact/nothing.csv").status_code == 404


def test_a_table_without_rows_is_missing_too(client):
    assert client.get("/en/impact/projects.csv").status_code == 404


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_everything_is_in_one_file(client, language, tag):
    furnish()

    data = client.get(f"/{language}/impact/data.json").json()

    assert (data["language"], len(data["tables"])) == (tag, 11)
    events = next(one for one in data["tables"] if one["name"] == "events-by-year")
    assert list(events["columns"]) == ["year", "mainland", "elsewhere", "online", "all"]
    assert events["rows"][0] == {
        "year": 2013,
        "mainland": 0,
        "elsewhere": 1,
        "online": 0,
        "all": 1,
        "links": {
            "elsewhere": f"http://testserver/{language}/events/?when=held&year=2013&place=elsewhere",
            "all": f"http://testserver/{language}/events/?when=held&year=2013",
        },
    }
    assert events["rows"][1]["all"] is None


@pytest.mark.parametrize("name", ["data.json", "events-by-theme.csv"])
def test_whoever_has_the_file_already_is_told_so(client, name):
    furnish()
    first = client.get(f"/en/impact/{name}")

    again = client.get(f"/en/impact/{name}", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert not first.cookies
