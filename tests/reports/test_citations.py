"""Citations, as the United Nations and as GB/T 7714 write them."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from reports import citations
from tests.factories import (
    MechanismFactory,
    OrganisationFactory,
    ParagraphFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    SuperuserFactory,
)

TODAY = date(2027, 3, 2)
URL = "https://example.org/zh-hans/reports/submissions/x/"
SITE = SimpleNamespace(name_zh_hans="北京市民间组织国际交流协会", name_en="Beijing NGO")


def named(chinese, english):
    return SimpleNamespace(name_zh_hans=chinese, name_en=english, name=chinese or english)


def paper(**changes):
    values = {
        "title_zh_hans": "民间|报告",
        "title_en": "NGO report",
        "symbol": "E/C.12/CHN/NGO/1",
        "filed_on": date(2023, 1, 9),
        "conference": None,
        "mechanism": SimpleNamespace(body=named("经社文权利委员会", "Committee on Economic Rights")),
    }
    return SimpleNamespace(**values | changes)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_in_the_manner_of_the_united_nations_in_english_whoever_reads(language):
    with translation.override(language):
        parts = citations.united_nations(paper(), [], SITE)

    assert citations.one_line(parts) == (
        "Beijing NGO. NGO report. Submitted to the Committee on Economic Rights, 9 January 2023. E/C.12/CHN/NGO/1."
    )


def test_a_session_stands_for_its_body_and_an_acronym_has_no_article():
    session = paper(conference=named("第七十三届会议", "73rd session of the Committee"), symbol="")
    acronym = paper(mechanism=SimpleNamespace(body=named("经社理事会", "ECOSOC")), filed_on=None)

    assert citations.united_nations(session, [], SITE)["rest"] == (
        "Submitted to the 73rd session of the Committee, 9 January 2023."
    )
    assert citations.united_nations(acronym, [], SITE)["rest"] == "Submitted to ECOSOC. E/C.12/CHN/NGO/1."


def test_by_the_chinese_standard():
    assert citations.gb_t_7714(paper(), [], SITE, url=URL, today=TODAY) == (
        "北京市民间组织国际交流协会. 民间报告: E/C.12/CHN/NGO/1[R/OL]. (2023-01-09)[2027-03-02]. "
        "https://example.org/zh-hans/reports/submissions/x/."
    )


def test_three_authors_are_named_and_the_others_summed_up():
    authors = [named(f"组织{n}", f"Organisation {n}") for n in range(1, 5)]

    assert citations.united_nations(paper(), authors, SITE)["authors"] == (
        "Organisation 1, Organisation 2, Organisation 3 et al."
    )
    assert citations.gb_t_7714(paper(), authors[:3], SITE, url=URL, today=TODAY).startswith(
        "组织1, 组织2, 组织3. 民间报告"
    )
    assert citations.gb_t_7714(paper(), authors, SITE, url=URL, today=TODAY).startswith(
        "组织1, 组织2, 组织3, 等. 民间报告"
    )


def test_a_title_in_one_language_stands_in_for_the_other():
    only_chinese = paper(title_en="", title="民间报告", symbol="")

    assert citations.united_nations(only_chinese, [], SITE)["title"] == "民间报告"


# ---------------------------------------------------------------- for programs


def record(language="en", **changes):
    values = {
        "slug": "x",
        "title_en": "Water & land: 50% of the_whole",
        "summary_zh_hans": "摘要\n两行",
        "summary_en": "A summary\nin two lines",
        "get_kind_display": lambda: "Parallel report",
    }
    authors = changes.pop("authors", [named("甲", "Alpha & Co"), named("乙", "Beta {NGO}")])
    return citations.record(paper(**values | changes), authors, SITE, url=URL, language=language)


def test_bibtex_escapes_what_tex_understands_and_keeps_names_and_capitals_together():
    assert citations.bibtex(record(), TODAY) == (
        "@techreport{x-2023,\n"
        r"  author = {{Alpha \& Co} and {Beta \{NGO\}}},"
        "\n"
        r"  title = {{Water \& land: 50\% of the\_whole}},"
        "\n"
        "  type = {Parallel report},\n"
        "  institution = {Beijing NGO},\n"
        "  number = {E/C.12/CHN/NGO/1},\n"
        "  year = {2023},\n"
        "  month = jan,\n"
        "  note = {Submitted to the Committee on Economic Rights},\n"
        f"  url = {{{URL}}},\n"
        "  urldate = {2027-03-02},\n"
        "  language = {english}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("\\", r"\textbackslash{}"),
        ("a^b~c", r"a\textasciicircum{}b\textasciitilde{}c"),
        ("$#", r"\$\#"),
        ("in two\nlines", "in two lines"),
    ],
)
def test_every_sign_of_tex_is_a_sign_of_the_title(typed, written):
    assert f"title = {{{{{written}}}}}" in citations.bibtex(record(title_en=typed), TODAY)


def test_ris_is_a_line_for_each_fact():
    assert citations.ris(record("zh-hans", title_zh_hans="民间|报告"), TODAY).split("\r\n") == [
        "TY  - RPRT",
        "AU  - 甲",
        "AU  - 乙",
        "TI  - 民间报告",
        "PY  - 2023",
        "DA  - 2023/01/09/",
        "PB  - 北京市民间组织国际交流协会",
        "M3  - Parallel report",
        "SN  - E/C.12/CHN/NGO/1",
        "N1  - 提交至经社文权利委员会",
        "AB  - 摘要 两行",
        "LA  - zh",
        f"UR  - {URL}",
        "Y2  - 2027/03/02/",
        "ER  - ",
        "",
    ]


def test_what_is_not_known_is_left_out():
    bare = record(filed_on=None, symbol="", authors=[])

    assert re.findall(r"^  (\w+) =", citations.bibtex(bare, TODAY), re.M) == [
        *("author", "title", "type", "institution", "note", "url", "urldate", "language")
    ]
    assert {line[:2] for line in citations.ris(bare, TODAY).split("\r\n")} == {
        *("TY", "AU", "TI", "PB", "M3", "N1", "AB", "LA", "UR", "Y2", "ER", "")
    }
    assert "author = {{Beijing NGO}}" in citations.bibtex(bare, TODAY)


@pytest.fixture
def submission(db):
    SiteSettingsFactory()
    body = OrganisationFactory(name_zh_hans="经社文权利委员会", name_en="Committee on Economic Rights")
    submission = SubmissionFactory(
        title_zh_hans="民间报告",
        title_en='NGO "report"',
        mechanism=MechanismFactory(body=body),
        symbol="E/C.12/CHN/NGO/1",
        lead=OrganisationFactory(name_en="Alpha & Co", name_zh_hans="甲"),
    )
    ParagraphFactory(submission=submission)
    return submission


def address(name, submission, language):
    with translation.override(language):
        return reverse(f"reports:{name}", args=[submission.slug])


@pytest.mark.parametrize(
    ("name", "content_type", "extension"),
    [
        ("submission_bibtex", "application/x-bibtex; charset=utf-8", "bib"),
        ("submission_ris", "application/x-research-info-systems; charset=utf-8", "ris"),
    ],
)
def test_the_page_offers_both_in_its_language(client, submission, name, content_type, extension):
    for language, title in (("en", 'NGO "report"'), ("zh-hans", "民间报告")):
        page = client.get(address("submission_detail", submission, language)).content.decode()
        answer = client.get(address(name, submission, language))

        assert f'href="{address(name, submission, language)}"' in page
        assert answer.headers["Content-Type"] == content_type
        assert (
            answer.headers["Content-Disposition"] == f'attachment; filename="{submission.slug}.{extension}"'
        )
        assert title in answer.content.decode()
        assert (
            f"http://testserver{address('submission_detail', submission, language)}"
            in answer.content.decode()
        )


def test_what_is_not_public_is_cited_by_nobody(client, submission):
    type(submission).objects.update(confidential=True)

    for name in ("submission_bibtex", "submission_ris"):
        assert client.get(address(name, submission, "en")).status_code == 404


def meta(client, submission, language):
    html = client.get(address("submission_detail", submission, language)).content.decode()
    return re.findall(r'<meta name="(citation_[a-z_]+)" content="([^"]*)">', html)


@pytest.mark.parametrize(
    ("language", "author", "title", "institution", "code"),
    [
        (
            "en",
            "Alpha &amp; Co",
            "NGO &quot;report&quot;",
            "Beijing NGO Association for International Exchanges",
            "en",
        ),
        ("zh-hans", "甲", "民间报告", "北京市民间组织国际交流协会", "zh"),
    ],
)
def test_scholars_search_engine_finds_what_it_looks_for(
    client, submission, language, author, title, institution, code
):
    page = f"http://testserver{address('submission_detail', submission, language)}"

    assert meta(client, submission, language) == [
        ("citation_title", title),
        ("citation_author", author),
        ("citation_publication_date", "2023/01/10"),
        ("citation_technical_report_institution", institution),
        ("citation_technical_report_number", "E/C.12/CHN/NGO/1"),
        ("citation_language", code),
        ("citation_fulltext_html_url", page),
        ("citation_pdf_url", f"{page}text.{language}.pdf"),
    ]


def test_a_draft_that_staff_look_at_tells_search_engines_nothing(client, submission):
    type(submission).objects.update(confidential=True)
    client.force_login(SuperuserFactory())

    assert meta(client, submission, "en") == []
