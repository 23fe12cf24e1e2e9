from datetime import date
from random import Random

import pytest

from beijing_ngo.search import finding, words
from beijing_ngo.search.models import EntryKind
from beijing_ngo.search.words import Query
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    ParagraphFactory,
    SpeakerFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
SENTENCE = "十年来，北京的民间组织在人权理事会举办边会，也在COP27中国角讲绿色发展的故事。"


@pytest.mark.parametrize(
    "text",
    [
        "京",
        "北京",
        "边会",
        "人权理事会",
        "绿色发展",
        "在人权理",
        "COP27",
        "COP 27",
        "cop27中国角",
        "的故",
        "綠色發展",
    ],
)
def test_chinese_is_found_in_the_middle_of_a_sentence(found, text):
    ArticleFactory(title_zh_hans="报道", body_zh_hans=f"<p>{SENTENCE}</p>")
    ArticleFactory(title_zh_hans="另一篇", body_zh_hans="<p>无关。</p>")

    assert found(text) == ["报道"]


@pytest.mark.parametrize("text", ["京北", "边的", "COP 2", "COP28", "理事边会", "角绿"])
def test_what_is_not_there_is_not_found(found, text):
    ArticleFactory(body_zh_hans=f"<p>{SENTENCE}</p>")

    assert found(text) == []


def test_pairs_out_of_their_order_are_not_the_word(found):
    """Both databases keep pairs without places, and the line of the entry decides."""
    ArticleFactory(title_zh_hans="不是", body_zh_hans="<p>候变不定；气候；变化。</p>")
    ArticleFactory(title_zh_hans="是", body_zh_hans="<p>应对气候变化。</p>")

    assert found("气候变化") == ["是"]


@pytest.mark.parametrize(
    "text", ["organise", "ORGANISING", "organizes", "organised workshop", "workshops", "Workshop’s"]
)
def test_english_is_found_by_its_stem(found, text):
    ArticleFactory(title_zh_hans="报道", body_en="<p>The association organised a workshop.</p>")

    assert found(text, reader="en") == ["报道"]


@pytest.mark.parametrize("text", ["E/C.12/CHN/3", "e/c.12/chn/3", "e/c.12/chn", "C.12/CHN", "CHN/3"])
def test_a_symbol_is_found_whole_or_in_part_in_any_case(found, text):
    SubmissionFactory(title_zh_hans="报告", symbol="E/C.12/CHN/3")
    SubmissionFactory(symbol="A/HRC/50/NGO/123")
    ArticleFactory(body_en="<p>Chapter 12, C and E, CHN and 3.</p>")

    assert found(text) == ["报告"]


@pytest.mark.parametrize("text", ["Wang Fang", "wang fang", "WANG", "王芳", "芳"])
def test_people_who_agreed_to_be_named_are_found_in_both_scripts(found, text):
    visit = DelegationFactory(title_zh_hans="访问")
    DelegationMemberFactory(
        delegation=visit, family_name="王", given_name="芳", latin_name="WANG Fang", public=True
    )
    other = DelegationFactory()
    DelegationMemberFactory(
        delegation=other, family_name="王", given_name="芳", latin_name="WANG Fang", public=False
    )
    event = EventFactory(title_zh_hans="论坛")
    SpeakerFactory(agenda_item__event=event, name_zh_hans="王芳", name_en="Wang Fang")

    assert set(found(text)) == {"访问", "论坛"}


def test_both_languages_of_a_record_answer_together(found):
    ArticleFactory(
        title_zh_hans="报道", body_zh_hans="<p>实现碳中和。</p>", body_en="<p>A report from Geneva.</p>"
    )

    assert found("碳中和 report", reader="en") == ["报道"]


def test_the_end_of_a_report_of_30_000_characters_is_found(found):
    paper = SubmissionFactory(title_zh_hans="长报告")
    for number in range(1, 11):
        ParagraphFactory(submission=paper, number=number, text_zh_hans="我们在农村推广节能炉灶。" * 250)
    ParagraphFactory(submission=paper, number=11, text_zh_hans="全文完，特此说明谢忱。")

    assert found("特此说明谢忱") == ["长报告"]
    assert found("节能炉灶。我们") == ["长报告"]


def test_a_text_without_any_spaces_is_saved_and_found_by_its_beginning(found):
    signs = Random(1)  # what can be packed would fit into an index
    thai = "".join(signs.choice("กขคงจฉชซญดตถทธนบปผพฟมยรลวศสหอฮ") for _sign in range(4_000))
    ArticleFactory(title_zh_hans="泰文", body_zh_hans=f"<p>{thai}</p>")

    assert found(thai[: words.LONGEST_WORD]) == ["泰文"]


