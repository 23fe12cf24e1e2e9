"""QR codes: as inline SVG, painted by the style sheet, and as files for print."""

from functools import lru_cache
from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 2  # modules; the style sheet's white padding adds the rest of the four that readers want
PRINT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
PRINT_SCALE = 24  # dots a module: a code of 900 to 1,200 dots, sharp on a poster


def qr(content: str, label: str) -> SafeString:
    """The code of an address or a ticket, with words for those who do not see it."""
    size, path = _drawn(str(content))
    return mark_safe(  # noqa: S308, the label is escaped
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def qr_file(content: str) -> str:
    """The code as an SVG file in black, for what is printed."""
    size, path = _drawn(str(content))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


@lru_cache(maxsize=512)
def _drawn(content: str) -> tuple[int, str]:
    code = segno.make(content, error="m", micro=False)
    path = ""
    for y, row in enumerate(code.matrix_iter(border=QUIET_ZONE)):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                path += f"M{x} {y}h{run - x}v1h{x - run}z"
            x = run + 1
    return code.symbol_size(border=QUIET_ZONE)[0], path


def print_file(content: str, extension: str) -> tuple[bytes, str]:
    """The code as a file by itself, "svg" or "png", with the white margin that readers want; and its content type."""
    file = BytesIO()
    code = segno.make(content, error="m", micro=False)
    code.save(file, kind=extension, scale=PRINT_SCALE, border=4, light="#fff")
    return file.getvalue(), PRINT_TYPES[extension]
