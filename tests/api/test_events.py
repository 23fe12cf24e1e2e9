from datetime import timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Status
from events.models import EventState
from tests.api.full_portal import at, attach
from tests.api.reading import get, read, slugs
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
SECRET_LINK = "https://meeting.example.org/zq"


def test_a_list_tells_an_event_whole(client):
    event = EventFactory(
        slug="earth-hour",
        kind="earth_hour",
        title_zh_hans="地球|一小时",
        title_en="Earth Hour",
        summary_zh_hans="熄灯 60 分钟",
        summary_en="",
        starts_at=at(2030, 3, 23, 12),
        ends_at=at(2030, 3, 23, 14),
        time_zone="Asia/Shanghai",
        sdgs=[13],
        working_languages=["zh-hans", "fr"],
        venue_zh_hans="钟楼",
        venue_en="Bell Tower",
        online_url=SECRET_LINK,
    )
    event.themes.add(ThemeFactory(slug="climate", name_zh_hans="气候", name_en="Climate"))
    partner = OrganisationFactory(slug="greenovation", name_zh_hans="创绿", name_en="Greenovation")
    PartnershipFactory(event=event, organisation=partner, role="host")

    answer = read(client, "events")

    base = "http://testserver"
    (item,) = answer["items"]
    assert answer["next"] is None
    assert item.pop("updated_at").endswith("Z")
    assert item == {
        "slug": "earth-hour",
        "url": {
            "zh-Hans": f"{base}/zh-hans/events/earth-hour/",
            "en": f"{base}/en/events/earth-hour/",
        },
        "api_url": f"{base}/api/v1/events/earth-hour",
        "language": None,
        "fallback": [],
        "title": {"zh-Hans": "地球一小时", "en": "Earth Hour"},
        "theme_line": None,
        "summary": {"zh-Hans": "熄灯60分钟", "en": None},
        "kind": {"code": "earth_hour", "label": {"zh-Hans": "地球一小时", "en": "Earth Hour"}},
        "state": {"code": "scheduled", "label": {"zh-Hans": "如期举行", "en": "Scheduled"}},
        "when": {
            "starts": "2030-03-23T20:00:00+08:00",
            "ends": "2030-03-23T22:00:00+08:00",
            "time_zone": "Asia/Shanghai",
            "all_day": False,
            "precision": "day",
        },
        "attendance": {"code": "in_person", "label": {"zh-Hans": "现场", "en": "In person"}},
        "where": {
            "venue": {"zh-Hans": "钟楼", "en": "Bell Tower"},
            "address": None,
            "city": {"zh-Hans": "北京", "en": "Beijing"},
            "country": {"code": "CN", "label": {"zh-Hans": "中国", "en": "China"}},
            "latitude": None,
            "longitude": None,
        },
        "working_languages": ["zh-Hans", "fr"],
        "series": None,
        "edition": None,
        "conference": None,
        "themes": [{"slug": "climate", "name": {"zh-Hans": "气候", "en": "Climate"}}],
        "sdgs": [13],
        "partners": [
            {
                "slug": "greenovation",
                "name": {"zh-Hans": "创绿", "en": "Greenovation"},
                "url": {
                    "zh-Hans": f"{base}/zh-hans/members/greenovation/",
                    "en": f"{base}/en/members/greenovation/",
                },
                "api_url": f"{base}/api/v1/organisations/greenovation",
                "role": {"code": "host", "label": {"zh-Hans": "主办单位", "en": "Host"}},
            }
        ],
        "registration": None,
        "cover": None,
    }


