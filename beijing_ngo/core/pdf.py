"""Documents as PDF, set by typst from the portal's own templates and the fonts that come with it.

A template is a file `<app>/documents/<name>.typ` named by its path from the project's folder. What it says comes in as data, so
that no sign in a name or title means anything to the typesetter. `beijing_ngo/core/documents/look.typ` holds what all share:

    #import "/beijing_ngo/core/documents/look.typ": *
    #let data = given()

The same data gives the same file on every machine: fonts are the package's, dates are the data's.
"""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

ARCHIVAL = ("a-2b", "ua-1")  # readable in thirty years, and by a screen reader
_NO_FONT = "could not be displayed"
_ANY_DAY = datetime(2007, 1, 1, tzinfo=UTC)


def compile(template: str, data: dict, *, pdf_standards=ARCHIVAL, timestamp: datetime | None = None) -> bytes:
    """The PDF. It keeps the archival standards unless a rare sign, which no font has, makes that impossible."""
    try:
        return _compiled(template, data, timestamp, pdf_standards=list(pdf_standards))
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise
        return _compiled(template, data, timestamp)


def pictures(template: str, data: dict, *, ppi: int = 96) -> list[bytes]:
    """Each page as a PNG: a preview."""
    made = _compiled(template, data, None, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def response(pdf: bytes, name: str, *, attachment: bool = True) -> HttpResponse:
    """The PDF as a download; its name may be Chinese. Papers bear names, so no cache keeps them."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(attachment, f"{_plain(name)}.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _plain(name: str) -> str:
    """Without the signs that some file system refuses."""
    return " ".join("".join(" " if sign in '\\/:*?"<>|' else sign for sign in name).split())


def _compiled(template, data, timestamp, **options):
    options.setdefault("format", "pdf")
    return typst.compile(
        str(Path(settings.BASE_DIR) / template),
        root=str(settings.BASE_DIR),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=(timestamp or _ANY_DAY).replace(microsecond=0),
        **options,
    )


@lru_cache(maxsize=1)
def _fonts():
    """Read once in a process. Typst's own faces stand in for letters that the Chinese ones lack."""
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])
