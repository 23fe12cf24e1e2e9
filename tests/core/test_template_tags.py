import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from beijing_ngo.core import plates, qr, sprite
from beijing_ngo.core.templatetags.forms import problems

SIGN = '<svg class="win" viewBox="-125 -112 250 224" aria-hidden="true"><use href="#s-gourd"/></svg>'
START = datetime(2027, 3, 20, 12, 0, tzinfo=UTC)
END = datetime(2027, 3, 20, 13, 45, tzinfo=UTC)


def render(source, language="en", **context):
    template = engines["django"].from_string("{% load portal %}" + source)
    with translation.override(language):
        return template.render(context)


def in_both(source, **context):
    return [render(source, language, **context) for language in ("zh-hans", "en")]


# ---------------------------------------------------------------- pictures


def test_pictures():
    html = render(
        '{% plate "walk" "hills" %}|{% plate "walk" "hills" windows=3 title="Hills" %}|{% window kind %}'
        "|{% window_shape kind %}",
        kind="walk",
    )

    assert html.split("|") == [
        plates.plate("walk", "hills"),
        plates.plate("walk", "hills", windows=3, title="Hills"),
        SIGN,
        "gourd",
    ]


def test_the_windows_of_the_footer():
    assert render("{% footer_windows %}") == plates.footer_windows()


def test_icons():
    html = render('{% icon "clock" %}{% icon "arrow" "turn" %}')

    assert html == (
        '<svg class="i" aria-hidden="true"><use href="#i-clock"/></svg>'
        '<svg class="i turn" aria-hidden="true"><use href="#i-arrow"/></svg>'
    )


def test_an_icon_that_nobody_drew_is_a_mistake():
    with pytest.raises(LookupError, match="no icon called 'hourglass'"):
        render('{% icon "hourglass" %}')


def test_the_sprite_holds_every_icon_and_every_window():
    html = render("{% sprite %}")

    assert set(re.findall(r'<symbol id="i-(\w+)"', html)) == sprite.icon_names()
    assert re.findall(r'<path id="s-(\w+)"', html) == list(plates.SHAPES)
    assert html.startswith('<svg width="0" height="0" class="vh" aria-hidden="true"><defs><clipPath')
    assert len(html) < 8000


def test_the_mark_is_painted_by_the_style_sheet():
    html = render("{% mark %}")

    assert html.startswith(
        '<svg class="mark" viewBox="0 0 60 60" width="54" height="54" aria-hidden="true"><path'
    )
    assert "fill=" not in html


def test_the_map_names_home_and_its_note_follows_the_reader():
    places = [("Geneva", 46.2, 6.15, 3)]

    html = render(
        "{% world_map places label=label %}|{% world_map_note %}", places=places, label="Three journeys"
    )

    names, note = re.findall(r"<text[^>]*>([^<]*)</text>", html), html.rpartition("|")[2]
    assert [names, note] == [["Beijing", "Geneva"], "A sketch: the dots show land and no boundaries."]


def test_qr():
    assert render('{% qr "https://example.org/" "This page" %}') == qr.qr("https://example.org/", "This page")


# ---------------------------------------------------------------- texts in two languages


def row(chinese="", english="", body_chinese="", body_english=""):
    return SimpleNamespace(
        title_zh_hans=chinese, title_en=english, body_zh_hans=body_chinese, body_en=body_english
    )


def test_a_text_in_both_languages():
    obj = row("COP 27 <边会>", "COP 27 <side event>")

    assert in_both('{% text obj "title" %}', obj=obj) == ["COP 27 &lt;边会&gt;", "COP 27 &lt;side event&gt;"]
    assert in_both('{% other_text obj "title" %}', obj=obj) == [
        '<span lang="en">COP 27 &lt;side event&gt;</span>',
        '<span lang="zh-Hans">COP 27 &lt;边会&gt;</span>',
    ]
    assert in_both('{% fallback_language obj "title" %}', obj=obj) == ["", ""]


def test_a_text_in_one_language_says_which():
    obj = row("北京平澜|公益基金会 10 年")

    assert in_both('{% text obj "title" %}', obj=obj) == [
        "北京平澜<wbr>公益基金会10年",
        '<span lang="zh-Hans">北京平澜<wbr>公益基金会10年</span>',
    ]
    assert in_both('{% other_text obj "title" %}', obj=obj) == ["", ""]
    assert in_both('{% fallback_language obj "title" %}', obj=obj) == ["", "zh-Hans"]


