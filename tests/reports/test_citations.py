"""Citations, as the United Nations and as GB/T 7714 write them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from reports import citations

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

    assert citations.plain(parts) == (
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
