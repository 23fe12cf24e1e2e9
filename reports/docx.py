"""A submission as a Word file, as the secretariats of UN bodies ask for it.

Times New Roman 10 pt throughout, nothing bold, italic or underlined (the form of the Human Rights Council says so); SimSun for
Chinese. Paragraphs are numbered by Word itself, with the numbers they have here: typed numbers would count as words.
"""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from beijing_ngo.core.language import is_chinese
from reports.paper_text import PaperText

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE, CHINESE_FACE = "Times New Roman", "SimSun"
SIZE = Pt(10)
INDENT = Cm(1)
STYLES = ("Normal", "Title", "Heading 1", "List Number", "List Continue", "Footer")
_FONT_ATTRIBUTES = ("ascii", "hAnsi", "cs")


def written(paper: PaperText, *, changed_at: datetime) -> bytes:
    document = Document()
    _set_up(document, paper)
    _head(document, paper)
    numbers = _Numbers(document)
    for section in paper.sections:
        if section.heading:
            document.add_paragraph(section.heading, style="Heading 1")
        for number, lines in section.paragraphs:
            numbers.give(document.add_paragraph(lines[0], style="List Number"), number)
            for line in lines[1:]:
                document.add_paragraph(line, style="List Continue")
    _properties(document, paper, changed_at)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


# ---------------------------------------------------------------- how it looks


def _set_up(document, paper: PaperText) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    tag = "zh-CN" if is_chinese(paper.language) else "en-GB"
    for name in STYLES:
        style = document.styles[name]
        _plain(style)
        _set_language(style, tag)
    for name, before, after in (("Title", 0, 12), ("Heading 1", 12, 6)):
        spaced = document.styles[name].paragraph_format
        spaced.space_before, spaced.space_after, spaced.keep_with_next = Pt(before), Pt(after), True
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    for name in ("List Number", "List Continue"):
        indented = document.styles[name].paragraph_format
        indented.left_indent, indented.space_after, indented.line_spacing = INDENT, Pt(6), 1.15
    document.styles["List Number"].paragraph_format.first_line_indent = -INDENT
    _page_number(page.footer.paragraphs[0])


def _plain(style) -> None:
    """Word's own headings are large, blue and in another face."""
    font = style.font
    font.name, font.size, font.color.rgb = FACE, SIZE, RGBColor(0, 0, 0)
    font.bold = font.italic = font.underline = False
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(faces.attrib):
        if attribute.endswith("Theme"):
            del faces.attrib[attribute]
    for attribute in _FONT_ATTRIBUTES:
        faces.set(qn(f"w:{attribute}"), FACE)
    faces.set(qn("w:eastAsia"), CHINESE_FACE)
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_language(style, tag: str) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag if tag != "zh-CN" else "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _page_number(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


# ---------------------------------------------------------------- what it says


def _head(document, paper: PaperText) -> None:
    for line in paper.about:
        document.add_paragraph(line)
    document.add_paragraph(paper.title + ("*" if paper.note else ""), style="Title")
    document.add_paragraph(paper.submitted_by)
    if paper.note:
        document.add_paragraph(f"* {paper.note}")


class _Numbers:
    """Word's own numbering, begun anew where the paper's numbers leave one out."""

    def __init__(self, document):
        self.part = document.part.numbering_part.element
        self.definition = self._define()
        self.last: int | None = None
        self.list_id = 0

    def give(self, paragraph, number: int) -> None:
        if self.last is None or number != self.last + 1:
            self.list_id = self._begin_at(number)
        self.last = number
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self.list_id

    def _define(self) -> int:
        """Figures with a point, in the indent."""
        known = [int(one.get(qn("w:abstractNumId"))) for one in self.part.findall(qn("w:abstractNum"))]
        number = max(known, default=-1) + 1
        definition, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
        definition.set(qn("w:abstractNumId"), str(number))
        kind = OxmlElement("w:multiLevelType")
        kind.set(qn("w:val"), "singleLevel")
        level.set(qn("w:ilvl"), "0")
        for tag, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", "%1."), ("lvlJc", "left")):
            element = OxmlElement(f"w:{tag}")
            element.set(qn("w:val"), value)
            level.append(element)
        place = OxmlElement("w:pPr")
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), str(INDENT.twips))
        indent.set(qn("w:hanging"), str(INDENT.twips))
        place.append(indent)
        level.append(place)
        definition.extend([kind, level])
        # Definitions stand before the lists that use them.
        first_list = self.part.find(qn("w:num"))
        if first_list is None:
            self.part.append(definition)
        else:
            first_list.addprevious(definition)
        return number

    def _begin_at(self, number: int) -> int:
        one = self.part.add_num(self.definition)
        one.add_lvlOverride(ilvl=0).add_startOverride(number)
        return one.numId


def _properties(document, paper: PaperText, changed_at: datetime) -> None:
    """Without the name of the machine or of whoever wrote it."""
    properties = document.core_properties
    properties.title, properties.author = paper.title, "; ".join(paper.authors)
    properties.language = "zh-CN" if is_chinese(paper.language) else "en-GB"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.subject = paper.symbol
    moment = changed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.revision = 1
