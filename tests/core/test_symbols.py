import pytest
from django.utils import translation

from beijing_ngo.core import symbols


@pytest.mark.parametrize(
    "symbol",
    [
        "E/C.12/CHN/CO/3",
        "A/HRC/51/NGO/112",
        "E/2023/NGO/45",
        "A/RES/70/1",
        "FCCC/CP/2022/10/Add.1",
        "E/CN.6/2024/NGO/12/Rev.1",
        "A/HRC/WG.6/45/CHN/3",
        "ST/SG/AC.10/1(Vol.I)",
        "A/RES/217(III)[A]",
    ],
)
def test_symbols_of_the_united_nations(symbol):
    assert symbols.looks_right(symbol)
    assert symbols.warning(symbol) == ""


@pytest.mark.parametrize("symbol", ["e/c.12/chn/3", "A", "A HRC 51", "A/HRC/", "/A/HRC", "A/HRC/51/第1号"])
def test_a_doubtful_symbol_is_warned_of_and_not_linked(symbol):
    with translation.override("en"):
        warning = symbols.warning(symbol)

    assert warning == (
        "This does not look like a UN document symbol, such as E/C.12/CHN/CO/3. It is kept as you typed it."
    )
    assert symbols.link(symbol) == ""


def test_no_symbol_is_no_cause_for_doubt():
    assert symbols.warning("") == ""


def test_link(settings):
    settings.UN_DOCUMENT_PREFIX = "https://documents.example.org/"

    links = [
        symbols.link("A/HRC/51/NGO/112"),
        symbols.link("A/RES/217(III)[A]"),
        symbols.link("INT/CESCR/CSS/CHN/1"),
    ]

    assert links == [
        "https://documents.example.org/A/HRC/51/NGO/112",
        "https://documents.example.org/A/RES/217(III)[A]",
        "",
    ]


def test_a_symbol_breaks_after_a_stroke_only():
    assert symbols.with_breaks("E/C.12/<b>") == "E/<wbr>C.12/<wbr>&lt;b&gt;"
