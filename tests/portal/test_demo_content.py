"""The demonstration content itself: two whole languages, good punctuation, days and places that agree.

That its keys are fields, its references exist and its values are valid is what loading it proves (test_demo.py).
"""

import re
from collections import Counter
from datetime import date, datetime, time

import pytest

from beijing_ngo.portal.demo import load
from beijing_ngo.portal.demo.dates import resolve
from reports import reference
from reports.counting import count_of

TODAY = date(2026, 11, 24)
CJK = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?()]|[,;!?()][\u3400-\u9fff]")
# Markdown sees no end of bold between a full-width mark and a word.
BOLD_LOST = re.compile(r"\*\*[^*\n]+[。，：；！？）”》]\*\*[\u3400-\u9fffA-Za-z0-9]")
LINK_OR_MAIL = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")


def content(name):
    for subject in load.SUBJECTS:
        if name in (lists := load.read(load.name_of(subject))):
            return lists[name]
    raise LookupError(name)


def walk(value, where):
    """Every item, those inside others too, with the place where it stands."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            name = (one.get("slug") or one.get("email") or number) if isinstance(one, dict) else number
            yield from walk(one, f"{where}/{name}")
    elif isinstance(value, dict):
        yield where, value
        for key, below in value.items():
            yield from walk(below, f"{where}/{key}")


def items():
    for subject in load.SUBJECTS:
        for name, listed in load.read(load.name_of(subject)).items():
            yield from walk(listed, name)


def texts(suffix=""):
    for where, item in items():
        for key, value in item.items():
            if key.endswith(suffix):
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str):
                        yield f"{where}/{key}", text


def complaints_about(chinese):
    """What is wrong with a Chinese text."""
    if not CJK.search(chinese):
        yield "no Chinese"
    for pattern in (HALF_WIDTH, BOLD_LOST):
        if found := pattern.search(LINK_OR_MAIL.sub("", chinese)):
            yield found.group()


def test_every_translated_text_stands_in_both_languages():
    alone = []
    for where, item in items():
        chinese = {key.removesuffix("_zh_hans") for key in item if key.endswith("_zh_hans")}
        english = {key.removesuffix("_en") for key in item if key.endswith("_en")}
        alone += [f"{where}/{stem}" for stem in chinese ^ english]

    assert alone == []


def test_nothing_is_empty():
    assert [where for where, text in texts() if not text.strip()] == []
    assert [where for where, item in items() if None in item.values()] == []


def test_chinese_texts_are_chinese_with_chinese_punctuation():
    assert [(where, wrong) for where, text in texts("_zh_hans") for wrong in complaints_about(text)] == []


def test_english_texts_have_no_chinese():
    assert [(where, text) for where, text in texts("_en") if CJK.search(text)] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Earth Hour", ["no Chinese"]),
        ("北京,上海", ["京,"]),
        ("（北京)上海", ["京)"]),
        ("**宗旨：**促进交流", ["**宗旨：**促"]),
        ("请访问https://example.org/北京,上海", []),
        ("**宗旨**：促进交流", []),
    ],
)
def test_wrong_punctuation_is_noticed(text, wrong):
    assert list(complaints_about(text)) == wrong


def test_slugs_occur_once():
    slugs = {
        name: Counter(item["slug"] for item in listed if "slug" in item)
        for subject in load.SUBJECTS
        for name, listed in load.read(load.name_of(subject)).items()
    }

    assert [(name, slug) for name, counted in slugs.items() for slug, n in counted.items() if n > 1] == []


def contrast_on_white(colour):
    """WCAG contrast ratio of #rrggbb on white."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_white_words_can_be_read_on_every_theme():
    pale = [theme["slug"] for theme in content("themes") if contrast_on_white(theme["colour"]) < 4.5]

    assert pale == []
    assert round(contrast_on_white("#767676"), 2) == 4.54  # the palest grey that passes


def test_members_have_placeholders_for_contacts():
    real = [
        (member["slug"], member[key])
        for member in content("organisations")
        for key in ("email", "website")
        if member["kind"] == "member" and "example.org" not in member.get(key, "example.org")
    ]

    assert real == []


def test_events_take_place_somewhere():
    nowhere = [
        event["slug"]
        for event in content("events")
        if event["attendance_mode"] != "online" and "city_en" not in event
    ]

    assert nowhere == []


def test_itineraries_stay_within_the_visit():
    outside = []
    for visit in content("delegations"):
        first = resolve(visit["starts_on"], TODAY)
        last = resolve(visit["ends_on"], TODAY, first)
        outside += [
            (visit["slug"], stop["date"])
            for stop in visit["itinerary"]
            if not first <= resolve(stop["date"], TODAY, first) <= last
        ]

    assert outside == []


def test_agendas_stay_within_the_event():
    outside = []
    for event in content("events"):
        starts = resolve(event["starts_at"], TODAY)
        days = (_day(resolve(event["ends_at"], TODAY, starts)) - _day(starts)).days + 1
        outside += [(event["slug"], entry["day"]) for entry in event.get("agenda", ()) if entry["day"] > days]

    assert outside == []


def _day(moment):
    return datetime.combine(moment, time.min)


def test_nobody_has_more_places_than_the_desk_gives():
    over = []
    for event in content("events"):
        confirmed = Counter()
        for registration in event.get("registrations", ()):
            if registration["state"] == "confirmed":
                confirmed[registration.get("organisation")] += len(registration["attendees"])
            if registration["state"] == "waitlisted" and not event["desk"]["waiting_list"]:
                over.append((event["slug"], "a waiting list"))
        if confirmed and confirmed.total() > event["desk"]["capacity"]:
            over.append((event["slug"], confirmed.total()))
        over += [
            (event["slug"], organisation, places)
            for organisation, places in confirmed.items()
            if organisation and places > event["desk"]["quota"]
        ]

    assert over == []


def test_questions_offer_the_same_choices_in_both_languages():
    uneven = [
        question["label_en"]
        for event in content("events")
        for question in event.get("desk", {}).get("questions", ())
        if len(question.get("choices_zh_hans", ())) != len(question.get("choices_en", ()))
        or ("choice" in question["kind"]) != ("choices_en" in question)
    ]

    assert uneven == []


def is_in_words(mechanism):
    return mechanism.get("unit", "words") == "words" and "limit" in mechanism


def test_submissions_are_numbered_and_keep_to_their_limit():
    limits = {one["slug"]: one["limit"] for one in reference.read()["mechanisms"] if is_in_words(one)}
    wrong = []
    for submission in content("submissions"):
        numbers = [paragraph["number"] for paragraph in submission["paragraphs"]]
        words = count_of(submission["paragraphs"]).words
        if numbers != list(range(1, len(numbers) + 1)) or words > limits.get(submission["mechanism"], words):
            wrong.append((submission["slug"], numbers, words))

    assert wrong == []


def test_articles_are_worth_reading():
    short = []
    for article in content("articles"):
        words = len(re.findall(r"[A-Za-z0-9’'-]+", article["body_en"]))
        characters = len(CJK.findall(article["body_zh_hans"]))
        if words < 150 or characters < 250:
            short.append((article["slug"], words, characters))

    assert short == []


def test_parts_belong_to_a_series_and_series_have_parts():
    assert [one["slug"] for one in content("articles") if ("series_name_en" in one) != ("part" in one)] == []
