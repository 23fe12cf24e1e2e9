import re

import pytest

from beijing_ngo.core.models import DocumentAccess
from events.models import EventState
from tests.events.pages import (
    at,
    document_of,
    facts,
    html_of,
    in_days,
    photo_of,
    section,
    words,
)
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ConferenceFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db


def test_the_facts_in_english(client, hour):
    assert facts(html_of(client, hour)) == {
        "When": ["Saturday 20 March 2027", "20:00–21:45 Beijing time"],
        "Where": ["Shougang Park", "Shijingshan District", "Beijing"],
        "How": ["In person and online", "Chinese, English"],
        "Goals": ["SDG 11: Sustainable cities and communities", "SDG 13: Climate action"],
        "Themes": ["Climate action"],
    }


def test_the_facts_in_chinese(client, hour):
    html = html_of(client, hour, "zh-hans")

    assert '<time datetime="2027-03-20T20:00+08:00">2027年3月20日 周六<br>20:00–21:45 北京时间</time>' in html
    assert "首钢园三号高炉<br>北京市石景山区</dd>" in html  # the address names the city already
    assert '<a href="/zh-hans/events/?theme=climate">应对气候变化</a>' in html
    assert "北京“地球一小时”</a>·第14届" in html


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"time_zone": "Europe/Zurich"},
            ["Saturday 20 March 2027", "13:00–14:45 Geneva time", "20:00–21:45 Beijing time"],
        ),
        (
            {
                "time_zone": "America/New_York",
                "starts_at": at("2027-03-20 20:00"),
                "ends_at": at("2027-03-20 22:00"),
            },
            [
                "Saturday 20 March 2027",
                "16:00–18:00 New York time",
                "Sunday 21 March 2027, 04:00–06:00 Beijing time",
            ],
        ),
        ({"time_zone": "Asia/Singapore"}, ["Saturday 20 March 2027", "20:00–21:45 Singapore time"]),
        ({"all_day": True}, ["Saturday 20 March 2027"]),
        ({"ends_at": at("2027-03-22 09:00")}, ["20–22 March 2027"]),
        (
            {"ends_at": at("2027-03-20 18:00")},
            ["Saturday 20 March 2027", "20:00–02:00 (next day) Beijing time"],
        ),
        ({"date_precision": "month"}, ["March 2027"]),
        ({"date_precision": "year"}, ["2027"]),
    ],
)
def test_the_hours_are_those_of_the_place_and_what_they_are_in_beijing(client, hour, more, expected):
    for name, value in more.items():
        setattr(hour, name, value)
    hour.save()

    assert facts(html_of(client, hour))["When"] == expected


def test_head_and_crumbs(client, hour):
    html = html_of(client, hour)

    assert "<title>Earth Hour in Beijing 2027</title>" in html
    assert '<meta name="description" content="The furnace goes dark.">' in html
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Earth Hour in Beijing 2027"]
    assert '<p class="other"><span lang="zh-Hans">“地球一小时”2027北京主会场</span></p>' in html
    crumbs = re.search(r'<ol class="crumbs">(.*?)</ol>', html, re.S).group(1)
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/en/", "/en/events/", "/en/events/series/hour/"]
    assert '<span aria-current="page">2027</span>' in crumbs


def test_the_kind_line_links_to_series_and_conference(client, hour):
    hour.conference = ConferenceFactory(slug="cop-32", acronym="COP", number=32)
    hour.save()

    html = html_of(client, hour)

    line = re.search(r'<p class="kind"><svg.*?</svg><span>(.*?)</span></p>', html, re.S).group(1)
    assert line == (
        'Earth Hour · <a href="/en/events/series/hour/">Earth Hour in Beijing</a> · 14th edition'
        ' · <a href="/en/events/conferences/cop-32/">COP 32</a>'
    )


def test_what_is_not_public_is_not_linked_to(client, hour):
    hour.series.status = "draft"
    hour.series.save()
    hour.conference = ConferenceFactory(acronym="COP", number=32, status="draft", published_at=None)
    hour.save()
    PartnershipFactory(
        event=hour,
        organisation=OrganisationFactory(name_en="Quiet Partner", status="draft", published_at=None),
    )

    html = html_of(client, hour)

    assert "series/" not in html
    assert "conferences/" not in html
    assert "Earth Hour in Beijing</a>" not in html
    assert "<dd>Quiet Partner</dd>" in html


@pytest.mark.parametrize(
    ("number", "name"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (21, "21st")]
)
def test_editions_are_counted_as_english_does(client, hour, number, name):
    hour.edition = number
    hour.save()

    assert f" · {name} edition" in html_of(client, hour)


def test_the_online_link_is_never_told(client, hour):
    RegistrationDeskFactory(event=hour)

    for language in ("en", "zh-hans"):
        assert "meeting.example.org" not in html_of(client, hour, language)
        assert "meeting.example.org" not in client.get(f"/{language}/events/?when=all").content.decode()


