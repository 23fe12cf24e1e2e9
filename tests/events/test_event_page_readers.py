import re

import pytest
from django.contrib.auth.models import Permission

from tests.events.pages import (
    Statements,
    document_of,
    html_of,
    in_days,
    keep_the_frame,
    photo_of,
    section,
)
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ConferenceFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SiteSettingsFactory,
    SpeakerFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- who sees it


@pytest.fixture
def colleague(client):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(user)
    return user


HIDDEN = [
    {"status": "draft", "published_at": None},
    {"status": "archived"},
    {"status": "published", "published_at": in_days(3)},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_public_is_no_page_to_visitors_and_members(client, hidden):
    event = EventFactory(**hidden)

    assert client.get(event.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(event.get_absolute_url()).status_code == 404
    client.force_login(UserFactory(is_staff=True))  # of the house, but with no right to see events
    assert client.get(event.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("hidden", "notice"),
    [
        (HIDDEN[0], "Draft: only staff"),
        (HIDDEN[1], "Archived: only staff"),
        (HIDDEN[2], "Preview: this page will be published on"),
    ],
)
def test_staff_see_it_with_a_notice(client, colleague, hidden, notice):
    event = EventFactory(title_en="Not yet", **hidden)

    html = html_of(client, event)

    assert "<h1>Not yet</h1>" in html
    assert notice in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_preview_is_always_as_written_last_and_never_shown_to_others(client, colleague):
    event = EventFactory(title_en="First", status="draft", published_at=None)
    assert "<h1>First</h1>" in html_of(client, event)
    type(event).objects.filter(pk=event.pk).update(title_en="Second")

    assert "<h1>Second</h1>" in html_of(client, event)
    client.logout()
    assert client.get(event.get_absolute_url()).status_code == 404


def test_a_public_page_has_no_notice_for_staff(client, colleague, hour):
    assert "only staff" not in html_of(client, hour)


def test_an_event_withdrawn_is_gone_at_once(client, hour):
    html_of(client, hour)

    hour.status = "draft"
    hour.save()

    assert client.get(hour.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("slug", ["nothing", "x" * 300, "a%00b"])
@pytest.mark.parametrize("place", ["", "series/", "conferences/"])
def test_no_such_page(client, db, place, slug):
    assert client.get(f"/en/events/{place}{slug}/").status_code == 404


# ---------------------------------------------------------------- two languages


def test_a_page_without_english_shows_the_chinese_and_says_so(client):
    event = EventFactory(
        title_zh_hans="绿色论坛",
        title_en="",
        summary_zh_hans="摘要",
        summary_en="",
        city_zh_hans="北京",
        city_en="",
    )

    html = html_of(client, event)

    assert '<html lang="en">' in html
    assert '<h1><span lang="zh-Hans">绿色论坛</span></h1>' in html
    assert "This page has no English version yet. You are reading the Chinese original." in html
    assert "no Chinese version" not in html_of(client, event, "zh-hans")


def test_the_gate_holds_it_back_in_english_only(client):
    SiteSettingsFactory(publish_gate="hold")
    event = EventFactory(title_en="", summary_en="", city_en="")

    assert client.get(f"/en/events/{event.slug}/").status_code == 404
    assert client.get(f"/zh-hans/events/{event.slug}/").status_code == 200


def test_a_change_of_text_shows_at_once_in_each_language(client, hour):
    html_of(client, hour), html_of(client, hour, "zh-hans")

    hour.title_en, hour.title_zh_hans = "Another name", "另一个名称"
    hour.save()

    assert "<h1>Another name</h1>" in html_of(client, hour)
    assert "另一个名称</h1>" in html_of(client, hour, "zh-hans")


def test_no_cookie_on_a_plain_visit(client, hour):
    assert not client.get(hour.get_absolute_url()).cookies


# ---------------------------------------------------------------- statements


@pytest.mark.parametrize("number", [1, 5, 50])
def test_the_page_takes_four_statements_at_most_whatever_it_holds(client, hour, number):
    """Nothing kept but the frame of every page; then with all kept."""
    hour.conference = ConferenceFactory()
    hour.cover = photo_of(hour, "cover")
    hour.save()
    RegistrationDeskFactory(event=hour)
    for place in range(number):
        SpeakerFactory(agenda_item=AgendaItemFactory(event=hour), organisation=OrganisationFactory())
        PartnershipFactory(event=hour)
        photo_of(hour, f"photo-{place}")
        document_of(hour, f"document-{place}")
        hour.themes.add(ThemeFactory())
        EventFactory(series=hour.series, starts_at=in_days(-place - 400), cover=photo_of(hour, f"c{place}"))
        ArticleFactory().events.add(hour)
    keep_the_frame()

    with Statements() as cold:
        html = html_of(client, hour)
    with Statements() as warm:
        html_of(client, hour)

    assert (cold.count, warm.count) == (4, 1)
    assert html.count('<li class="duo">') == number
    assert len(re.findall(r"<li><svg", section(html, "docs"))) == number
