import pytest

from beijing_ngo.search import words
from beijing_ngo.search.words import Query


@pytest.mark.parametrize(
    ("text", "sequence"),
    [
        ("绿色发展", ["绿色", "色发", "发展"]),
        ("绿色、发展", ["绿色", "发展"]),
        ("茶", ["茶"]),
        ("Organised by organisers", ["organis", "by", "organis"]),
        ("to organize", ["to", "organis"]),
        ("COP27中国角", ["cop", "27", "中国", "国角"]),
        ("E/C.12/CHN/3", ["e", "c", "12", "chn", "3"]),
        ("China’s women's", ["china", "women"]),
        ("ＣＯＰ２７，Düsseldorf", ["cop", "27", "dusseldorf"]),
        ("綠色發展", ["绿色", "色发", "发展"]),
        ("安东尼奥·古特雷斯", words.sequence("安东尼奥古特雷斯")),
        ("二〇二七年", ["二〇", "〇二", "二七", "七年"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("x" * 5_000, ["x" * words.LONGEST_WORD]),
        ("1" * 5_000, ["1" * words.LONGEST_WORD]),
        ("", []),
    ],
)
def test_text_becomes_words(text, sequence):
    assert words.sequence(text) == sequence


@pytest.mark.parametrize("text", ["COP27", "cop 27", "COP-27", "Cop  27", "ＣＯＰ２７"])
def test_a_conference_is_one_group_however_it_is_written(text):
    assert [group.words for group in Query.read(text).groups] == [["cop", "27"]]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("forum 2027", [["forum"], ["2027"]]),  # a year may stand anywhere
        ("COP27中国角", [["cop", "27", "中国", "国角"]]),
        ("气候 变化", [["气候"], ["变化"]]),
        ("王芳，李明", [["王芳"], ["李明"]]),
        ("people-to-people", [["peopl", "to", "peopl"]]),
        ("A股", [["股"], ["a"]]),
        ("e/c.12/chn", [["e", "c", "12", "chn"]]),
        ('"quoted" AND (x)', [["quot"], ["and"], ["x"]]),
        ("green green", [["green"]]),
        ("!!! …", []),
    ],
)
def test_a_question_becomes_groups(text, groups):
    assert [group.words for group in Query.read(text).groups] == groups


def test_a_question_has_so_many_groups_at_most():
    assert len(Query.read(" ".join("abcdefghijklm")).groups) == words.MOST_GROUPS


def test_nobody_can_type_what_only_the_index_knows():
    line = words.for_index(titles=["Forum 绿"], names=["王芳"], texts=["k_1"], marks=["k_1"]).split()

    marks = {word for word in line if "_" in word}

    assert marks >= {"t_forum", "t_绿", "h_王芳", "p_for", "k_1"}
    assert not marks & set(words.sequence("k_1 t_forum h_王芳 p_for"))


def test_texts_stand_apart_in_the_line_of_an_entry():
    line = words.for_index(titles=["绿色"], names=["发展"], texts=[], marks=[])

    assert Query.read("绿色发展").phrases[0] not in line


def test_what_is_being_typed_is_looked_for_by_its_beginning():
    assert words.begun("Green dev 绿色发") == ["p_green", "p_dev", "t_绿色", "t_色发"]
    assert words.begun("internationalis")[0][2:] in words.beginnings("Internationalisation")
