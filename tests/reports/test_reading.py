"""How long a text is, and how it begins."""

import pytest

from reports.reading import Length, first_sentences, length


@pytest.mark.parametrize(
    ("html", "language", "expected"),
    [
        ("<p>" + "字" * 1443 + "，</p>", "zh-hans", Length(1400, 5)),
        ("<p>" + "word " * 201 + "</p>", "en", Length(200, 2)),
        ("<p>short</p>", "en", None),
        (None, "en", None),
    ],
)
def test_length(html, language, expected):
    assert length(html, language) == expected


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("One. Two. Three.", 10, "One. Two."),
        ("COP 27 met. It was in Egypt, at 3.30 p.m. on Monday. Then?", 45, "COP 27 met."),
        ("一句。两句！三句？", 12, "一句。两句！"),
        ("“引语。”后文。", 10, "“引语。”"),
        ("A first sentence far too long for its room here", 20, "A first sentence…"),
        ("没有句号的很长的一句话还在继续下去没有停", 12, "没有句号的很…"),
        ("", 10, ""),
    ],
)
def test_whole_sentences_as_far_as_there_is_room(text, longest, expected):
    assert first_sentences(text, longest) == expected
