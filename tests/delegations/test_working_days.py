"""Days until something is due."""

from datetime import date

import pytest

from delegations.working_days import due_after

GOLDEN_WEEK = date(2026, 9, 30)  # a Wednesday; 1 to 7 October are holidays, Saturday 10 October is worked


@pytest.mark.parametrize(
    ("day", "number", "kind", "expected"),
    [
        (date(2026, 3, 2), 5, "working", (date(2026, 3, 9), True)),  # over a plain weekend
        (GOLDEN_WEEK, 1, "working", (date(2026, 10, 8), True)),
        (GOLDEN_WEEK, 3, "working", (date(2026, 10, 10), True)),  # the make-up Saturday
        (GOLDEN_WEEK, 4, "working", (date(2026, 10, 12), True)),
        (GOLDEN_WEEK, 4, "calendar", (date(2026, 10, 4), True)),
        (date(2026, 3, 7), 0, "working", (date(2026, 3, 7), True)),
    ],
)
def test_working_days_follow_the_holidays_of_the_year(day, number, kind, expected):
    assert due_after(day, number, kind) == expected


@pytest.mark.parametrize(
    ("day", "number", "kind", "expected"),
    [
        (date(2097, 9, 30), 3, "working", (date(2097, 10, 3), False)),  # Monday to Friday, holidays or not
        (date(2097, 10, 4), 1, "working", (date(2097, 10, 7), False)),
        (date(2003, 12, 30), 2, "working", (date(2004, 1, 2), False)),  # known only from the second year on
        (date(2097, 9, 30), 3, "calendar", (date(2097, 10, 3), True)),
    ],
)
def test_in_a_year_that_is_not_known_the_day_is_a_guess(day, number, kind, expected):
    assert due_after(day, number, kind) == expected
