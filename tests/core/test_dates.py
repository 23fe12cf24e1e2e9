from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from beijing_ngo.core import dates
from beijing_ngo.core.zones import utc_offset, zone_name

BOTH = ("zh-hans", "en")
EVENING = datetime(2027, 3, 20, 12, 0, tzinfo=UTC)  # 20:00 in Beijing
LATER = datetime(2027, 3, 20, 13, 45, tzinfo=UTC)
UPR_CLOSES = datetime(2027, 7, 1, 21, 59, tzinfo=UTC)  # 23:59 in Geneva, the next morning in Beijing


def test_a_day():
    value = date(2027, 3, 20)

    assert [dates.day(value, language=language) for language in BOTH] == ["2027年3月20日", "20 March 2027"]
    assert [dates.day_with_weekday(value, language=language) for language in BOTH] == [
        *("2027年3月20日 周六", "Saturday 20 March 2027")
    ]
    assert [dates.month_year(value, language=language) for language in BOTH] == ["2027年3月", "March 2027"]
    assert [dates.year(value, language=language) for language in BOTH] == ["2027年", "2027"]


def test_the_language_is_the_readers():
    with translation.override("en"):
        english = dates.day(date(2027, 3, 20))
    with translation.override("zh-hans"):
        chinese = dates.day(date(2027, 3, 20))

    assert [chinese, english] == ["2027年3月20日", "20 March 2027"]


def test_the_day_of_a_moment_depends_on_the_place():
    days = [dates.day(UPR_CLOSES, zone, "en") for zone in ("Europe/Zurich", None, "Asia/Shanghai")]

    assert days == ["1 July 2027", "2 July 2027", "2 July 2027"]


@pytest.mark.parametrize(
    ("start", "end", "precision", "chinese", "english"),
    [
        (date(2022, 11, 6), None, "day", "2022年11月6日", "6 November 2022"),
        (date(2022, 11, 6), date(2022, 11, 6), "day", "2022年11月6日", "6 November 2022"),
        (date(2022, 11, 6), date(2022, 11, 18), "day", "2022年11月6日至18日", "6–18 November 2022"),
        (
            date(2022, 11, 30),
            date(2022, 12, 2),
            "day",
            "2022年11月30日至12月2日",
            "30 November – 2 December 2022",
        ),
        (
            *(date(2022, 12, 30), date(2023, 1, 3), "day"),
            *("2022年12月30日至2023年1月3日", "30 December 2022 – 3 January 2023"),
        ),
        (date(2015, 10, 1), None, "month", "2015年10月", "October 2015"),
        (date(2015, 10, 1), date(2015, 10, 31), "month", "2015年10月", "October 2015"),
        (date(2015, 10, 1), date(2015, 11, 1), "month", "2015年10月至11月", "October–November 2015"),
        (
            date(2015, 12, 1),
            date(2016, 1, 1),
            "month",
            "2015年12月至2016年1月",
            "December 2015 – January 2016",
        ),
        (date(2015, 1, 1), date(2015, 12, 1), "year", "2015年", "2015"),
        (date(2015, 1, 1), date(2016, 1, 1), "year", "2015年至2016年", "2015–2016"),
    ],
)
def test_date_range(start, end, precision, chinese, english):
    ranges = [dates.date_range(start, end, precision=precision, language=language) for language in BOTH]

    assert ranges == [chinese, english]


@pytest.mark.parametrize(
    ("start", "end", "precision", "chinese", "english"),
    [
        (date(2027, 3, 10), date(2027, 3, 12), "day", "3月10日至12日", "10–12 March"),
        (
            date(2022, 12, 30),
            date(2023, 1, 3),
            "day",
            "12月30日至2023年1月3日",
            "30 December – 3 January 2023",
        ),
        (date(2022, 11, 1), date(2022, 11, 1), "month", "11月", "November"),
        (date(2022, 1, 1), date(2022, 1, 1), "year", "", ""),
        (date(2022, 1, 1), date(2023, 1, 1), "year", "至2023年", "–2023"),
    ],
)
def test_range_below_its_year(start, end, precision, chinese, english):
    ranges = [
        dates.range_within_year(start, end, precision=precision, language=language) for language in BOTH
    ]

    assert ranges == [chinese, english]