def test_the_programme_by_day_with_its_speakers(client, hour):
    hour.ends_at = at("2027-03-21 09:00")
    hour.save()
    second = AgendaItemFactory(event=hour, day=2, starts="09:00", ends="10:00", title_en="Walk")
    late = AgendaItemFactory(
        event=hour, day=1, starts="20:30", ends="21:30", title_en="The hour", room_en="Stage"
    )
    AgendaItemFactory(
        event=hour, day=1, starts="20:00", ends="20:30", title_en="Tea", note_en="From the hills."
    )
    bank = OrganisationFactory(name_en="Green Fund")
    SpeakerFactory(agenda_item=late, name_en="Anna Solheim", position_en="Lead", organisation=bank, order=2)
    SpeakerFactory(agenda_item=late, name_en="Lin Wei", order=1)
    SpeakerFactory(agenda_item=second, name_en="", name_zh_hans="赵敏")

    programme = section(html_of(client, hour), "prog")

    assert re.findall(r'<h3 class="month">(.*?)</h3>', programme) == [
        *("Saturday 20 March 2027", "Sunday 21 March 2027"),
    ]
    items = re.findall(r'<li class="duo">(.*?)</div></li>', programme, re.S)
    assert [words(item) for item in items] == [
        "20:00 – 20:30 Tea From the hills.",
        "20:30 – 21:30 Stage The hour L Lin Wei A Anna Solheim Lead, Green Fund",
        "09:00 – 10:00 Walk 赵 赵敏",
    ]
    assert '<span lang="zh-Hans">赵敏</span>' in programme


def test_one_day_needs_no_heading(client, hour):
    AgendaItemFactory(event=hour)

    assert '<h3 class="month">' not in section(html_of(client, hour), "prog")


def test_the_partners_stand_in_the_order_of_protocol(client, hour):
    for role, name, order in [
        *[("co_organiser", "Fund", 1), ("host", "Second host", 2), ("media", "Radio", 1)],
        *[("supporter", "Park", 1), ("host", "First host", 1), ("organiser", "Office", 9)],
    ]:
        organisation = OrganisationFactory(name_en=name, slug=name.lower().replace(" ", "-"))
        PartnershipFactory(event=hour, organisation=organisation, role=role, order=order)

    partners = section(html_of(client, hour), "with")

    assert [
        (role, re.findall(r">([^<>]+)</a>", names))
        for role, names in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", partners)
    ] == [
        ("Hosts", ["First host", "Second host"]),
        ("Organiser", ["Office"]),
        ("Co-organiser", ["Fund"]),
        ("Supported by", ["Park"]),
        ("Media partner", ["Radio"]),
    ]
    assert 'href="/en/members/first-host/"' in partners


def test_public_documents_only(client, hour):
    document_of(hour, "Plan", order=2)
    document_of(hour, "Map", order=1, language="zh-hans")
    document_of(hour, "Budget", DocumentAccess.STAFF)
    document_of(hour, "Passports", DocumentAccess.RESTRICTED)
    document_of(EventFactory(), "Other")

    files = section(html_of(client, hour), "docs")

    assert re.findall(r'hreflang="([^"]+)">([^<]+)</a><small>([^<]+)', files) == [
        ("zh-Hans", "Map", "PDF, Chinese, 640 KB"),
        ("zh-Hans", "Plan", "PDF, Chinese, 640 KB"),
    ]


def test_photographs_that_may_not_be_published_stay_in_the_office(client, hour):
    photo_of(hour, "gallery", consent=False)
    hour.cover = photo_of(hour, "cover", consent=False)
    hour.save()

    html = html_of(client, hour)

    assert "/media/photos/" not in html


def test_photographs_and_cover(client, hour):
    photo_of(hour, "two", order=2, caption_en="The yard", credit="Li Na")
    cover = photo_of(hour, "cover", order=0, alt_en="A dark tower")
    photo_of(hour, "one", order=1)
    photo_of(ConferenceFactory(), "other")
    hour.cover = cover
    hour.save()

    html = html_of(client, hour)

    gallery = section(html, "photos")
    assert re.findall(r'<img src="([^"]+)"', gallery) == ["/media/photos/one.jpg", "/media/photos/two.jpg"]
    assert "The yard" in gallery
    assert '<img src="/media/photos/cover.jpg" alt="A dark tower" width="600" height="400"' in html
    assert '<meta property="og:image" content="http://testserver/media/photos/cover.jpg">' in html


def test_without_a_cover_there_is_a_row_of_windows(client, hour):
    assert '<svg class="plate wide plate-night"' in html_of(client, hour)


