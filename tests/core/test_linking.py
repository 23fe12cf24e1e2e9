"""Addresses within running text, Chinese text above all, which has no spaces around them."""

import re

import pytest

from beijing_ngo.core.linking import linked


def links(text):
    return re.findall(r'<a class="pine" href="([^"]*)" [^>]*>([^<]*)</a>', linked(text))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "北京时间在鸟巢开幕，凭电子票签到：https://example.org/zh-hans/tickets/a_b-C/",
            "https://example.org/zh-hans/tickets/a_b-C/",
        ),
        ("见https://example.org/a?b=1，谢谢。", "https://example.org/a?b=1"),
        ("（https://example.org/a）", "https://example.org/a"),
        ("See https://example.org/a.", "https://example.org/a"),
        ("(see https://example.org/a)", "https://example.org/a"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
    ],
)
def test_an_address_is_a_link_and_the_words_around_it_are_not(text, address):
    assert links(text) == [(address, address)]
    assert re.sub(r"<[^>]*>", "", linked(text)) == text


def test_a_mailbox_is_written_to():
    assert links("请联系secretariat@example.org。") == [
        ("mailto:secretariat@example.org", "secretariat@example.org")
    ]


def test_everything_is_escaped():
    assert linked('<b> & https://example.org/?a=1&b="2"') == (
        '&lt;b&gt; &amp; <a class="pine" href="https://example.org/?a=1&amp;b=" style="color:#0f4a3b; word-break:break-all;">'
        "https://example.org/?a=1&amp;b=</a>&quot;2&quot;"
    )


def test_text_without_an_address_stays_as_it_is():
    assert linked("活动时间为20:30。") == "活动时间为20:30。"