def test_a_text_in_no_language():
    assert in_both('{% text obj "title" %}{% rich obj "body" %}{% other_text obj "title" %}', obj=row()) == [
        "",
        "",
    ]


def test_a_field_of_one_language_only_is_shown_as_it_is():
    assert (
        in_both('{% text obj "city" %}', obj=SimpleNamespace(city="Bonn & more")) == ["Bonn &amp; more"] * 2
    )


def test_a_heading_may_break():
    obj = row("北京平澜公益基金会", "Peaceland Foundation")

    assert in_both("{% heading obj %}", obj=obj) == ["北京平澜<wbr>公益基金会", "Peaceland Foundation"]


def test_rich_text_is_cleaned_and_falls_back():
    obj = row(body_chinese="<p>正文<script>x</script></p>", body_english="<p></p>")

    assert in_both('{% rich obj "body" %}', obj=obj) == [
        "<p>正文</p>",
        '<div lang="zh-Hans"><p>正文</p></div>',
    ]
    assert in_both('{% fallback_language obj "body" %}', obj=obj) == ["", "zh-Hans"]


# ---------------------------------------------------------------- filters


def test_filters_on_texts():
    html = render(
        "{{ typed|close_up }}|{{ typed|soft_breaks }}|{{ symbol|symbol_breaks }}|{{ symbol|symbol_link }}"
        "|{{ body|clean_html }}|{{ body|plain }}|{{ body|has_text }}|{{ none|clean_html }}"
        "|{{ name|monogram }}",
        typed="“绿色”COP 27 边会 <b>",
        symbol="A/HRC/51/NGO/112",
        body="<p onclick='x'>A &amp; B</p>",
        none=None,
        name="北京平澜公益基金会",
    )

    assert html.split("|") == [
        "“绿色”COP 27边会 &lt;b&gt;",
        "“绿色”<wbr>COP 27 边会 &lt;b&gt;",
        "A/<wbr>HRC/<wbr>51/<wbr>NGO/<wbr>112",
        "https://docs.un.org/A/HRC/51/NGO/112",
        "<p>A &amp; B</p>",
        "A &amp; B",
        "True",
        "",
        "平",
    ]


def test_a_text_message_gets_words_without_marks():
    text = render(
        "{% autoescape off %}{{ title|soft_breaks }} {{ symbol|symbol_breaks }}{% endautoescape %}",
        title="全球环境|研究所",
        symbol="A/RES/70/1",
    )

    assert text == "全球环境研究所 A/RES/70/1"


def test_paragraphs():
    html = render("{{ text|paragraphs }}", text="One <b>\r\ntwo\r\n\r\n\r\nthree\n")

    assert html == "<p>One &lt;b&gt;<br>two</p><p>three</p>"


def test_figures():
    source = (
        '{{ n|thousands }}|{{ n|money }}|{{ n|money:"USD" }}|{{ size|file_size }}|{{ code|country_name }}'
    )

    assert in_both(source, n=2_990_000, size=640_000, code="HK") == [
        "2,990,000|299万元|299万美元|640 KB|中国香港",
        "2,990,000|RMB 2.99 million|USD 2.99 million|640 KB|Hong Kong, China",
    ]


def test_names_and_files():
    source = '{% display_name family given latin %}|{% file_facts "pdf" 640000 %}'

    assert in_both(source, family="王", given="芳", latin="WANG Fang") == [
        "王芳|PDF，640 KB",
        "WANG Fang|PDF, 640 KB",
    ]


# ---------------------------------------------------------------- dates


def test_filters_on_dates():
    source = (
        "{{ start|day }}|{{ start|day_with_weekday }}|{{ start|month_year }}|{{ start|clock }}"
        '|{{ start|clock:"Europe/Zurich" }}|{{ "Europe/Zurich"|zone_name }}|{{ none|day }}{{ none|clock }}'
    )

    assert in_both(source, start=START, none=None) == [
        "2027年3月20日|2027年3月20日 周六|2027年3月|20:00|13:00|日内瓦时间|",
        "20 March 2027|Saturday 20 March 2027|March 2027|20:00|13:00|Geneva time|",
    ]


