import pytest

from tests.factories import SiteSettingsFactory


@pytest.fixture(autouse=True)
def site(db):
    return SiteSettingsFactory()
