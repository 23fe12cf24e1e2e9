from beijing_ngo.core.charts import TALLEST, Part, pillars, share


def test_the_highest_column_is_as_tall_as_may_be_and_the_others_to_its_scale():
    low, high = pillars([("14", [2]), ("15", [8])])

    assert (low.label, low.total, low.height) == ("14", 2, TALLEST / 4)
    assert (high.total, high.height) == (8, TALLEST)


def test_series_stand_on_each_other_the_first_at_the_foot():
    (column,) = pillars([("14", [1, 2, 1])])

    assert column.parts == (Part("c", 0, 40), Part("b", 41, 80), Part("a", 122, 40))
    assert column.height == 162


def test_a_series_without_anything_takes_no_room():
    (column,) = pillars([("14", [0, 4, 0])])

    assert column.parts == (Part("b", 0, TALLEST),)


def test_a_year_without_anything_is_an_empty_column():
    empty, _full = pillars([("14", [0, 0]), ("15", [1, 0])])

    assert (empty.total, empty.parts, empty.height) == (0, (), 1)
    assert pillars([("14", [0])])[0].parts == ()
    assert pillars([]) == []


def test_what_is_there_at_all_can_be_seen():
    (small, _large) = pillars([("14", [1]), ("15", [10_000])])

    assert small.height == 1
    assert [share(value, 10_000) for value in (0, 1, 3333, 10_000)] == [0, 0.5, 33.3, 100]
    assert share(0, 0) == 0
