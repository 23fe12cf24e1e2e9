import pytest

from beijing_ngo.search.snippets import LENGTH, LENGTH_CHINESE, Marker
from beijing_ngo.search.words import Query


def marker(*texts):
    return Marker(tuple(Query.read(text) for text in texts))


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("绿色", "讲绿色发展，绿色城市", "讲<mark>绿色</mark>发展，<mark>绿色</mark>城市"),
        ("綠色", "讲绿色发展", "讲<mark>绿色</mark>发展"),
        ("绿色", "講綠色發展", "講<mark>綠色</mark>發展"),
        ("organise", "They organised it", "They <mark>organised</mark> it"),
        ("city", "Cities and citizens", "<mark>Cities</mark> and citizens"),
        ("green development", "Green development", "<mark>Green development</mark>"),
        (
            "cop27",
            "Um COP 27 · COP-27，在COP27中国角",
            "Um <mark>COP 27</mark> · <mark>COP-27</mark>，在<mark>COP27</mark>中国角",
        ),
        ("e/c.12", "See E/C.12/CHN/3", "See <mark>E/C.12</mark>/CHN/3"),
        ("27", "2027 and 27", "2027 and <mark>27</mark>"),
        ("dusseldorf", "in Düsseldorf", "in <mark>Düsseldorf</mark>"),
        ("绿色", "…Ｇｒｅｅｎ…绿色ﬁn", "…Ｇｒｅｅｎ…<mark>绿色</mark>ﬁn"),
        ("green", "<b>green</b> & co", "&lt;b&gt;<mark>green</mark>&lt;/b&gt; &amp; co"),
        ("安东尼奥·古特雷斯", "安东尼奥古特雷斯", "<mark>安东尼奥古特雷斯</mark>"),
        ("安东尼奥古特雷斯", "安东尼奥·古特雷斯", "<mark>安东尼奥·古特雷斯</mark>"),
        ("红", "绿色", "绿色"),
    ],
)
def test_the_words_are_marked_in_the_text_as_it_is_written(asked, text, marked):
    assert marker(asked).marked(text) == marked


def test_a_line_is_cut_around_the_words():
    text = "前" * 300 + "讲绿色发展的故事" + "后" * 300

    line = marker("绿色").line([text])

    assert "<mark>绿色</mark>" in line
    assert line.startswith("…前")
    assert line.endswith("后…")
    assert len(line) <= LENGTH_CHINESE + len("<mark></mark>……")


def test_an_english_line_has_whole_words():
    text = f"{'before ' * 60}green cities {'after ' * 60}"

    line = marker("green").line([text])

    assert line.startswith("… before")
    assert line.endswith("after …")
    assert len(line) <= LENGTH + len("<mark></mark>… …")


def test_the_paragraph_with_most_of_the_words_is_shown():
    texts = ["Development first.\nGreen roofs only.\nBoth: green development.", "names"]

    assert marker("green development").line(texts) == "Both: <mark>green development</mark>."


def test_where_the_words_are_in_the_title_alone_the_text_begins():
    assert marker("绿色").line(["第一段。\n第二段。", "名字"]) == "第一段。"
    assert marker("绿色").line(["", ""]) == ""


def test_all_words_of_one_question_make_an_answer():
    either = marker("绿色发展", "green development")

    assert either.answers("讲绿色发展")
    assert either.answers("developing green cities")
    assert not either.answers("green 绿色")
