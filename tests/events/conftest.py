"""What tests of events start from: an event with all that a page can show, those who register, the secretariat."""

import pytest
from django.utils import translation

from tests.events.pages import at
from tests.events.people import contact
from tests.factories import EventFactory, SeriesFactory, SuperuserFactory, ThemeFactory


@pytest.fixture
def hour():
    series = SeriesFactory(slug="hour", name_zh_hans="北京“地球一小时”", name_en="Earth Hour in Beijing")
    event = EventFactory(
        slug="hour-2027",
        kind="earth_hour",
        series=series,
        edition=14,
        title_zh_hans="“地球一小时”2027北京主会场",
        title_en="Earth Hour in Beijing 2027",
        theme_line_zh_hans="日常里的绿色选择",
        theme_line_en="From table to wardrobe",
        summary_en="The furnace goes dark.",
        starts_at=at("2027-03-20 12:00"),
        ends_at=at("2027-03-20 13:45"),
        venue_zh_hans="首钢园三号高炉",
        venue_en="Shougang Park",
        address_zh_hans="北京市石景山区",
        address_en="Shijingshan District",
        online_url="https://meeting.example.org/secret",
        attendance_mode="hybrid",
        sdgs=[13, 11],
    )
    event.themes.add(ThemeFactory(slug="climate", name_zh_hans="应对气候变化", name_en="Climate action"))
    return event


@pytest.fixture
def in_english():
    """Whatever is said is said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def way():
    """The capacity of a member organisation's contact."""
    return contact()


@pytest.fixture
def office(client):
    """The browser of somebody of the secretariat, who reads English."""
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client