def test_titles_come_before_names_before_texts_whatever_their_age(found):
    ArticleFactory(title_zh_hans="新闻", body_zh_hans="<p>绿色发展。</p>", date=date(2026, 1, 1))
    ArticleFactory(title_zh_hans="来源", source_zh_hans="绿色发展中心", date=date(2020, 1, 1))
    ArticleFactory(title_zh_hans="绿色发展报道", date=date(2012, 1, 1))

    assert found("绿色发展") == ["绿色发展报道", "来源", "新闻"]
    assert found("绿色发展", newest_first=True) == ["新闻", "来源", "绿色发展报道"]


def test_of_equals_the_newest_comes_first(found):
    for year in (2019, 2023, 2021):
        ArticleFactory(title_zh_hans=f"熄灯{year}", date=date(year, 3, 1))

    assert found("熄灯") == ["熄灯2023", "熄灯2021", "熄灯2019"]


def test_what_is_called_just_so_comes_first(found):
    EventFactory(title_zh_hans="在COP 27的边会", title_en="Side event at COP 27")
    ConferenceFactory(name_zh_hans="缔约方会议", acronym="COP", number=27, starts_on=date(2022, 11, 6))

    assert found("COP27") == ["缔约方会议", "在COP 27的边会"]


def test_a_word_of_the_question_in_the_title_counts_where_not_all_are(found):
    ArticleFactory(title_zh_hans="新", body_en="<p>Japan saves energy.</p>", date=date(2026, 1, 1))
    ArticleFactory(
        title_zh_hans="旧", title_en="Japan", body_en="<p>Saving energy.</p>", date=date(2016, 1, 1)
    )

    assert found("Japan energy", reader="en") == ["旧", "新"]


def test_hits_are_counted_by_kind_and_by_language():
    EventFactory.create_batch(2, title_zh_hans="绿色论坛", title_en="Green forum")
    ArticleFactory(title_zh_hans="绿色报道", title_en="", body_en="")
    PageFactory(body_zh_hans="<p>绿色</p>")

    result = finding.find([Query.read("绿色")], "en")
    events = finding.find([Query.read("绿色")], "en", kind=EntryKind.EVENT)
    chinese = finding.find([Query.read("绿色")], "en", language="zh-hans")

    assert result.kinds == {EntryKind.EVENT: 2, EntryKind.REPORT: 1, EntryKind.PAGE: 1}
    assert result.languages == {"en": 3, "zh-hans": 1}
    assert (len(result.numbers), result.everything, result.more) == (4, 4, False)
    assert len(events.numbers) == 2
    assert events.kinds == result.kinds
    assert events.languages == {"en": 2}
    assert len(chinese.numbers) == chinese.everything == 1
    assert chinese.kinds == {EntryKind.REPORT: 1}


def test_of_very_many_hits_the_newest_and_the_best_are_listed(found, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    ArticleFactory(title_zh_hans="古老的绿色", date=date(2001, 1, 1))
    PageFactory(title_zh_hans="页", body_zh_hans="<p>绿色</p>")
    for year in range(2021, 2026):
        ArticleFactory(title_zh_hans=str(year), body_zh_hans="<p>绿色</p>", date=date(year, 1, 1))

    result = finding.find([Query.read("绿色")], "zh-hans")
    pages = finding.find([Query.read("绿色")], "zh-hans", kind=EntryKind.PAGE)

    assert result.more
    assert not result.counted_all
    assert found("绿色") == ["古老的绿色", "2025", "2024"]
    assert found("绿色", newest_first=True) == ["2025", "2024", "2023"]
    assert result.kinds == {EntryKind.REPORT: 3, EntryKind.PAGE: None}  # there may be some, not counted
    assert len(pages.numbers) == 1
    assert not pages.more


def test_a_theme_is_found_by_its_name_in_the_other_language():
    ThemeFactory(name_zh_hans="绿色发展", name_en="Green development")
    chinese_only = ArticleFactory(title_zh_hans="绿色发展报道", title_en="", body_en="")
    query = Query.read("green developments")

    name, language = finding.in_other_language(query)
    both = finding.find([query, Query.read(name)], "en")

    assert (name, language) == ("绿色发展", "zh-hans")
    assert len(both.numbers) == 1
    assert finding.find([query], "en").numbers == []
    assert finding.in_other_language(Query.read("Side event")) == ("边会", "zh-hans")
    assert finding.in_other_language(Query.read(str(chinese_only.title))) is None


@pytest.mark.parametrize(
    "text",
    ["'", '"', "* OR 1", "NEAR(", "a'); DROP TABLE x", "%", "_", "\\", "t_绿色", "{}", "-x", "^", "😀"],
)
def test_whatever_somebody_types_is_words_and_nothing_else(found, text):
    ArticleFactory(title_zh_hans="绿色")

    assert found(text) == []


def test_organisations_are_found_by_all_their_names(found):
    OrganisationFactory(
        name_zh_hans="世界自然基金会",
        name_en="World Wide Fund for Nature",
        short_name_en="WWF",
        aliases="世界野生生物基金会",
        un_name="WWF International",
    )

    for text in ("世界自然", "wwf", "野生生物", "world wide fund", "WWF International"):
        assert found(text) == ["世界自然基金会"], text
