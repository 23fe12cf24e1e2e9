"""The four-yearly report: what the records give, what editors make of it, what is filed."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from docx import Document
from docx.oxml.ns import qn

from beijing_ngo.core.language import CHINESE, ENGLISH
from delegations.models import Delegation
from events.models import Conference, Event
from members.models import CooperationProject, InternationalStatus, OrganisationKind
from reports.models import QuadrennialLine, QuadrennialReport, Submission
from reports.operations import quadrennial
from reports.operations.quadrennial import LineText
from reports.quadrennial import text as texts
from reports.quadrennial.sources import drafts
from tests.factories import (
    AttendeeFactory,
    ConferenceFactory,
    CooperationProjectFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    InternationalStatusFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def report():
    return QuadrennialReport.objects.create(first_year=2022, last_year=2025)


def event(day="2023-05-08", **facts):
    start = datetime.fromisoformat(f"{day}T02:00:00+00:00")
    given = {"starts_at": start, "ends_at": start + timedelta(hours=2), "time_zone": "Asia/Shanghai"}
    return EventFactory(**given | facts)


def gathered(report, **given):
    quadrennial.gather(report=report, **given)
    return list(report.lines.all())


def records(lines):
    return [line.record for line in lines]


def own(text_en="Own.", text_zh="自己写的。", section="aims", year=None):
    return LineText(section, year, {CHINESE: "", ENGLISH: ""}, {CHINESE: text_zh, ENGLISH: text_en})


# ---------------------------------------------------------------- which records


def test_each_record_stands_under_its_heading_and_year(report):
    SiteSettingsFactory(name_zh_hans="协会")
    house, body = OrganisationFactory(name_zh_hans="协会"), OrganisationFactory(kind=OrganisationKind.UN_BODY)
    cop = ConferenceFactory(body=body, starts_on=date(2022, 11, 6), ends_on=date(2022, 11, 18))
    forum = ConferenceFactory(starts_on=date(2022, 5, 20), ends_on=date(2022, 5, 20))
    at_forum = event("2022-05-20", conference=forum, sdgs=[17])
    side = event("2022-11-09", conference=cop, sdgs=[13])
    with_un = event("2023-04-01")
    PartnershipFactory(event=with_un, organisation=body)
    for_goals = event("2023-04-02", sdgs=[11])
    other = event("2023-04-03", sdgs=[])
    visit = DelegationFactory(conference=cop, starts_on=date(2022, 11, 5), ends_on=date(2022, 11, 19))
    to_un = DelegationFactory(host_organisation=body, starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2))
    paper = SubmissionFactory(filed_on=date(2025, 1, 10))
    project = CooperationProjectFactory(period_start=date(2019, 1, 1), period_end=date(2023, 1, 1))
    ours = InternationalStatusFactory(organisation=house, since_year=2024)
    theirs = InternationalStatusFactory(organisation=OrganisationFactory(), since_year=2025)

    lines = gathered(report)

    assert [(line.section, line.year, line.record) for line in lines] == [
        ("aims", 2022, forum),
        ("aims", 2023, other),
        ("changes", 2024, ours),
        ("participation", 2022, visit),
        ("participation", 2022, cop),
        ("participation", 2022, side),
        ("participation", 2025, paper),
        ("cooperation", 2023, with_un),
        ("cooperation", 2024, to_un),
        ("cooperation", 2025, theirs),
        ("initiatives", 2022, project),
        ("initiatives", 2022, at_forum),
        ("initiatives", 2023, for_goals),
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda: event("2021-12-31"),
        lambda: event("2026-01-01"),
        lambda: event(state="cancelled"),
        lambda: event(state="postponed"),
        lambda: DelegationFactory(starts_on=date(2021, 12, 30), ends_on=date(2022, 1, 3)),
        lambda: DelegationFactory(state="planned"),
        lambda: DelegationFactory(state="cancelled"),
        lambda: SubmissionFactory(filed_on=date(2026, 1, 1)),
        lambda: SubmissionFactory(state="approved", filed_on=None),
        lambda: SubmissionFactory(state="withdrawn"),
        lambda: SubmissionFactory(kind="quadrennial_report"),
        lambda: CooperationProjectFactory(period_start=date(2019, 1, 1), period_end=date(2021, 12, 31)),
        lambda: CooperationProjectFactory(period_start=date(2021, 1, 1), period_end=None),
        lambda: CooperationProjectFactory(period_start=None, period_end=None),
        lambda: InternationalStatusFactory(since_year=2021),
        lambda: ConferenceFactory(starts_on=date(2023, 1, 1), ends_on=date(2023, 1, 2)),
    ],
)
def test_what_is_no_work_of_these_years_is_not_told(report, make):
    make()

    assert gathered(report, with_internal=True) == []


def test_a_day_counts_by_the_clock_of_its_place(report):
    late = datetime(2021, 12, 31, 17, tzinfo=UTC)  # the new year has begun in Beijing, not in Geneva
    here = EventFactory(starts_at=late, ends_at=late + timedelta(hours=1), time_zone="Asia/Shanghai")
    EventFactory(starts_at=late, ends_at=late + timedelta(hours=1), time_zone="Europe/Zurich")

    assert records(gathered(report)) == [here]


def test_what_is_still_to_come_is_no_work_done():
    running = QuadrennialReport.objects.create(first_year=2024, last_year=2027)
    event("2026-03-02")
    DelegationFactory(starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 2), state="under_way")
    held = event("2026-02-27")

    assert records(gathered(running)) == [held]


def test_a_period_ahead_gives_nothing():
    ahead = QuadrennialReport.objects.create(first_year=2027, last_year=2030)
    event()

    assert gathered(ahead) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: event(status="draft"),
        lambda: DelegationFactory(internal=True),
        lambda: SubmissionFactory(confidential=True),
        lambda: SubmissionFactory(state="filed"),
        lambda: CooperationProjectFactory(
            status="draft", period_start=date(2023, 1, 1), period_end=date(2023, 2, 1)
        ),
        lambda: InternationalStatusFactory(organisation=OrganisationFactory(status="draft"), since_year=2023),
    ],
)
def test_what_is_not_public_comes_only_where_somebody_asks(report, make):
    record = make()

    without = gathered(report)
    with_internal = gathered(report, with_internal=True)

    assert without == []
    assert [(line.record, line.internal) for line in with_internal] == [(record, True)]


# ---------------------------------------------------------------- what they say


def test_a_line_tells_the_facts_in_both_languages(report):
    cop = ConferenceFactory(acronym="COP", number=27, starts_on=date(2022, 11, 6), ends_on=date(2022, 11, 18))
    side = event(
        "2022-11-09",
        kind="side_event",
        conference=cop,
        title_zh_hans="青年与低碳",
        title_en="Youth and low carbon",
        summary_zh_hans="介绍北京的做法。",
        summary_en="What Beijing does.",
        venue_zh_hans="蓝区",
        venue_en="Blue Zone",
        city_zh_hans="沙姆沙伊赫",
        city_en="Sharm el-Sheikh",
        sdgs=[11, 13],
        participants_count=120,
        organisations_count=1,
    )

    quadrennial.gather(report=report)
    line = report.lines.get(object_id=side.pk, content_type=ContentType.objects.get_for_model(Event))

    assert (line.heading_en, line.heading_zh_hans) == ("Youth and low carbon", "青年与低碳")
    assert line.text_en == (
        "Side event, 9 November 2022, Blue Zone, Sharm el-Sheikh. 120 participants from 1 organisation. "
        "Held on the occasion of COP 27. What Beijing does. Sustainable Development Goals: 11, 13."
    )
    assert line.text_zh_hans.startswith("边会，2022年11月9日，蓝区，沙姆沙伊赫。")
    assert "介绍北京的做法。" in line.text_zh_hans


def test_who_was_checked_in_counts_where_nobody_counted(report):
    one = event(participants_count=None, organisations_count=None)
    desk = RegistrationDeskFactory(event=one)
    for _n in range(2):
        registration = RegistrationFactory(desk=desk, organisation=OrganisationFactory())
        AttendeeFactory(registration=registration, checked_in_at=NOW)
        AttendeeFactory(registration=registration)

    [line] = gathered(report)

    assert "2 participants from 2 organisations." in line.text_en


def test_a_conference_tells_how_much_was_done_there_in_public(report):
    cop = ConferenceFactory(
        acronym="COP",
        number=27,
        name_en="Climate Conference",
        city_en="Sharm el-Sheikh",
        starts_on=date(2022, 11, 6),
        ends_on=date(2022, 11, 18),
    )
    visit = DelegationFactory(conference=cop, starts_on=date(2022, 11, 5), ends_on=date(2022, 11, 19))
    DelegationMemberFactory.create_batch(3, delegation=visit)
    DelegationFactory(conference=cop, internal=True, starts_on=date(2022, 11, 5), ends_on=date(2022, 11, 19))
    event("2022-11-09", conference=cop)
    SubmissionFactory(conference=cop, filed_on=date(2022, 10, 1))

    quadrennial.gather(report=report, with_internal=True)
    line = report.lines.get(content_type=ContentType.objects.get_for_model(Conference))

    assert (line.heading_en, line.internal) == ("COP 27: Climate Conference", False)
    assert line.text_en == (
        "Sharm el-Sheikh, 6–18 November 2022. 1 delegation, 3 people, 1 event held, 1 paper filed."
    )


def test_a_paper_tells_its_symbol_and_who_signed(report):
    paper = SubmissionFactory(symbol="E/C.12/CHN/3", filed_on=date(2023, 1, 10))

    [line] = gathered(report)

    assert line.record == paper
    assert "filed on 10 January 2023, document E/C.12/CHN/3." in line.text_en


def test_a_visit_names_nobody(report):
    visit = DelegationFactory()
    DelegationMemberFactory(delegation=visit, latin_name="LI Secret")

    [line] = gathered(report)

    assert "Secret" not in line.text_en + line.text_zh_hans
    assert "1 person" in line.text_en


# ---------------------------------------------------------------- gathering again


def test_gathering_again_adds_what_is_new_and_touches_nothing(report):
    first = event("2023-05-08", title_en="First")
    [line] = gathered(report)
    quadrennial.edit_line(line=line, text=own("Mine.", "我的。", "participation", 2024))
    Event.objects.filter(pk=first.pk).update(title_en="Renamed")
    second = event("2022-01-08")

    lines = gathered(report)

    assert records(lines) == [first, second]
    assert (lines[0].text_en, lines[0].section, lines[0].year) == ("Mine.", "participation", 2024)


def test_what_was_left_out_does_not_come_back(report):
    event()
    [line] = gathered(report)
    quadrennial.leave_out(line=line)

    again = quadrennial.gather(report=report)

    assert again == 0
    assert list(report.lines.in_text()) == []


def test_what_was_left_out_can_be_taken_in_again(report):
    event()
    [line] = gathered(report)
    quadrennial.leave_out(line=line)

    quadrennial.take_in(line=line)

    assert list(report.lines.in_text()) == [line]


def test_an_own_line_that_is_left_out_is_gone(report):
    line = quadrennial.add_line(report=report, text=own())

    quadrennial.leave_out(line=line)

    assert not QuadrennialLine.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_gathering_takes_the_same_statements_for_any_number(report, count, django_assert_max_num_queries):
    cop = ConferenceFactory()
    for _n in range(count):
        PartnershipFactory(event=event(conference=cop))
        DelegationFactory(host_organisation=OrganisationFactory())
        SubmissionFactory(filed_on=date(2023, 1, 1))
        CooperationProjectFactory(period_start=date(2023, 1, 1), period_end=date(2023, 2, 1))
        InternationalStatusFactory(since_year=2023)
    quadrennial.gather(report=QuadrennialReport.objects.create(first_year=2018, last_year=2021))

    with django_assert_max_num_queries(20):
        found = quadrennial.gather(report=report)

    assert found == 5 * count + 1


# ---------------------------------------------------------------- a record that has changed


CHANGES = {
    "event": (lambda: event(), Event, {"title_en": "Renamed"}),
    "visit": (lambda: DelegationFactory(), Delegation, {"countries": "CH,FR"}),
    "paper": (lambda: SubmissionFactory(), Submission, {"symbol": "A/HRC/50/NGO/1"}),
    "project": (
        lambda: CooperationProjectFactory(period_start=date(2023, 1, 1), period_end=date(2024, 1, 1)),
        CooperationProject,
        {"beneficiaries": 77},
    ),
    "status": (
        lambda: InternationalStatusFactory(since_year=2023),
        InternationalStatus,
        {"symbol": "E/2023/1"},
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_line_whose_record_has_changed_is_marked(report, kind):
    make, model, facts = CHANGES[kind]
    record = make()
    [line] = gathered(report)
    before = quadrennial.changed(report, [line])
    model.objects.filter(pk=record.pk).update(**facts)

    assert before == {}
    assert quadrennial.changed(report, [line]) == {line.pk: True}


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"starts_at": datetime(2021, 1, 1, tzinfo=UTC)}])
def test_a_line_whose_record_counts_no_more_is_marked(report, facts):
    record = event()
    [line] = gathered(report)
    Event.objects.filter(pk=record.pk).update(**facts)

    assert quadrennial.changed(report, [line]) == {line.pk: False}
    with pytest.raises(quadrennial.RecordGone):
        quadrennial.take_over(line=line)


def test_a_change_that_the_line_does_not_tell_is_no_news(report):
    record = event()
    [line] = gathered(report)
    Event.objects.filter(pk=record.pk).update(online_url="https://example.org/", body_en="<p>New.</p>")

    assert quadrennial.changed(report, [line]) == {}


def test_a_changed_line_is_written_anew_or_kept(report):
    first, second = event("2023-05-08", title_en="A"), event("2023-05-09", title_en="B")
    anew, kept = gathered(report)
    quadrennial.edit_line(line=anew, text=own("Mine."))
    Event.objects.filter(pk__in=[first.pk, second.pk]).update(title_en="New")

    quadrennial.take_over(line=anew)
    quadrennial.keep_words(line=kept)

    anew, kept = report.lines.order_by("id")
    assert (anew.heading_en, anew.edited_at, kept.heading_en) == ("New", None, "B")
    assert quadrennial.changed(report, [anew, kept]) == {}


# ---------------------------------------------------------------- editing


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (own(" ", ""), quadrennial.NoWords),
        (own(year=2021), quadrennial.OutsideThePeriod),
        (own(year=2026), quadrennial.OutsideThePeriod),
    ],
)
def test_a_line_says_something_about_the_period(report, text, refusal):
    with pytest.raises(refusal):
        quadrennial.add_line(report=report, text=text)

    assert not report.lines.exists()


def test_lines_change_places_within_their_year(report):
    one, two = (quadrennial.add_line(report=report, text=own(str(n), year=2023)) for n in (1, 2))
    other = quadrennial.add_line(report=report, text=own("3", year=2024))
    QuadrennialLine.objects.update(order=1)  # as after two gatherings

    quadrennial.move(line=two, up=True)

    assert [line.pk for line in report.lines.filter(year=2023)] == [two.pk, one.pk]
    for line, up in ((two, True), (one, False), (other, True), (other, False)):
        with pytest.raises(quadrennial.NoFurther):
            quadrennial.move(line=line, up=up)


def test_a_line_that_is_gone_is_told_in_words(report):
    line = quadrennial.add_line(report=report, text=own())
    QuadrennialLine.objects.all().delete()

    for act in (
        lambda: quadrennial.edit_line(line=line, text=own()),
        lambda: quadrennial.move(line=line, up=True),
        lambda: quadrennial.leave_out(line=line),
    ):
        with pytest.raises(quadrennial.LineGone):
            act()


# ---------------------------------------------------------------- filing


def test_a_filed_report_stays_as_it_is_until_the_filing_is_taken_back(report):
    line, officer = quadrennial.add_line(report=report, text=own()), UserFactory()
    paper = SubmissionFactory(kind="quadrennial_report")

    quadrennial.file(report=report, filed_on=date(2026, 2, 27), submission=paper, by=officer)

    report.refresh_from_db()
    assert (report.filed_on, report.submission) == (date(2026, 2, 27), paper)
    assert report.history.first().history_user == officer
    for act in (
        lambda: quadrennial.gather(report=report),
        lambda: quadrennial.add_line(report=report, text=own()),
        lambda: quadrennial.edit_line(line=line, text=own()),
        lambda: quadrennial.leave_out(line=line),
        lambda: quadrennial.file(report=report, filed_on=date(2026, 2, 27), by=officer),
    ):
        with pytest.raises(quadrennial.FiledAlready):
            act()

    quadrennial.take_back(report=report, by=officer)

    quadrennial.edit_line(line=line, text=own("Better."))
    report.refresh_from_db()
    assert report.filed_on is None
    with pytest.raises(quadrennial.NotFiled):
        quadrennial.take_back(report=report, by=officer)


def test_what_cannot_be_filed(report):
    with pytest.raises(quadrennial.NothingToFile):
        quadrennial.file(report=report, filed_on=date(2026, 2, 27), by=None)
    quadrennial.add_line(report=report, text=own())
    taken = SubmissionFactory(kind="quadrennial_report")
    QuadrennialReport.objects.create(first_year=2018, last_year=2021, submission=taken)

    for given, refusal in (
        ({"filed_on": date(2026, 3, 2)}, quadrennial.FiledAhead),
        ({"submission": SubmissionFactory()}, quadrennial.NotAQuadrennialReport),
        ({"submission": taken}, quadrennial.TakenByAnother),
    ):
        with pytest.raises(refusal):
            quadrennial.file(report=report, **{"filed_on": date(2026, 2, 27), "by": None} | given)


def test_reports_to_be_filed_the_next_one_due_first(report):
    QuadrennialReport.objects.create(first_year=2014, last_year=2017, filed_on=date(2018, 5, 1))
    sooner = QuadrennialReport.objects.create(first_year=2018, last_year=2021, due_on=date(2022, 6, 1))

    assert list(QuadrennialReport.objects.open()) == [sooner, report]


# ---------------------------------------------------------------- as a whole


@pytest.fixture
def written(report):
    SiteSettingsFactory(name_zh_hans="协会", name_en="The Association")
    quadrennial.add_line(report=report, text=own("Two\nlines.", "两行。", "initiatives", 2023))
    quadrennial.add_line(report=report, text=own("Whole period.", "", "initiatives"))
    quadrennial.add_line(report=report, text=own("", "只有中文。", "aims"))
    return report


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            ENGLISH,
            "Quadrennial report 2022–2025\n\nThe Association\n\nInitiatives for the Sustainable Development Goals\n\n"
            "1. Whole period.\n\n2. Two\nlines.\n",
        ),
        (CHINESE, ["协会", "1. 只有中文。", "2. 两行。"]),
    ],
)
def test_the_text_of_a_language_has_its_own_lines_only(written, language, expected):
    plain = texts.as_plain(texts.report_text(written, written.lines.all(), language))

    if language == ENGLISH:
        assert plain == expected
    else:
        assert [one for one in plain.strip().split("\n\n") if one in expected] == expected
        assert "Whole" not in plain


def test_the_word_file_has_chinese_letters_for_chinese(written):
    text = texts.report_text(written, written.lines.all(), CHINESE)

    document = Document(BytesIO(texts.as_word(text, written)))

    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "SimSun"
    assert "只有中文。" in [paragraph.text for paragraph in document.paragraphs]


def test_words_and_characters_are_counted_with_the_headings(report):
    text = LineText(
        "aims", None, {CHINESE: "标题", ENGLISH: "A heading"}, {CHINESE: "三个字", ENGLISH: "And two"}
    )
    quadrennial.add_line(report=report, text=text)

    count = texts.count_of(report.lines.all())

    assert (count.words, count.characters) == (4, 5)


def test_drafts_are_in_the_order_of_the_form(report):
    event("2024-01-01", sdgs=[1]), event("2023-01-01", sdgs=[1]), event("2025-01-01", sdgs=[])

    found = [(one.section, one.year) for one in drafts(report)]

    assert found == [("aims", 2025), ("initiatives", 2023), ("initiatives", 2024)]
