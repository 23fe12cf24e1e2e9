"""People in spreadsheets, opened as the secretariat opens them."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from events import exports
from events.models import Answer, Attendee
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CHINESE = [
    *("报名编号", "序号", "姓", "名", "姓名拼音", "单位", "职务", "电子邮箱", "语言", "状态", "报名时间"),
    *("饮食和无障碍需求", "同意拍照", "签到时间", "签到人"),
]
ENGLISH = [
    *("Reference", "No.", "Family name", "Given name", "Name in Latin letters", "Organisation", "Position"),
    *("E-mail", "Language", "State", "Registered at"),
    *("Dietary and access needs", "May be photographed", "Checked in at", "Checked in by"),
]


@pytest.fixture
def desk():
    return RegistrationDeskFactory(event=EventFactory(title_zh_hans="论坛", title_en="Forum"))


def person(desk, **facts):
    organisation = OrganisationFactory(name_zh_hans="绿色社区", name_en="Green Neighbourhood")
    registration = RegistrationFactory(
        desk=desk,
        organisation=organisation,
        reference="7KQM4TXA",
        registered_at=datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
    )
    return AttendeeFactory(registration=registration, email="wang@example.org", **facts)


def people(format="csv", language="zh-hans", with_needs=True):
    return exports.people(Attendee.objects.all(), format=format, language=language, with_needs=with_needs)


def rows(**options):
    raw = people(**options).read()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel would not read the Chinese"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_person_in_chinese(desk):
    person(
        desk,
        position="主任",
        needs="素食",
        photo_consent=True,
        checked_in_at=datetime(2026, 11, 20, 5, 46, tzinfo=UTC),
        checked_in_by=UserFactory(family_name="李", given_name="明", latin_name=""),
    )

    assert rows() == [
        CHINESE,
        [
            *("7KQM-4TXA", "1", "王", "芳", "WANG Fang", "绿色社区", "主任", "wang@example.org"),
            *("中文", "已确认", "2026-11-01 09:30", "素食", "是", "2026-11-20 13:46", "李明"),
        ],
    ]


def test_a_person_in_english(desk):
    person(desk)

    assert rows(language="en") == [
        ENGLISH,
        [
            *("7KQM-4TXA", "1", "王", "芳", "WANG Fang", "Green Neighbourhood", "", "wang@example.org"),
            *("Chinese", "Confirmed", "2026-11-01 09:30", "", "No", "", ""),
        ],
    ]


def test_needs_are_left_out_for_those_without_the_right(desk):
    person(desk, needs="素食")

    headings, row = rows(with_needs=False)

    assert "饮食和无障碍需求" not in headings
    assert "素食" not in row


def answer(question, row, value, *, of_the_party=False):
    Answer.objects.create(
        question=question,
        registration=row.registration,
        attendee=None if of_the_party else row,
        value=value,
    )


def test_each_question_is_a_column_with_the_answer_in_words(desk):
    row = person(desk)
    ask = lambda **facts: QuestionFactory(desk=desk, **facts)  # noqa: E731
    choice = {"choices_zh_hans": "素食\n清真", "choices_en": "Vegetarian\nHalal"}
    answer(
        ask(label_zh_hans="饮食", label_en="Food", kind="multiple_choice", order=1, **choice), row, ["1", "2"]
    )
    answer(ask(label_zh_hans="耳机", label_en="Headset", kind="yes_no", order=2), row, False)
    answer(ask(label_zh_hans="人数", label_en="Number", kind="number", order=3), row, 12)
    answer(ask(label_zh_hans="到达", label_en="Arrival", kind="date", order=4), row, "2026-11-20")
    answer(
        ask(label_zh_hans="选题", label_en="Subject", kind="text", per="registration", order=5),
        row,
        "河流",
        of_the_party=True,
    )

    found = {
        language: [line[11:16] for line in rows(language=language, with_needs=False)]
        for language in ("zh-hans", "en")
    }
    [sheet] = load_workbook(people("xlsx")).worksheets

    assert found == {
        "zh-hans": [
            ["饮食", "耳机", "人数", "到达", "选题"],
            ["素食、清真", "否", "12", "2026-11-20", "河流"],
        ],
        "en": [
            ["Food", "Headset", "Number", "Arrival", "Subject"],
            ["Vegetarian, Halal", "No", "12", "2026-11-20", "河流"],
        ],
    }
    assert [cell.value for cell in sheet[2]][11:16] == [
        "素食、清真",
        "否",
        12,
        datetime(2026, 11, 20),
        "河流",
    ]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("typed", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_word_becomes_a_formula(desk, format, typed):
    person(desk, position=typed)

    if format == "csv":
        shown = rows()[1][6]
    else:
        cell = load_workbook(people("xlsx")).worksheets[0]["G2"]
        shown = cell.value
        assert cell.data_type == "s"

    assert shown == f"'{typed}"


def test_the_sheet_has_a_bold_fixed_first_row_wide_columns_and_real_moments(desk):
    person(desk, position="a\x0bb")

    [sheet] = load_workbook(people("xlsx")).worksheets

    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.column_dimensions["F"].width == 32
    assert (sheet["K2"].value, sheet["K2"].is_date) == (datetime(2026, 11, 1, 9, 30), True)
    assert sheet["G2"].value == "ab"


def test_somebody_who_withdrew_is_told_apart(desk):
    row = person(desk)
    row.cancelled_at = datetime(2026, 11, 2, tzinfo=UTC)
    row.save()

    assert rows()[1][9] == "个别人员已取消"


def test_people_of_several_events_have_their_event(desk):
    for title in ("讲座", "论坛"):
        event = EventFactory(title_zh_hans=title)
        AttendeeFactory(registration=RegistrationFactory(desk=RegistrationDeskFactory(event=event)))

    assert [row[0] for row in rows()] == ["活动", "讲座", "论坛"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_statements_do_not_grow_with_the_people(desk, format, django_assert_num_queries):
    question = QuestionFactory(desk=desk)
    counts = []
    for _time in range(2):
        for _person in range(3):
            row = AttendeeFactory(registration=RegistrationFactory(desk=desk))
            answer(question, row, "x")
        with django_assert_num_queries(5) as captured:
            people(format)
        counts.append(len(captured))

    assert counts == [5, 5]
