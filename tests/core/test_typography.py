import pytest
from django.utils.safestring import mark_safe

from beijing_ngo.core.typography import close_up, inner_quotes, soft_breaks, without_breaks


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("COP 27 边会", "COP 27边会"),
        ("第 50 届会议", "第50届会议"),
        ("增长 3% 以上", "增长3%以上"),
        ("《巴黎协定》 Paris", "《巴黎协定》Paris"),
        ("two English words", "two English words"),
        ("北京 上海", "北京 上海"),
    ],
)
def test_close_up(typed, shown):
    assert close_up(typed) == shown


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("全球环境|研究所", "全球环境<wbr>研究所"),
        ("“地球一小时”北京主会场", "“地球一小时”<wbr>北京主会场"),
        ("北京平澜公益基金会", "北京平澜<wbr>公益基金会"),
        ("人权理事会与民间组织", "人权理事会<wbr>与民间组织"),
        ("全球环境研究所", "全球环境<wbr>研究所"),
        ("和平", "和平"),
        ("迈向碳中和的北京行动", "迈向碳中和的北京行动"),
        ("鼓励青年参与气候治理", "鼓励青年参与气候治理"),
        ("<b>绿色</b>", "&lt;b&gt;绿色&lt;/b&gt;"),
        ("Either|or <now>", "Either|or &lt;now&gt;"),
        (mark_safe("<em>绿色</em>|未来"), "<em>绿色</em><wbr>未来"),
    ],
)
def test_soft_breaks(title, html):
    assert soft_breaks(title) == html


def test_the_bar_stays_out_of_page_titles():
    assert [without_breaks("全球环境|研究所"), without_breaks("A|B")] == ["全球环境研究所", "A|B"]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("参加“北京“地球一小时””的名额", "参加“北京‘地球一小时’”的名额"),
        ("“One hour” and “two”", "“One hour” and “two”"),
        ("a place at “The “green” hour”.", "a place at “The ‘green’ hour”."),
        ("“甲“乙“丙”丁”戊”", "“甲‘乙“丙”丁’戊”"),
        ("没有配对的“引号", "没有配对的“引号"),
        ("倒过来的”引号“", "倒过来的”引号“"),
    ],
)
def test_a_quotation_within_a_quotation_has_single_marks(typed, set_):
    assert inner_quotes(typed) == set_
