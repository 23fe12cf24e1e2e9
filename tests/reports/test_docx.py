"""A submission as a Word file and as a PDF: what it says, in which type, and who may have it."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt

from beijing_ngo.core import pdf
from beijing_ngo.core.models import Document, DocumentAccess
from reports import docx, paper_pdf
from reports.models import Endorsement, EndorsementState, SubmissionKind, SubmissionState
from reports.paper_text import languages_of, paper_text
from tests.factories import (
    ConferenceFactory,
    InternationalStatusFactory,
    MechanismFactory,
    OrganisationFactory,
    ParagraphFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CHANGED = datetime(2027, 1, 5, 8, tzinfo=UTC)


def organisation(chinese, english, status=None):
    row = OrganisationFactory(name_zh_hans=chinese, name_en=english)
    if status:
        InternationalStatusFactory(organisation=row, kind=status)
    return row


def signed_by(paper, *organisations):
    for order, one in enumerate(organisations):
        Endorsement.objects.create(
            submission=paper, organisation=one, order=order, state=EndorsementState.ENDORSED
        )


@pytest.fixture
def paper():
    SiteSettingsFactory()
    council = OrganisationFactory(name_zh_hans="人权理事会", name_en="Human Rights Council")
    paper = SubmissionFactory(
        title_zh_hans="女童|与教育",
        title_en="Girls & education",
        kind=SubmissionKind.WRITTEN_STATEMENT,
        mechanism=MechanismFactory(body=council, kind=SubmissionKind.WRITTEN_STATEMENT),
        conference=ConferenceFactory(
            name_zh_hans="第64届会议",
            name_en="64th session",
            starts_on=date(2027, 2, 22),
            ends_on=date(2027, 4, 2),
        ),
        agenda_item=3,
        lead=organisation("领衔协会", "Lead Association", "special_consultative"),
        symbol="A/HRC/64/NGO/9",
        filed_on=date(2027, 2, 8),
    )
    for number, heading, text in (
        (1, "Who we are", "One.\nStill one."),
        (2, "Who we are", "Two."),
        (4, "What we ask", "Four."),
    ):
        ParagraphFactory(
            submission=paper,
            number=number,
            heading_en=heading,
            heading_zh_hans="标题" + heading[:3],
            text_en=text,
            text_zh_hans=f"第 {number} 段。" if number != 2 else "",
        )
    return paper


def opened(paper, language):
    return WordDocument(BytesIO(docx.written(paper_text(paper, language), changed_at=CHANGED)))


def lines(document):
    return [(one.style.name, one.text) for one in document.paragraphs]


# ---------------------------------------------------------------- Word


def test_the_whole_paper_in_english(paper):
    document = opened(paper, "en")

    assert lines(document) == [
        ("Normal", "Human Rights Council"),
        ("Normal", "64th session"),
        ("Normal", "22 February – 2 April 2027"),
        ("Normal", "Agenda item 3: Promotion and protection of all human rights"),
        ("Title", "Girls & education"),
        (
            "Normal",
            "Submitted by Lead Association, a non-governmental organization in special consultative status",
        ),
        ("Heading 1", "Who we are"),
        ("List Number", "One."),
        ("List Continue", "Still one."),
        ("List Number", "Two."),
        ("Heading 1", "What we ask"),
        ("List Number", "Four."),
    ]
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Girls & education",
        "Lead Association",
        "en-GB",
    )
    assert (properties.comments, properties.last_modified_by) == ("", "")


def test_the_whole_paper_in_chinese_without_what_is_not_written(paper):
    document = opened(paper, "zh-hans")

    assert [text for _style, text in lines(document)][:3] == [
        "人权理事会",
        "第64届会议",
        "2027年2月22日至4月2日",
    ]
    assert [text for _style, text in lines(document)][4:] == [
        "女童与教育",
        "领衔协会（具有特别咨商地位的非政府组织）提交",
        "标题Who",
        "第1段。",
        "标题Wha",
        "第4段。",
    ]
    assert document.core_properties.language == "zh-CN"


def numbers(document):
    """What Word shows before each numbered paragraph."""
    numbering = document.part.numbering_part.element
    shown, counters = [], {}
    for one in document.paragraphs:
        if one.style.name != "List Number":
            continue
        list_id = one._p.pPr.numPr.numId.val
        [entry] = [num for num in numbering.findall(qn("w:num")) if num.numId == list_id]
        level = entry.find(qn("w:lvlOverride"))
        start = int(level.find(qn("w:startOverride")).get(qn("w:val")))
        counters[list_id] = counters.get(list_id, start - 1) + 1
        [definition] = [
            one
            for one in numbering.findall(qn("w:abstractNum"))
            if one.get(qn("w:abstractNumId")) == str(entry.abstractNumId.val)
        ]
        form = definition.find(qn("w:lvl")).find(qn("w:lvlText")).get(qn("w:val"))
        shown.append(form.replace("%1", str(counters[list_id])))
    return shown


@pytest.mark.parametrize(("language", "shown"), [("en", ["1.", "2.", "4."]), ("zh-hans", ["1.", "4."])])
def test_word_itself_numbers_the_paragraphs_with_the_numbers_they_have_here(paper, language, shown):
    assert numbers(opened(paper, language)) == shown


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_all_is_times_new_roman_in_ten_points_and_nothing_stands_out(paper, language):
    document = opened(paper, language)

    for name in {one.style.name for one in document.paragraphs}:
        style = document.styles[name]
        faces = style.element.rPr.rFonts
        assert (style.font.name, style.font.size) == ("Times New Roman", Pt(10))
        assert (style.font.bold, style.font.italic, style.font.underline) == (False, False, False)
        assert faces.get(qn("w:eastAsia")) == "SimSun"
        assert [attribute for attribute in faces.attrib if attribute.endswith("Theme")] == []
    runs = [run for one in document.paragraphs for run in one.runs]
    assert [run for run in runs if run.bold or run.italic or run.underline or run.font.size] == []


def test_a_paper_without_headings_or_a_filing_is_a_paper(paper):
    paper.paragraphs.update(heading_en="")
    paper.conference, paper.agenda_item, paper.symbol = None, None, ""

    assert [style for style, _text in lines(opened(paper, "en"))] == [
        *("Normal", "Title", "Normal"),
        *("List Number", "List Continue", "List Number", "List Number"),
    ]


# ---------------------------------------------------------------- who submits


def test_a_joint_statement_names_general_then_special_then_the_roster_and_the_others_in_a_note(paper):
    signed_by(
        paper,
        organisation("丙", "Roster Club", "roster"),
        organisation("丁", "Plain Club"),
        organisation("乙", "General Fund", "general_consultative"),
        organisation("甲", "Second Special", "special_consultative"),
        organisation("戊", "Other Club"),
    )

    english, chinese = paper_text(paper, "en"), paper_text(paper, "zh-hans")

    assert english.submitted_by == (
        "Submitted by General Fund, a non-governmental organization in general consultative status; "
        "Lead Association and Second Special, non-governmental organizations in special consultative status; "
        "Roster Club, a non-governmental organization on the roster"
    )
    assert english.note == (
        "Plain Club and Other Club, NGOs without consultative status, also share the views expressed in this statement."
    )
    assert chinese.submitted_by == (
        "乙（具有全面咨商地位的非政府组织）、领衔协会、甲（具有特别咨商地位的非政府组织）、丙（列入名册的非政府组织）提交"
    )
    assert chinese.note == "不具有咨商地位的非政府组织丁、戊赞同本发言所表达的观点。"
    document = opened(paper, "en")
    assert ("Title", "Girls & education*") in lines(document)
    assert ("Normal", f"* {english.note}") in lines(document)


def test_where_no_status_is_needed_all_stand_in_the_line(paper):
    paper.kind = SubmissionKind.PARALLEL_REPORT
    signed_by(paper, organisation("丁", "Plain Club"))

    text = paper_text(paper, "en")

    assert text.submitted_by == (
        "Submitted by Lead Association, a non-governmental organization in special consultative status; Plain Club"
    )
    assert text.note == ""


def test_who_was_asked_and_has_not_signed_is_not_named(paper):
    Endorsement.objects.create(submission=paper, organisation=organisation("丁", "Plain Club"))

    assert "Plain Club" not in paper_text(paper, "en").submitted_by


def test_where_nobody_is_named_the_association_submits_with_its_status(paper):
    paper.lead = None
    assert paper_text(paper, "en").submitted_by == (
        "Submitted by Beijing NGO Association for International Exchanges"
    )
    organisation(
        "北京市民间组织国际交流协会",
        "Beijing NGO Association for International Exchanges",
        "special_consultative",
    )

    assert paper_text(paper, "en").submitted_by == (
        "Submitted by Beijing NGO Association for International Exchanges, "
        "a non-governmental organization in special consultative status"
    )


# ---------------------------------------------------------------- PDF


def test_the_pdf_is_set_and_a_draft_says_so(paper):
    data = paper_pdf.data_of(paper_text(paper, "en"), source="https://example.org/x/")
    assert data["draft"] == ""
    assert paper_pdf.written(data).startswith(b"%PDF")

    paper.state = SubmissionState.REVIEW

    draft = paper_pdf.data_of(paper_text(paper, "en"), source="")
    assert draft["draft"].startswith("Draft of ")
    assert pdf.pictures(paper_pdf.TEMPLATE, draft) != pdf.pictures(paper_pdf.TEMPLATE, data)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_signs_of_the_typesetter_are_signs_of_the_text(paper, language):
    paper.paragraphs.update(text_en="#let x = 1 $a_b$ *no* @ref <b>", text_zh_hans="#set 文字 $x$ *无*")

    data = paper_pdf.data_of(paper_text(paper, language), source="https://example.org/#x")

    assert paper_pdf.written(data).startswith(b"%PDF")


# ---------------------------------------------------------------- who may have it


def file_url(paper, language="en", kind="docx"):
    return reverse("reports:submission_file", args=[paper.slug, language, kind])


@pytest.mark.parametrize(
    ("kind", "content_type", "begins"),
    [("docx", docx.TYPE, b"PK"), ("pdf", "application/pdf", b"%PDF")],
)
def test_everybody_may_take_a_published_paper_along(client, paper, kind, content_type, begins):
    answer = client.get(file_url(paper, kind=kind))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.content.startswith(begins)
    assert f'filename="Girls & education.{kind}"' in answer.headers["Content-Disposition"]
    assert "X-Robots-Tag" not in answer.headers


@pytest.mark.parametrize(
    "hidden",
    [{"state": SubmissionState.FILED}, {"confidential": True}, {"status": "draft", "published_at": None}],
)
def test_what_is_not_public_is_for_staff_alone_and_kept_by_nobody(client, paper, hidden):
    type(paper).objects.filter(pk=paper.pk).update(**hidden)

    assert client.get(file_url(paper)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(file_url(paper)).status_code == 404
    client.force_login(SuperuserFactory())
    answer = client.get(file_url(paper))

    assert answer.status_code == 200
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
        "private, no-store",
        "noindex",
    )


def test_a_language_without_text_has_no_file(client, paper):
    paper.paragraphs.update(text_zh_hans="", heading_zh_hans="")

    assert languages_of(paper.paragraphs.all()) == ["en"]
    assert client.get(file_url(paper, "zh-hans")).status_code == 404
    assert client.get(file_url(paper).replace(".en.", ".fr.")).status_code == 404


def test_the_page_offers_it_where_the_file_that_was_sent_is_not_there(client, paper):
    page = f"/en/reports/submissions/{paper.slug}/"

    def offered():
        html = client.get(page).content.decode()
        return [
            (language, kind)
            for language in ("zh-hans", "en")
            for kind in ("pdf", "docx")
            if f"/text.{language}.{kind}" in html
        ]

    assert offered() == [("zh-hans", "pdf"), ("zh-hans", "docx"), ("en", "pdf"), ("en", "docx")]
    sent = Document.objects.create(
        subject=paper,
        file=ContentFile(b"%PDF-1.7 paper", name="paper.pdf"),
        language="en",
        title_en="As filed",
        access=DocumentAccess.PUBLIC,
    )
    assert offered() == [("zh-hans", "pdf"), ("zh-hans", "docx")]
    sent.access = DocumentAccess.STAFF
    sent.save()
    assert len(offered()) == 4


# ---------------------------------------------------------------- in the admin


def text_url(paper, language="en", kind="docx"):
    return reverse("admin:reports_submission_text", args=[paper.pk, language, kind])


def test_the_admin_offers_the_text_of_a_draft(admin, paper):
    type(paper).objects.filter(pk=paper.pk).update(state=SubmissionState.DRAFTING)

    page = admin.get(reverse("admin:reports_submission_change", args=[paper.pk])).content.decode()

    for language in ("en", "zh-hans"):
        for kind in ("docx", "pdf"):
            assert text_url(paper, language, kind) in page
            assert admin.get(text_url(paper, language, kind)).status_code == 200
    assert admin.get(text_url(paper, "fr")).status_code == 404
    assert admin.get(text_url(paper, "en", "odt")).status_code == 404


def test_a_colleague_without_the_right_gets_no_text(client, paper):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(text_url(paper)).status_code in (403, 404)
    client.logout()
    assert client.get(text_url(paper)).status_code == 302
