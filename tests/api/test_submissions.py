from datetime import date

import pytest

from tests.api.full_portal import attach
from tests.api.reading import get, slugs
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    MechanismFactory,
    OrganisationFactory,
    ParagraphFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    body = OrganisationFactory(slug="hrc", name_en="Human Rights Council", kind="un_body")
    paper = SubmissionFactory(
        slug="our-report",
        title_en="Written statement",
        mechanism=MechanismFactory(slug="hrc-statement", body=body, name_en="Statement", acronym="HRC"),
        kind="written_statement",
        conference=ConferenceFactory(slug="hrc-51"),
        symbol="A/HRC/51/NGO/112",
        country_under_review="FI",
        agenda_item=3,
        articles="2.1, 11,",
        lead=OrganisationFactory(slug="lead"),
        filed_on=date(2023, 1, 10),
        sdgs=[16],
        receipt="zq-receipt",
        exception_reason="zq-exception",
    )
    paper.themes.add(ThemeFactory(slug="governance"))
    return paper


def test_a_paper(client, paper):
    for state in ("endorsed", "asked", "declined"):
        paper.endorsements.create(organisation=OrganisationFactory(slug=state), state=state, note="zq-note")
    ParagraphFactory(
        submission=paper,
        number=2,
        text_en="Second paragraph.",
        text_zh_hans="第二段。",
        heading_en="",
        heading_zh_hans="",
    )
    ParagraphFactory(
        submission=paper, number=1, text_en="First one.", heading_en="Beginning", text_zh_hans=""
    )
    article = ArticleFactory(slug="about-it")
    article.submissions.add(paper)
    attach(paper)

    response = get(client, "submissions/our-report", lang="en")
    answer = response.json()

    assert answer["title"] == "Written statement"
    assert (answer["symbol"], answer["symbol_url"]) == (
        "A/HRC/51/NGO/112",
        "https://docs.un.org/A/HRC/51/NGO/112",
    )
    assert answer["body"]["slug"] == "hrc"
    assert answer["mechanism"] == {"slug": "hrc-statement", "name": "Statement", "acronym": "HRC"}
    assert answer["conference"]["slug"] == "hrc-51"
    assert answer["country_under_review"]["code"] == "FI"
    assert answer["agenda_item"]["code"] == "3"
    assert answer["treaty_articles"] == ["2.1", "11"]
    assert answer["filed_on"] == "2023-01-10"
    assert answer["submitted_by"]["slug"] == "lead"
    assert [one["slug"] for one in answer["co_signatories"]] == ["endorsed"]
    assert [(one["number"], one["heading"], one["text"]) for one in answer["paragraphs"]] == [
        (1, "Beginning", "First one."),
        (2, None, "Second paragraph."),
    ]
    assert answer["words"] == 5
    assert [one["slug"] for one in answer["articles"]] == ["about-it"]
    # The English file that was sent is there, so only the Chinese text is offered as the portal sets it.
    assert [one["language"] for one in answer["files"]] == ["en"]
    assert {(one["language"], one["format"]) for one in answer["text_files"]} == {
        ("zh-Hans", "PDF"),
        ("zh-Hans", "DOCX"),
    }
    assert all(client.get(one["url"]).status_code == 200 for one in answer["text_files"][1:])
    assert "zq-" not in response.content.decode()


@pytest.mark.parametrize(
    "hidden",
    [
        {"confidential": True},
        {"state": "drafting"},
        {"state": "filed"},
        {"state": "withdrawn"},
        {"status": "draft"},
    ],
)
def test_what_has_not_left_the_house_is_not_there(client, hidden):
    SubmissionFactory(slug="hidden", **hidden)

    assert get(client, "submissions/hidden").status_code == 404
    assert slugs(client, "submissions") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["our-report", "older"]),
        ({"sort": "filed_on"}, ["older", "our-report"]),
        ({"body": "hrc"}, ["our-report"]),
        ({"kind": "written_statement"}, ["our-report"]),
        ({"symbol": "a/hrc/51"}, ["our-report"]),
        ({"symbol": "HRC"}, []),
        ({"symbol": "\x00"}, ["our-report", "older"]),
        ({"country": "FI"}, ["our-report"]),
        ({"theme": "governance"}, ["our-report"]),
        ({"sdg": 16}, ["our-report"]),
        ({"conference": "hrc-51"}, ["our-report"]),
        ({"organisation": "lead"}, ["our-report"]),
        ({"organisation": "signed"}, ["older"]),
        ({"organisation": "asked"}, []),
        ({"year": 2020}, ["older"]),
        ({"q": "statement"}, ["our-report"]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ],
)
@pytest.mark.usefixtures("paper")
def test_filters(client, asked, found):
    older = SubmissionFactory(slug="older", filed_on=date(2020, 3, 1))
    older.endorsements.create(organisation=OrganisationFactory(slug="signed"), state="endorsed")
    older.endorsements.create(organisation=OrganisationFactory(slug="asked"), state="asked")

    assert slugs(client, "submissions", **asked) == found
