from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, migrations
from django.utils import timezone

from beijing_ngo.portal.scale.make import make
from beijing_ngo.search import apps, index, indexing, words
from beijing_ngo.search.models import EntryKind, SearchEntry
from events.models import Event
from tests.factories import ArticleFactory, EventFactory, PageFactory


def lines():
    return list(SearchEntry.objects.order_by("pk").values_list("pk", "words", "since"))


@pytest.mark.django_db
def test_a_rebuild_mends_what_went_past_the_search_and_changes_nothing_else(found, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    events = EventFactory.create_batch(5)
    gone = ArticleFactory(title_zh_hans="已删除")
    before = [line for line in lines() if line[0] != SearchEntry.objects.get(kind=EntryKind.REPORT).pk]
    type(gone).objects.filter(pk=gone.pk)._raw_delete("default")
    Event.objects.filter(pk=events[0].pk).update(title_zh_hans="绕过去的题目")
    out = StringIO()

    call_command("rebuild_search", stdout=out)
    assert found("绕过去") == ["绕过去的题目"]
    assert found("已删除") == []
    assert "5 records read, 5 entries written" in out.getvalue()

    Event.objects.filter(pk=events[0].pk).update(title_zh_hans=events[0].title_zh_hans)
    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert lines() == before


@pytest.mark.django_db
def test_a_rebuild_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    EventFactory.create_batch(3)
    PageFactory()
    steps = []

    indexing.rebuild(lambda kind, count: steps.append((kind, count)))

    assert steps == [(EntryKind.EVENT, 2), (EntryKind.EVENT, 1), (EntryKind.PAGE, 1)]
    assert indexing.total() == 4


@pytest.mark.django_db
def test_many_records_made_at_once_are_found():
    make(6, timezone.localdate(), only="articles")

    assert SearchEntry.objects.filter(kind=EntryKind.REPORT).count() == 6


@pytest.mark.django_db
def test_the_migration_that_makes_the_table_fills_it(found):
    EventFactory(title_zh_hans="论坛")
    SearchEntry.objects.all().delete()
    first = migrations.Migration("0001_initial", "search")

    apps._prepare(plan=[(first, True)])
    assert found("论坛") == []

    apps._prepare(plan=[(first, False)])
    assert found("论坛") == ["论坛"]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_was_altered_gets_its_index_back(found):
    EventFactory(title_zh_hans="论坛")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_words_update")
        else:
            cursor.execute("DROP INDEX search_words")

    index.prepare()
    Event.objects.get().save()

    assert found("论坛") == ["论坛"]
    Event.objects.get().delete()
    assert found("论坛") == []


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_on_postgresql_the_newest_years_are_asked_first(found, monkeypatch):
    for year in range(2001, 2021):
        ArticleFactory(title_zh_hans=f"绿色{year}", date=date(year, 5, 1))
    ArticleFactory(title_zh_hans="绿色的将来", date=date(2150, 1, 1))
    monkeypatch.setattr(index, "SLICES", (3, 8))
    monkeypatch.setattr(index, "_bounds", {})
    with connection.cursor() as cursor:
        slices = list(index._slices(cursor))

    everything = index.newest(["绿色"], most=100)
    few = index.newest(["绿色"], most=2)

    assert [len(years or ()) for years, _below in slices] == [words.LAST_YEAR + 1 - 2018, 5, 0]
    assert everything == sorted(everything, reverse=True)
    assert len(everything) == 21
    assert few == everything[:2]
