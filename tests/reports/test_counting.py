"""How long a paper is: words as the UN's editors count them, characters as Word's 字数."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beijing_ngo.portal.demo import load
from reports.counting import (
    PATTERNS,
    Count,
    Excess,
    Limit,
    characters,
    count_of,
    limit_of,
    limit_when_filed,
    of_limit,
    over,
    words,
)
from reports.models import Endorsement
from tests.factories import MechanismFactory, OrganisationFactory, ParagraphFactory, SubmissionFactory
from tests.reports.papers import draft

LATIN = st.text(alphabet="abcXYZ019.,'’()%-", min_size=1, max_size=9)
HAN = st.text(alphabet="经社理事会人权，。《》", max_size=30)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (None, 0),
        ("   \n\t ", 0),
        ("One two three.", 3),
        ("non-governmental organisations", 2),  # a compound with hyphens is one
        ("growth – and – peace", 3),  # a dash alone is none
        ("growth—and—peace", 1),  # nothing stands between spaces here
        ("- first\n• second\n* third", 3),
        ("2,815 words in 2024, i.e. 50 %", 7),
        ("don’t stop, it's 5 o'clock", 5),
        ("see note¹ and A/HRC/50/NGO/123", 4),
        ("no\u00a0break\u3000wide\u2009thin", 4),
        ("Beijing & Geneva", 3),
    ],
)
def test_what_stands_between_spaces_is_a_word(text, number):
    assert words(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (None, 0),
        ("中国履约情况", 6),
        ("中国，履约。", 6),  # full-width marks count
        ("《公约》第11条", 7),  # a run of digits is one
        ("在COP30（2025年）上", 7),
        ("2,815词", 2),
        ("A/HRC/50/NGO/123号文件", 4),
        ("Beijing NGO 协会", 4),
        ("“好”……——", 7),
        ("don’t 不要", 3),
        ("让·雅克", 4),
        ("　　首行 缩进", 4),
        ("𠮷野", 2),
    ],
)
def test_each_character_and_each_run_of_latin_letters_is_one(text, number):
    assert characters(text) == number


@given(
    st.lists(LATIN.filter(lambda text: re.search(r"[a-zA-Z0-9]", text)), max_size=20),
    st.sampled_from([" ", "\n", "  ", "\t"]),
)
def test_words_are_counted_however_they_are_spaced(parts, space):
    assert words(space.join(parts)) == len(parts)


@given(st.text(), st.text())
def test_two_texts_with_a_space_between_count_what_they_count_apart(one, other):
    assert words(f"{one} {other}") == words(one) + words(other)
    assert characters(f"{one} {other}") == characters(one) + characters(other)


@given(HAN)
def test_a_chinese_text_is_as_long_as_it_has_characters(text):
    assert characters(text) == len(text)


@pytest.mark.parametrize("pattern", PATTERNS.values())
def test_the_patterns_mean_the_same_to_a_browser(pattern):
    """Only what Python and JavaScript write alike: classes of characters, repetition, alternatives."""
    outside = re.sub(r"\[\^?(?:\\.|[^\]])*\]", "", pattern)

    assert set(outside) <= set("*+|(?:)")


def test_headings_count_and_numbers_do_not():
    paragraph = {
        "number": 12,
        "heading_en": "Who we are",
        "text_en": "An association.",
        "heading_zh_hans": "我们是谁",
        "text_zh_hans": "一家协会。",
    }

    assert count_of([paragraph, paragraph]) == Count(10, 18)


def test_the_demonstration_report_is_an_editorial_summary_and_counts_as_one():
    """The association's own report has 997 words by an earlier count; the demonstration retells it, paragraph by paragraph.

    What the summary has: 493 words of text between spaces, and 34 in its eight headings. No mark stands alone in it, so the
    figure differs from a plain splitting at spaces by the headings only.
    """
    report = next(one for one in load.read("reports")["submissions"] if one["slug"] == "cescr-china-2023")
    texts = [paragraph["text_en"] for paragraph in report["paragraphs"]]

    assert count_of(report["paragraphs"]) == Count(527, 955)
    assert sum(len(text.split()) for text in texts) == 493
    assert sum(words(paragraph["heading_en"]) for paragraph in report["paragraphs"]) == 34


# ---------------------------------------------------------------- limits


@pytest.mark.django_db
def test_rows_of_the_database_are_counted_like_what_a_version_keeps():
    submission = SubmissionFactory()
    ParagraphFactory(
        submission=submission, heading_en="One", heading_zh_hans="一", text_en="two", text_zh_hans=""
    )

    assert count_of(submission.paragraphs.defer("text_en")) == Count(2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], Limit(number=1500, overhead=50)),
        (["declined"], Limit(number=1500, overhead=50)),
        (["asked"], Limit(number=3000, overhead=100, is_joint=True)),
        (["declined", "endorsed"], Limit(number=3000, overhead=100, is_joint=True)),
    ],
)
def test_a_paper_that_others_are_asked_to_sign_is_a_joint_one(states, expected):
    mechanism = MechanismFactory(
        limit=1500, overhead=50, joint_limit=3000, joint_overhead=100, checked_on="2026-11-21"
    )
    submission = SubmissionFactory(mechanism=mechanism)
    for state in states:
        Endorsement.objects.create(submission=submission, organisation=OrganisationFactory(), state=state)

    assert limit_of(submission) == expected


@pytest.mark.django_db
def test_without_figures_of_their_own_joint_papers_have_those_of_single_ones():
    submission = SubmissionFactory(
        mechanism=MechanismFactory(limit=1500, overhead=50, checked_on="2026-11-21")
    )
    Endorsement.objects.create(submission=submission, organisation=OrganisationFactory())

    assert limit_of(submission) == Limit(number=1500, overhead=50, is_joint=True)


@pytest.mark.parametrize(
    ("limit", "room", "guide"),
    [
        (Limit(number=1500, overhead=100), 1400, None),
        (Limit(number=50, overhead=100), 0, None),
        (Limit(number=10, unit="pages"), None, None),
        (Limit(number=2, unit="minutes"), None, 300),
        (Limit(), None, None),
    ],
)
def test_the_overhead_is_taken_off(limit, room, guide):
    assert (limit.room, limit.guide) == (room, guide)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "count", "excess"),
    [
        (Limit(number=1500, overhead=100), Count(1400, 9999), Excess()),
        (Limit(number=1500, overhead=100), Count(1401, 0), Excess(words=1)),
        (Limit(number=1500, characters=2000), Count(1600, 2005), Excess(words=100, characters=5)),
        (Limit(number=10, unit="pages"), Count(90_000, 90_000), Excess()),
        (Limit(), Count(90_000, 90_000), Excess()),
    ],
)
def test_over_the_limit(limit, count, excess):
    found = over(draft(), count, limit)

    assert found == excess
    assert bool(found) == (excess != Excess())


@pytest.mark.parametrize(
    ("limit", "words_"),
    [
        (Limit(number=1500), "1,500 words"),
        (Limit(number=1500, overhead=100), "1,500 words, of which 100 for the cover page and the like"),
        (
            Limit(number=5630, is_joint=True, is_verified=False),
            "5,630 words (joint papers) (unverified: from memory)",
        ),
        (Limit(number=1, unit="pages", characters=3000), "1 page, 3,000 Chinese characters"),
        (Limit(number=2, unit="minutes"), "2 minutes"),
        (Limit(), "no limit known"),
    ],
)
def test_a_limit_in_words_and_as_it_is_kept(limit, words_):
    with translation.override("en"):
        assert str(limit) == words_
    assert Limit.from_record(limit.recorded()) == limit


def test_the_length_beside_the_limit():
    with translation.override("en"):
        told = [
            of_limit(Count(1312), Limit(number=1600, overhead=100)),
            of_limit(Count(1), Limit(number=2, unit="pages")),
        ]

    assert told == ["1,312 of 1,500 words", "1 word"]


@pytest.mark.django_db
def test_what_was_in_force_when_it_was_filed_stays():
    submission = draft(limit=100, filed_limit=Limit(number=2000).recorded())

    assert limit_when_filed(submission) == Limit(number=2000)
    assert limit_when_filed(draft(limit=100)).number == 100
