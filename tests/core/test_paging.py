import pytest

from beijing_ngo.core.models import Theme
from beijing_ngo.core.paging import NearEndPaginator
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes():
    return [ThemeFactory(order=number) for number in range(23)]


def pages_of(order, count):
    paginator = NearEndPaginator(Theme.objects.order_by(*order), 5, count)
    return [list(paginator.page(number)) for number in paginator.page_range]


@pytest.mark.parametrize(("order", "turned"), [(("order", "id"), 1), (("-order", "-id"), -1)])
def test_the_pages_are_the_list_cut_up(themes, order, turned):
    whole = themes[::turned]

    assert pages_of(order, 23) == [whole[0:5], whole[5:10], whole[10:15], whole[15:20], whole[20:23]]


def test_the_last_page_is_read_from_the_end(themes, django_assert_num_queries, django_assert_max_num_queries):
    paginator = NearEndPaginator(Theme.objects.order_by("order", "id"), 5, 23)

    with django_assert_num_queries(1) as made:
        page = paginator.get_page(5)

    sql = made.captured_queries[0]["sql"]
    assert "OFFSET" not in sql
    assert 'ORDER BY "core_theme"."order" DESC' in sql
    assert (list(page), page.has_next(), page.previous_page_number()) == (themes[20:], False, 4)


@pytest.mark.parametrize(
    ("asked", "number"), [(None, 1), ("x", 1), ("2", 2), ("99", 5), ("last", 5), ("9" * 5000, 1)]
)
def test_any_page_asked_for_leads_to_one_there_is(themes, asked, number):
    assert NearEndPaginator(Theme.objects.order_by("order", "id"), 5, 23).get_page(asked).number == number


def test_an_empty_list_has_one_empty_page(db):
    page = NearEndPaginator(Theme.objects.order_by("order", "id"), 5, 0).get_page(1)

    assert (list(page), page.has_other_pages()) == ([], False)