def test_an_event_alone_tells_more(client):
    event = EventFactory(
        slug="forum",
        body_zh_hans="<p>正文</p><script>alert(1)</script>",
        body_en="<p></p>",
        participants_count=300,
        online_url=SECRET_LINK,
    )
    item = AgendaItemFactory(event=event, title_en="Opening", room_en="Hall 1")
    organisation = OrganisationFactory(name_en="Institute")
    SpeakerFactory(agenda_item=item, name_en="Ms Li", position_en="Director", organisation=organisation)
    attach(event)
    article = ArticleFactory(slug="about-it")
    article.events.add(event)

    answer = read(client, "events/forum", lang="en")

    assert answer["body"] == "<p>正文</p>"
    assert answer["language"] == "en"
    assert answer["fallback"] == ["body"]
    assert answer["participants"] == 300
    (entry,) = answer["programme"]
    assert (entry["day"], entry["starts"], entry["ends"]) == (1, "09:00", "10:00")
    assert (entry["title"], entry["room"], entry["note"]) == ("Opening", "Hall 1", None)
    assert entry["speakers"] == [{"name": "Ms Li", "position": "Director", "organisation": "Institute"}]
    (photo,), (file,) = answer["photos"], answer["files"]
    assert photo["url"].startswith("http://testserver/media/")
    assert (photo["width"], photo["height"], photo["alt"], photo["credit"]) == (
        1200,
        800,
        "Picture",
        "Picture",
    )
    assert (file["title"], file["format"], file["language"], file["size"]) == ("Picture", "PDF", "en", 7)
    assert file["url"].startswith("http://testserver/documents/")
    assert [one["slug"] for one in answer["articles"]] == ["about-it"]
    assert answer["calendar_url"] == "http://testserver/en/events/forum/calendar.ics"
    assert SECRET_LINK not in str(answer)


@pytest.mark.parametrize(
    ("known", "starts", "ends"),
    [
        ({"date_precision": "month"}, "2011-06", "2011-06"),
        ({"date_precision": "year"}, "2011", "2011"),
        ({"all_day": True}, "2011-06-05", "2011-06-06"),  # until midnight in Beijing
        ({"time_zone": "Europe/Zurich"}, "2011-06-05T09:00:00+02:00", "2011-06-06T18:00:00+02:00"),
    ],
)
def test_a_moment_is_told_as_exactly_as_it_is_known(client, known, starts, ends):
    EventFactory(slug="one", starts_at=at(2011, 6, 5, 7), ends_at=at(2011, 6, 6, 16), **known)

    when = read(client, "events/one")["when"]

    assert (when["starts"], when["ends"]) == (starts, ends)


def test_how_things_stand_at_the_desk(client):
    now = timezone.now()
    hour = timedelta(hours=1)
    desks = {
        "open": {"capacity": 40, "places_taken": 10},
        "nearly_full": {"capacity": 40, "places_taken": 38},
        "waiting_list": {"capacity": 40, "places_taken": 40},
        "full": {"capacity": 40, "places_taken": 40, "waiting_list": False},
        "not_open_yet": {"opens_at": now + hour},
        "closed": {"closes_at": now - hour},
    }
    for name, facts in desks.items():
        RegistrationDeskFactory(event__slug=name.replace("_", "-"), **facts)
    RegistrationDeskFactory(event__slug="called-off", event__state=EventState.CANCELLED)

    told = {item["slug"]: item["registration"] for item in read(client, "events", lang="en")["items"]}

    assert {name: desk["status"] for name, desk in told.items()} == {
        **{name.replace("_", "-"): name for name in desks},
        "called-off": "closed",
    }
    assert told["nearly-full"]["capacity"] == 40
    assert told["nearly-full"]["places_left"] == 2
    assert told["nearly-full"]["url"] == "http://testserver/en/events/nearly-full/register/"
    for shut in ("not-open-yet", "closed"):
        assert (told[shut]["capacity"], told[shut]["places_left"], told[shut]["url"]) == (None, None, None)
    assert told["full"]["url"] is None


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"status": Status.ARCHIVED}])
def test_what_is_not_public_is_not_there(client, hidden):
    EventFactory(slug="hidden", **hidden)

    assert get(client, "events/hidden").status_code == 404
    assert slugs(client, "events") == []


def test_a_partner_without_a_page_is_named_and_not_linked(client):
    PartnershipFactory(event__slug="one", organisation__status=Status.DRAFT, organisation__name_en="Hidden")

    (partner,) = read(client, "events/one", lang="en")["partners"]

    assert partner["name"] == "Hidden"
    assert (partner["slug"], partner["url"], partner["api_url"]) == (None, None, None)


def test_hosts_come_first(client):
    event = EventFactory(slug="one")
    for role in ("media", "supporter", "host"):
        PartnershipFactory(event=event, role=role)

    partners = read(client, "events/one")["partners"]

    assert [one["role"]["code"] for one in partners] == ["host", "supporter", "media"]
