"""What every test starts from."""

import pytest
from django.core.cache import cache
from django.utils import translation

from tests import search_in_step, search_put_off


def pytest_collection_modifyitems(items):
    """What takes long begins first, so that no process waits for the last file of another."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None and "browser" not in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def _search_is_watched():
    with pytest.MonkeyPatch.context() as monkeypatch:
        search_in_step.watch(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _search_is_put_off(request, monkeypatch):
    if search_put_off.is_for(request.path):
        with search_put_off.until_asked(monkeypatch):
            yield
    else:
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup():
    search_in_step.begin()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    result = yield
    search_in_step.check()
    return result


@pytest.fixture(autouse=True)
def _nothing_kept():
    """The database is rolled back after each test; what was kept of it must go too."""
    from beijing_ngo.core import kept, page_cache

    cache.clear()
    kept._values.clear()
    page_cache.shelf.clear()
    yield
    translation.deactivate_all()
    translation.activate("zh-hans")


@pytest.fixture
def admin(client):
    """The administrator's browser."""
    from tests.factories import SuperuserFactory

    client.force_login(SuperuserFactory())
    return client