@pytest.mark.parametrize(
    ("start", "end", "zone", "chinese", "english"),
    [
        (EVENING, LATER, "Asia/Shanghai", "20:00–21:45 北京时间", "20:00–21:45 Beijing time"),
        (EVENING, LATER, None, "20:00–21:45 北京时间", "20:00–21:45 Beijing time"),
        (EVENING, None, "Europe/Zurich", "13:00 日内瓦时间", "13:00 Geneva time"),
        (
            *(EVENING, datetime(2027, 3, 20, 17, 0, tzinfo=UTC), "Asia/Shanghai"),
            *("20:00–次日01:00 北京时间", "20:00–01:00 (next day) Beijing time"),
        ),
        (time(9, 30), time(11, 0), None, "09:30–11:00", "09:30–11:00"),
        (time(9, 30), None, "America/New_York", "09:30 纽约时间", "09:30 New York time"),
    ],
)
def test_time_range(start, end, zone, chinese, english):
    assert [dates.time_range(start, end, zone, language=language) for language in BOTH] == [chinese, english]


def test_time_range_with_its_offset():
    ranges = [dates.time_range(EVENING, LATER, with_offset=True, language=language) for language in BOTH]

    assert ranges == ["20:00–21:45 北京时间（UTC+8）", "20:00–21:45 Beijing time (UTC+8)"]


def test_zone_names():
    zones = ["Asia/Shanghai", "Europe/Zurich", "Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"]

    assert [zone_name(zone, "zh-hans") for zone in zones] == [
        *("北京时间", "日内瓦时间", "波恩时间", "协调世界时", "Buenos Aires时间")
    ]
    assert [zone_name(zone, "en") for zone in zones] == [
        *("Beijing time", "Geneva time", "Bonn time", "UTC", "Buenos Aires time")
    ]


def test_utc_offset_follows_the_season():
    offsets = [
        utc_offset(EVENING, "Europe/Zurich"),
        utc_offset(UPR_CLOSES, "Europe/Zurich"),
        utc_offset(EVENING, "Asia/Kolkata"),
        utc_offset(EVENING, "America/New_York"),
        utc_offset(EVENING, "UTC"),
    ]

    assert offsets == ["UTC+1", "UTC+2", "UTC+5:30", "UTC−4", "UTC"]


def test_a_deadline_elsewhere_says_what_it_means_in_beijing():
    texts = [dates.moment_here_and_there(UPR_CLOSES, "Europe/Zurich", language) for language in BOTH]

    assert texts == [
        "2027年7月1日 23:59 日内瓦时间（北京时间7月2日05:59）",
        "1 July 2027, 23:59 Geneva time (2 July, 05:59 Beijing time)",
    ]
    assert dates.moment_here_and_there(EVENING, "Asia/Shanghai", "en") == "20 March 2027, 20:00 Beijing time"


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (
            {"start": EVENING, "end": LATER},
            *("2027年3月20日 周六 20:00–21:45 北京时间", "Saturday 20 March 2027, 20:00–21:45 Beijing time"),
        ),
        (
            {"start": EVENING, "end": datetime(2027, 3, 20, 17, 0, tzinfo=UTC)},
            "2027年3月20日 周六 20:00–次日01:00 北京时间",
            "Saturday 20 March 2027, 20:00–01:00 (next day) Beijing time",
        ),
        ({"start": EVENING, "end": LATER, "all_day": True}, "2027年3月20日 周六", "Saturday 20 March 2027"),
        ({"start": EVENING, "end": LATER, "precision": "month"}, "2027年3月", "March 2027"),
        (
            {"start": EVENING, "end": datetime(2027, 3, 22, 4, 0, tzinfo=UTC), "zone": "Europe/Zurich"},
            *("2027年3月20日至22日", "20–22 March 2027"),
        ),
        ({"start": date(2027, 3, 20), "end": date(2027, 3, 21)}, "2027年3月20日至21日", "20–21 March 2027"),
        ({"start": date(2027, 3, 20)}, "2027年3月20日 周六", "Saturday 20 March 2027"),
    ],
)
def test_when(arguments, chinese, english):
    assert [dates.when(**arguments, language=language) for language in BOTH] == [chinese, english]


def test_dates_for_machines():
    values = [
        dates.machine_date(EVENING),
        dates.machine_date(EVENING, zone="Europe/Zurich"),
        dates.machine_date(EVENING, hours=False),
        dates.machine_date(date(2027, 3, 20)),
        dates.machine_date(date(2015, 10, 1), precision="month"),
        dates.machine_date(date(2015, 10, 1), precision="year"),
        dates.machine_date(time(9, 30)),
    ]

    assert values == [
        *(
            "2027-03-20T20:00+08:00",
            "2027-03-20T13:00+01:00",
            "2027-03-20",
            "2027-03-20",
            "2015-10",
            "2015",
            "09:30",
        )
    ]


def test_how_exact_a_date_is():
    answers = [dates.precision_of(value) for value in (None, False, True, "", "day", "month", "year")]

    assert answers == ["day", "day", "month", "day", "day", "month", "year"]