def test_ranges():
    source = (
        "{% date_range starts_on ends_on %}|{% date_range starts_on approximate=True %}"
        "|{% date_range starts_on approximate='year' %}|{% time_range start end zone %}"
        "|{% date_range nothing %}"
    )
    context = {"starts_on": date(2022, 11, 6), "ends_on": date(2022, 11, 18), "start": START, "end": END}

    assert in_both(source, **context, zone="Europe/Zurich", nothing=None) == [
        '<time datetime="2022-11-06">2022年11月6日至18日</time>|<time datetime="2022-11">2022年11月</time>'
        '|<time datetime="2022">2022年</time>'
        '|<time datetime="2027-03-20T13:00+01:00">13:00–14:45 日内瓦时间</time>|',
        '<time datetime="2022-11-06">6–18 November 2022</time>|<time datetime="2022-11">November 2022</time>'
        '|<time datetime="2022">2022</time>'
        '|<time datetime="2027-03-20T13:00+01:00">13:00–14:45 Geneva time</time>|',
    ]


def test_when_an_event_takes_place():
    event = SimpleNamespace(starts_at=START, ends_at=END, time_zone="Asia/Shanghai", all_day=False)

    assert in_both("{% when event %}", event=event) == [
        '<time datetime="2027-03-20T20:00+08:00">2027年3月20日 周六 20:00–21:45 北京时间</time>',
        '<time datetime="2027-03-20T20:00+08:00">Saturday 20 March 2027, 20:00–21:45 Beijing time</time>',
    ]


def test_when_a_journey_of_the_past_took_place():
    delegation = SimpleNamespace(
        starts_on=date(2015, 10, 1), ends_on=date(2015, 10, 1), date_is_approximate=True
    )

    assert in_both("{% when delegation %}", delegation=delegation) == [
        '<time datetime="2015-10">2015年10月</time>',
        '<time datetime="2015-10">October 2015</time>',
    ]


def test_a_deadline():
    closes = datetime(2027, 7, 1, 21, 59, tzinfo=UTC)

    assert render('{% moment closes "Europe/Zurich" %}{% moment nothing %}', closes=closes, nothing=None) == (
        '<time datetime="2027-07-01T23:59+02:00">'
        "1 July 2027, 23:59 Geneva time (2 July, 05:59 Beijing time)</time>"
    )


def test_day_blocks():
    source = (
        '{% day_block start %}|{% day_block start precision="month" %}|{% day_block start precision="year" %}'
    )

    assert in_both(source, start=START) == [
        '<time class="date" datetime="2027-03-20T20:00+08:00">'
        "<b>20</b><span>3月</span><span>周六</span></time>"
        '|<time class="date year" datetime="2027-03"><b>2027</b><span>3月</span></time>'
        '|<time class="date year" datetime="2027"><b>2027</b></time>',
        '<time class="date" datetime="2027-03-20T20:00+08:00">'
        "<b>20</b><span>Mar</span><span>Sat</span></time>"
        '|<time class="date year" datetime="2027-03"><b>2027</b><span>March</span></time>'
        '|<time class="date year" datetime="2027"><b>2027</b></time>',
    ]


def test_year_blocks():
    source = (
        '{% year_block start end %}|{% year_block start precision="month" %}'
        '|{% year_block start precision="year" %}'
    )

    assert in_both(source, start=date(2027, 3, 10), end=date(2027, 3, 12)) == [
        '<time class="date year" datetime="2027-03-10"><b>2027</b><span>3月10日至12日</span></time>'
        '|<time class="date year" datetime="2027-03"><b>2027</b><span>3月</span></time>'
        '|<time class="date year" datetime="2027"><b>2027</b></time>',
        '<time class="date year" datetime="2027-03-10"><b>2027</b><span>10–12 March</span></time>'
        '|<time class="date year" datetime="2027-03"><b>2027</b><span>March</span></time>'
        '|<time class="date year" datetime="2027"><b>2027</b></time>',
    ]


def test_a_label_that_asks_takes_no_colon_in_the_list_of_errors():
    class Form(forms.Form):
        mail = forms.CharField(label="E-mail")
        way = forms.CharField(label="How do you come?")
        consent = forms.BooleanField(label="I agree.")

    with translation.override("en"):
        assert [problem.words for problem in problems(Form({}))] == [
            "E-mail: This field is required.",
            "How do you come? This field is required.",
            "I agree: This field is required.",
        ]
