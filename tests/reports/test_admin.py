"""Articles and papers for UN bodies in the admin."""

import pytest
from django.urls import reverse

from reports.models import Article, Mechanism, QuadrennialReport, Submission
from tests.admin_forms import change, errors, filled, page
from tests.factories import (
    ArticleFactory,
    MechanismFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


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


def test_a_new_paper_must_stand_in_both_languages_until_somebody_says_otherwise(admin):
    form = admin.get(reverse("admin:reports_submission_add")).context["adminform"].form

    assert form["required_languages"].value() == ["zh-hans", "en"]
    assert form.fields["required_languages"].required