def test_earlier_editions_and_reports(client, hour):
    for year in (2023, 2024, 2025, 2026):
        EventFactory(
            slug=f"hour-{year}",
            series=hour.series,
            starts_at=at(f"{year}-03-20 12:00"),
            title_en=f"Hour {year}",
        )
    EventFactory(slug="hour-2028", series=hour.series, starts_at=at("2028-03-20 12:00"))
    EventFactory(slug="hour-draft", series=hour.series, starts_at=at("2022-03-20 12:00"), status="draft")
    told = ArticleFactory(title_en="What the dark showed")
    told.events.add(hour)
    ArticleFactory(title_en="Not yet", status="draft", published_at=None).events.add(hour)
    ArticleFactory(title_en="Something else")

    html = html_of(client, hour)

    assert re.findall(r'href="/en/events/(hour-\d+)/"', section(html, "more")) == [
        "hour-2026",
        "hour-2025",
        "hour-2024",
    ]
    assert re.findall(r'<h3 class="title"><a href="[^"]+">([^<]+)', section(html, "reports")) == [
        "What the dark showed"
    ]


def test_empty_sections_are_left_out(client):
    html = html_of(client, EventFactory(body_en="<p></p>", body_zh_hans=""))

    assert re.findall(r'<section [^>]*aria-labelledby="([a-z]+)"', html) == []


def test_the_share_box_has_the_pages_own_address(client, hour):
    html = html_of(client, hour)

    assert 'data-copy="http://testserver/en/events/hour-2027/"' in html
    assert '<svg class="qr"' in html


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"places_taken": 82, "quota": 5},
            "Registration Open 38 of 120 places left Closes 15 March 2027, 18:00 Beijing time Open to Members only"
            " Quota 5 people for each organisation When full Waiting list",
        ),
        (
            {"places_taken": 120, "waiting_list": False},
            "Registration Full 0 of 120 places left Closes 15 March 2027, 18:00 Beijing time Open to Members only",
        ),
        (
            {
                "opens_at": at("2027-03-01 01:00"),
                "audience": "members_first",
                "members_first_until": at("2027-03-08 01:00"),
                "waiting_list": False,
            },
            "Registration Registration opens soon Opens 1 March 2027, 09:00 Beijing time"
            " Closes 15 March 2027, 18:00 Beijing time"
            " Open to Members first, then everyone Everyone from 8 March 2027, 09:00 Beijing time",
        ),
    ],
)
def test_the_registration_box(client, hour, time_machine, more, expected):
    time_machine.move_to(at("2027-02-20 00:00"))
    desk = {"opens_at": at("2027-02-01 00:00"), "closes_at": at("2027-03-15 10:00"), "capacity": 120} | more
    RegistrationDeskFactory(event=hour, **desk)

    box = re.search(r'<div class="box desk".*?</dl>', html_of(client, hour), re.S).group()

    assert words(box) == expected


def test_the_box_follows_the_places_taken(client, hour, time_machine):
    time_machine.move_to(at("2027-02-20 00:00"))
    desk = RegistrationDeskFactory(event=hour, capacity=120)
    assert "120</span> of 120 places left" in html_of(client, hour)

    desk.places_taken = 82
    desk.save()

    assert "38</span> of 120 places left" in html_of(client, hour)


ACTS = [
    ({}, "Register"),
    ({"capacity": 5, "places_taken": 5}, "Join the waiting list"),
    ({"capacity": 5, "places_taken": 5, "waiting_list": False}, ""),
    ({"opens_at": in_days(1)}, ""),
    ({"closes_at": in_days(-1)}, ""),
    ({"audience": "invitation"}, "Register"),
]


@pytest.mark.parametrize(("desk", "label"), ACTS)
def test_the_way_to_the_form_stands_in_the_box_and_in_the_thumbs_reach(client, hour, desk, label):
    RegistrationDeskFactory(event=hour, **desk)

    html = html_of(client, hour)

    ways = re.findall(r'<a class="btn[^"]*" href="/en/events/hour-2027/register/">(.*?)</a>', html, re.S)
    assert [words(way) for way in ways] == ([label] * 2 if label else [])
    assert ("thumb-bar" in html) is bool(label)


def test_a_desk_that_opens_later_says_when(client, hour):
    RegistrationDeskFactory(event=hour, opens_at=at("2027-02-01 00:00"), closes_at=at("2027-03-15 10:00"))

    assert "You can register from" in html_of(client, hour)


def test_nobody_registers_for_a_cancelled_event(client, hour):
    RegistrationDeskFactory(event=hour)
    type(hour).objects.update(state=EventState.CANCELLED)

    assert "/register/" not in html_of(client, hour)


@pytest.mark.parametrize(
    ("state", "words_shown"),
    [
        (EventState.CANCELLED, "This event has been cancelled."),
        (EventState.POSTPONED, "This event has been postponed. The new date will stand here."),
    ],
)
def test_what_will_not_take_place_says_so(client, hour, state, words_shown):
    hour.state = state
    hour.save()

    assert f"<p>{words_shown}</p>" in html_of(client, hour)
