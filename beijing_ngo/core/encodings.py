"""Text as browsers want it sent: with Brotli, with gzip, or as it is."""

import gzip

import brotli

BROTLI, GZIP, PLAIN = "br", "gzip", ""
WORTH_IT = 500  # bytes; what is smaller only grows
_BROTLI_EFFORT, _GZIP_EFFORT = 5, 6  # of 11 and 9: what a page costs while somebody waits for it


def chosen(accepted: str) -> str:
    """The best of those that the browser names in Accept-Encoding and does not refuse."""
    offers = {}
    for offer in accepted.lower().split(","):
        name, _, weight = offer.partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in (BROTLI, GZIP) if offers.get(name)), PLAIN)


def encoded(body: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_EFFORT)
    if encoding == GZIP:
        return gzip.compress(body, _GZIP_EFFORT, mtime=0)
    return body
