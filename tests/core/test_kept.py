"""What is the same for every reader is fetched once, and anew after every change."""

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.utils import translation

from beijing_ngo.core import kept
from tests.factories import EventFactory, PageFactory, SiteSettingsFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db


def counter():
    calls = iter(range(1, 1000))
    return lambda: next(calls)


def test_a_value_is_built_once():
    build = counter()

    assert [kept.value("a", build), kept.value("a", build), kept.value("b", build)] == [1, 1, 2]


def test_a_value_grows_old():
    build = counter()

    assert [kept.value("a", build, seconds=0), kept.value("a", build, seconds=0)] == [1, 2]


def test_a_change_renews_at_once_and_again_after_the_commit(django_capture_on_commit_callbacks):
    build = counter()
    seen = [kept.value("a", build)]

    with django_capture_on_commit_callbacks(execute=True):
        ThemeFactory()
        seen.append(kept.value("a", build))  # in the transaction itself
    seen.append(kept.value("a", build))  # what another process may have kept in between is dropped

    assert seen == [1, 2, 3]


def test_what_the_public_does_not_see_renews_nothing():
    build = counter()
    seen = [kept.value("a", build)]

    UserFactory()
    seen.append(kept.value("a", build))

    assert seen == [1, 1]


def test_many_to_many_links_renew():
    event, theme, build = EventFactory(), ThemeFactory(), counter()
    seen = [kept.value("a", build)]

    event.themes.add(theme)
    seen.append(kept.value("a", build))

    assert seen == [1, 2]


def test_another_process_is_heard_through_the_cache():
    build = counter()
    seen = [kept.value("a", build)]

    cache.set(kept.STAMP, "from elsewhere")
    seen.append(kept.value("a", build))

    assert seen == [1, 2]


def test_a_request_reads_the_stamp_once(monkeypatch):
    kept.generation()
    reads = []
    get = cache.get
    monkeypatch.setattr(cache, "get", lambda *args, **more: reads.append(args) or get(*args, **more))

    request_started.send(object)
    for name in "abc":
        kept.value(name, counter())
    request_finished.send(object)

    assert len(reads) == 1


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(kept, "MAX_VALUES", 3)

    for name in range(10):
        kept.value(name, counter())

    assert len(kept._values) <= 3


def test_site_settings_are_read_once(django_assert_num_queries):
    SiteSettingsFactory(short_name_en="Beijing NGO")
    kept.site()

    with django_assert_num_queries(0), translation.override("en"):
        assert kept.site().short_name == "Beijing NGO"


def test_menus_are_kept_for_each_language(django_assert_num_queries):
    PageFactory(menu="header", title_zh_hans="关于协会", title_en="About us")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            kept.menu("header")

    with django_assert_num_queries(0):
        titles = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                titles[language] = [page.title for page in kept.menu("header")]

    assert titles == {"zh-hans": ["关于协会"], "en": ["About us"]}
