"""The pages of the four-yearly report in the admin."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.portal.groups import make_groups
from events.models import Event
from reports.models import QuadrennialLine, QuadrennialReport
from reports.operations import quadrennial
from reports.operations.quadrennial import LineText
from tests.admin_forms import add, errors, page
from tests.factories import (
    EventFactory,
    InternationalStatusFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
TYPED = {
    "section": "aims",
    "year": "2023",
    "heading_zh_hans": "标题",
    "heading_en": "Heading",
    "text_zh_hans": "正文。",
    "text_en": "Text.",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def report():
    return QuadrennialReport.objects.create(first_year=2022, last_year=2025, due_on=date(2026, 6, 1))


def url(name, *args):
    return reverse(f"admin:reports_quadrennialreport_{name}", args=[getattr(one, "pk", one) for one in args])


def held(**facts):
    start = datetime(2023, 5, 8, 2, tzinfo=UTC)
    return EventFactory(**{"starts_at": start, "ends_at": start.replace(hour=4), "title_en": "Forum"} | facts)


def line(report, text_en="Own.", year=None, section="aims"):
    text = LineText(section, year, {CHINESE: "", ENGLISH: ""}, {CHINESE: "自己写的。", ENGLISH: text_en})
    return quadrennial.add_line(report=report, text=text)


def colleague(client, *rights):
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


# ---------------------------------------------------------------- who comes in


@pytest.mark.parametrize(
    ("rights", "reading", "changing"),
    [
        ([], 403, 403),
        (["view_quadrennialreport"], 200, 403),
        (["change_quadrennialreport"], 200, 302),
    ],
)
def test_reading_and_changing_have_rights_of_their_own(client, report, rights, reading, changing):
    own = line(report)
    colleague(client, *rights)

    read = [
        client.get(url("lines", report)),
        client.get(url("read", report, "en")),
        client.get(url("text", report, "en", "docx")),
    ]
    changed = [
        client.post(url("add_line", report), TYPED),
        client.post(url("edit_line", report, own), TYPED),
        client.post(url("gather", report)),
        client.post(url("line", report, own, "up")),
        client.post(url("file", report), {"filed_on": "2026-02-27"}),
        client.post(url("take_back", report)),
    ]

    assert {answer.status_code for answer in read} == {reading}
    assert {answer.status_code for answer in changed} == {changing}
    assert (report.lines.count() > 1) is (changing == 302)


@pytest.mark.parametrize(
    ("group", "reading", "gathering"),
    [("publications-officers", 200, 302), ("read-only", 200, 403), ("delegations-officers", 403, 403)],
)
def test_the_jobs(client, report, group, reading, gathering):
    make_groups()
    colleague(client).groups.add(Group.objects.get(name=group))

    answers = client.get(url("lines", report)), client.post(url("gather", report))

    assert tuple(answer.status_code for answer in answers) == (reading, gathering)


@pytest.mark.parametrize("name", ["gather", "take_back"])
def test_an_address_that_is_opened_changes_nothing(admin, report, name):
    held()

    assert admin.get(url(name, report)).status_code == 405
    assert not report.lines.exists()


def test_a_line_is_found_with_its_own_report_only(admin, report):
    other = line(QuadrennialReport.objects.create(first_year=2018, last_year=2021))

    answers = [
        admin.get(url("edit_line", report, other)),
        admin.post(url("line", report, other, "leave-out")),
        admin.post(url("line", report, line(report), "no-such-act")),
        admin.get(url("read", report, "fr")),
        admin.get(url("text", report, "en", "exe")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


# ---------------------------------------------------------------- the lines


def test_the_page_gathers_and_shows_both_languages_with_a_way_to_the_record(admin, report):
    event = held(title_zh_hans="论坛")
    held(status="draft", title_en="Unpublished")

    response = in_english(admin).post(url("gather", report), follow=True)

    text = response.content.decode()
    assert [str(one) for one in response.context["messages"]] == [
        "1 line was gathered. What was there already has not been touched."
    ]
    assert '<div lang="zh-Hans">' in text
    assert "论坛" in text
    assert "Forum" in text
    assert reverse("admin:events_event_change", args=[event.pk]) in text
    assert "Unpublished" not in text


def test_records_that_are_not_public_are_asked_for_with_a_tick(admin, report):
    held(status="draft", title_en="Unpublished")

    response = in_english(admin).post(url("gather", report), {"with_internal": "on"}, follow=True)

    assert "Unpublished" in response.content.decode()
    assert "not public" in response.content.decode()


def test_no_way_to_a_record_for_who_may_not_see_it(client, report):
    event = held()
    quadrennial.gather(report=report)
    colleague(client, "view_quadrennialreport")

    text = client.get(url("lines", report)).content.decode()

    assert "Forum" in text
    assert reverse("admin:events_event_change", args=[event.pk]) not in text
    assert url("gather", report) not in text


def test_a_change_of_the_record_is_marked_with_what_can_be_done(admin, report):
    event = held()
    quadrennial.gather(report=report)
    own = report.lines.get()
    Event.objects.filter(pk=event.pk).update(title_en="Renamed")

    marked = in_english(admin).get(url("lines", report)).content.decode()
    admin.post(url("line", report, own, "take-over"))

    own.refresh_from_db()
    assert "The record says something else now." in marked
    assert own.heading_en == "Renamed"
    assert "The record says something else now." not in admin.get(url("lines", report)).content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_takes_the_same_statements_for_any_number(
    admin, report, count, django_assert_max_num_queries
):
    for _n in range(count):
        held()
        line(report)
    quadrennial.gather(report=report)
    admin.get(url("lines", report))

    with django_assert_max_num_queries(22):
        response = admin.get(url("lines", report))

    assert sum(len(rows) for _part, rows in response.context["parts"]) == 2 * count


def test_an_own_line_is_added_edited_moved_and_removed(admin, report):
    admin.post(url("add_line", report), TYPED)
    first = report.lines.get()
    second = line(report, "Second.", year=2023)
    admin.post(url("edit_line", report, first), TYPED | {"text_en": "Better."})
    admin.post(url("line", report, second, "up"))

    first.refresh_from_db()
    facts = (
        first.section,
        first.year,
        first.heading_zh_hans,
        first.heading_en,
        first.text_zh_hans,
        first.text_en,
    )
    assert facts == ("aims", 2023, "标题", "Heading", "正文。", "Better.")
    assert [one.pk for one in report.lines.all()] == [second.pk, first.pk]

    admin.post(url("line", report, second, "leave-out"))

    assert list(report.lines.all()) == [first]


def test_a_refusal_keeps_what_was_typed(admin, report):
    empty = TYPED | {"text_zh_hans": "", "text_en": " "}

    response = in_english(admin).post(url("add_line", report), empty)

    assert response.context["refusal"] == "A line needs a text in Chinese or in English."
    assert 'value="Heading"' in response.content.decode()
    assert not QuadrennialLine.objects.exists()


def test_a_button_of_an_old_page_is_answered_in_words(admin, report):
    own = line(report)
    report.filed_on = date(2026, 2, 27)
    report.save()

    response = in_english(admin).post(url("line", report, own, "leave-out"), follow=True)

    assert [str(one) for one in response.context["messages"]] == [str(quadrennial.FiledAlready())]
    assert list(report.lines.in_text()) == [own]


# ---------------------------------------------------------------- as a whole


@pytest.mark.parametrize(
    ("language", "tag", "words"), [("en", "en", "Own."), ("zh-hans", "zh-Hans", "自己写的。")]
)
def test_the_text_is_read_in_one_language(admin, report, language, tag, words):
    line(report)

    text = admin.get(url("read", report, language)).content.decode()

    assert f'lang="{tag}"' in text
    assert words in text


@pytest.mark.parametrize(
    ("kind", "content_type", "begins"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("txt", "text/plain; charset=utf-8", b"Quadrennial report"),
    ],
)
def test_the_text_as_a_file(admin, report, kind, content_type, begins):
    line(report)

    response = admin.get(url("text", report, "en", kind))

    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert response.content.startswith(begins)


# ---------------------------------------------------------------- facts and filing


def test_filing_is_recorded_and_taken_back(admin, report):
    line(report)
    paper = SubmissionFactory(kind="quadrennial_report")

    admin.post(url("file", report), {"filed_on": "2026-02-27", "submission": paper.pk})

    report.refresh_from_db()
    filed = admin.get(url("lines", report)).content.decode()
    assert (report.filed_on, report.submission) == (date(2026, 2, 27), paper)
    assert url("add_line", report) not in filed
    assert url("take_back", report) in filed

    admin.post(url("take_back", report))

    report.refresh_from_db()
    assert report.filed_on is None


def test_a_filing_that_is_refused_is_told(admin, report):
    line(report)

    response = in_english(admin).post(url("file", report), {"filed_on": "2026-03-02"})

    assert response.context["refusal"] == "The day of filing is not in the future."
    assert 'value="2026-03-02"' in response.content.decode()


def test_the_day_of_filing_is_not_typed_into_the_form(admin, report):
    response = admin.get(page(QuadrennialReport, "change", report.pk))

    assert "filed_on" not in response.context["adminform"].form.fields


@pytest.mark.parametrize(
    ("last", "since", "proposed"),
    [(2021, None, "2022"), (None, 2015, "2023"), (None, None, "2023"), (None, 2024, "2024")],
)
def test_a_new_report_is_proposed_with_its_years_and_its_day(admin, last, since, proposed):
    SiteSettingsFactory(name_zh_hans="协会")
    if last:
        QuadrennialReport.objects.create(first_year=last - 3, last_year=last)
    if since:
        house = OrganisationFactory(name_zh_hans="协会")
        InternationalStatusFactory(organisation=house, kind="special_consultative", since_year=since)

    add(admin, QuadrennialReport)

    report = QuadrennialReport.objects.order_by("first_year").last()
    first = int(proposed)
    assert (report.first_year, report.last_year, report.due_on) == (first, first + 3, date(first + 4, 6, 1))


def test_a_report_without_a_day_is_due_when_all_are(admin):
    add(admin, QuadrennialReport, first_year="2022", last_year="2025", due_on="")

    assert QuadrennialReport.objects.get().due_on == date(2026, 6, 1)


def test_only_a_quadrennial_report_is_its_submission(admin, report):
    paper = SubmissionFactory()

    response = admin.post(
        page(QuadrennialReport, "change", report.pk),
        {"first_year": "2022", "last_year": "2025", "submission": paper.pk, "note": ""},
    )

    assert list(errors(response)) == ["submission"]
