from datetime import UTC, datetime
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from beijing_ngo.core import pdf

TEMPLATE = "tests/core/paper.typ"


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def declared(made: bytes) -> str:
    return str(PdfReader(BytesIO(made)).xmp_metadata.stream.get_data())


def test_what_was_given_stands_in_the_document_sign_for_sign():
    given = "王芳 #import $x$ *bold* _slant_ `raw` <label> @ref \\ // 50% \"“”'[]{}"

    made = pdf.compile(TEMPLATE, {"text": given})

    assert text_of(made).split() == given.split()


def test_a_document_keeps_for_decades_and_is_read_aloud():
    assert "pdfaid" in declared(pdf.compile(TEMPLATE, {"text": "王芳"}))
    assert "pdfuaid" in declared(pdf.compile(TEMPLATE, {"text": "王芳"}))


@pytest.mark.parametrize(
    "name", ["䶮㛃𣲗", "阿卜杜热依木·买买提依明", "Nguyễn Thị Phương Thảo", "Łukasz Ćwikła"]
)
def test_rare_names_have_letters(name):
    assert "pdfaid" in declared(pdf.compile(TEMPLATE, {"text": name}))


def test_a_sign_that_no_font_has_costs_the_standard_but_not_the_document():
    made = pdf.compile(TEMPLATE, {"text": "𠮷野"})

    assert made.startswith(b"%PDF")
    assert "pdfaid" not in made.decode("latin-1")
    assert "野" in text_of(made)


def test_a_mistake_in_a_template_is_told():
    with pytest.raises(typst.TypstError):
        pdf.compile(TEMPLATE, {})


def test_the_same_data_make_the_same_file():
    moment = datetime(2027, 3, 1, tzinfo=UTC)

    made = [pdf.compile(TEMPLATE, {"text": "王芳"}, timestamp=moment) for _time in range(2)]

    assert made[0] == made[1]
    assert PdfReader(BytesIO(made[0])).metadata.creation_date == moment


def test_pictures_of_the_pages():
    [picture] = pdf.pictures(TEMPLATE, {"text": "王芳"})

    assert picture.startswith(b"\x89PNG")


def test_a_download_has_a_readable_name_and_is_not_kept():
    response = pdf.response(b"%PDF", "参会证明 A/B: “王芳”")

    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": (
            "attachment; filename*=utf-8''"
            "%E5%8F%82%E4%BC%9A%E8%AF%81%E6%98%8E%20A%20B%20%E2%80%9C%E7%8E%8B%E8%8A%B3%E2%80%9D.pdf"
        ),
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
