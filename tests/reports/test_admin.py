"""Articles and papers for UN bodies in the admin."""

from datetime import date

import pytest

from reports.models import Article, Mechanism, Paragraph, QuadrennialReport, Submission
from tests.admin_forms import change, errors, filled, page
from tests.factories import (
    ArticleFactory,
    MechanismFactory,
    ParagraphFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def numbered(*numbers):
    submission = SubmissionFactory(state="drafting", filed_on=None)
    return submission, [ParagraphFactory(submission=submission, number=number) for number in numbers]


def test_two_paragraphs_cannot_have_one_number(admin):
    submission, _rows = numbered(1, 2)

    response = change(admin, submission, paragraphs__1__number="1")

    assert list(errors(response)) == ["paragraphs-1-number"]
    assert list(Paragraph.objects.values_list("number", flat=True)) == [1, 2]


def test_two_new_paragraphs_cannot_have_one_number(admin):
    submission, _rows = numbered()
    rows = {"paragraphs-TOTAL_FORMS": 2}
    for number in (0, 1):
        rows |= {f"paragraphs-{number}-number": "1", f"paragraphs-{number}-text_zh_hans": "文字"}

    response = change(admin, submission, **rows)

    assert list(errors(response)) == ["paragraphs-1-number"]


def test_paragraphs_may_swap_their_numbers(admin):
    submission, (one, two) = numbered(1, 2)

    change(admin, submission, paragraphs__0__number="2", paragraphs__1__number="1")

    assert set(Paragraph.objects.values_list("pk", "number")) == {(one.pk, 2), (two.pk, 1)}


def test_a_paragraph_may_be_put_between_others(admin):
    submission, (one, two, three) = numbered(1, 2, 3)

    change(
        admin,
        submission,
        **{"paragraphs-TOTAL_FORMS": 4, "paragraphs-1-number": "3", "paragraphs-2-number": "4"},
        **{"paragraphs-3-number": "2", "paragraphs-3-text_zh_hans": "新"},
    )

    rows = list(Paragraph.objects.values_list("number", "pk"))
    assert [rows[0], *rows[2:]] == [(1, one.pk), (3, two.pk), (4, three.pk)]


def test_a_number_is_free_once_its_paragraph_goes(admin):
    submission, (_one, two) = numbered(1, 2)

    change(admin, submission, **{"paragraphs-0-DELETE": "on", "paragraphs-1-number": "1"})

    assert list(Paragraph.objects.values_list("pk", "number")) == [(two.pk, 1)]


@pytest.mark.parametrize("state", ["approved", "filed", "published", "withdrawn"])
def test_from_the_approval_on_the_text_stands_still(admin, state):
    submission, [paragraph] = numbered(1)
    Submission.objects.filter(pk=submission.pk).update(state=state, filed_on=date(2026, 1, 1))
    submission.refresh_from_db()

    change(admin, submission, **{"paragraphs-0-text_en": "Other words"}, symbol="A/1")

    before = paragraph.text_en
    paragraph.refresh_from_db()
    submission.refresh_from_db()
    assert (paragraph.text_en, submission.symbol) == (before, "A/1")


def test_a_paragraph_is_written_in_at_least_one_language(admin):
    submission, _rows = numbered(1)

    response = change(admin, submission, paragraphs__0__text_zh_hans="", paragraphs__0__text_en="")

    assert list(errors(response)) == ["paragraphs-0-text_zh_hans"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"country_under_review": "XX"}, "country_under_review"),
        ({"mechanism": "0"}, "mechanism"),
    ],
)
def test_wrong_input_is_answered_at_its_field(admin, typed, field):
    response = change(admin, SubmissionFactory(), **typed)

    assert list(errors(response)) == [field]


def test_a_part_belongs_to_a_series(admin):
    response = change(admin, ArticleFactory(), part="2")

    assert list(errors(response)) == ["series_name_zh_hans"]


def test_a_quadrennial_report_covers_four_years(admin):
    url = page(QuadrennialReport, "add")

    response = admin.post(url, filled(admin.get(url), first_year="2024", last_year="2025"))

    assert list(errors(response)) == ["last_year"]


@pytest.mark.parametrize(
    ("model", "make"),
    [(Article, ArticleFactory), (Submission, SubmissionFactory), (Mechanism, MechanismFactory)],
)
def test_lists_take_the_same_statements_for_any_number(admin, model, make, django_assert_max_num_queries):
    counts = []
    for number in (1, 9):
        make.create_batch(number)
        admin.get(page(model))
        with django_assert_max_num_queries(14) as captured:
            admin.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]
