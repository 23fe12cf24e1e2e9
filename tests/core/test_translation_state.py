"""How far each language of a record has come."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from beijing_ngo.core.models import Page, TranslationState
from tests.factories import EventFactory, PageFactory

pytestmark = pytest.mark.django_db

SOURCE, MISSING, PARTIAL, OUTDATED, CURRENT, REVIEWED = TranslationState


def page(**texts):
    empty = dict.fromkeys(("title_zh_hans", "title_en", "body_zh_hans", "body_en"), "")
    return PageFactory(**(empty | texts))


def states(record):
    record.refresh_from_db()
    return record.zh_hans_state, record.en_state


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"title_zh_hans": "章程"}, (SOURCE, MISSING)),
        ({"title_zh_hans": "章程", "body_zh_hans": "<p>一</p>", "title_en": "Charter"}, (SOURCE, PARTIAL)),
        ({"title_zh_hans": "章程", "title_en": "Charter"}, (SOURCE, CURRENT)),
        # A text that only the translation has does not make it incomplete.
        ({"title_zh_hans": "章程", "title_en": "Charter", "body_en": "<p>Note</p>"}, (SOURCE, CURRENT)),
        ({"source_language": "en", "title_en": "Charter"}, (MISSING, SOURCE)),
        ({"source_language": "en", "title_en": "Charter", "title_zh_hans": "章程"}, (CURRENT, SOURCE)),
    ],
)
def test_states_of_a_new_record(texts, expected):
    record = page(**texts)

    assert states(record) == expected


def translated():
    return page(title_zh_hans="章程", title_en="Charter")


def test_a_change_of_the_source_leaves_the_translation_behind():
    record = translated()
    record.title_zh_hans = "新章程"
    record.save()

    assert states(record) == (SOURCE, OUTDATED)


def test_a_minor_edit_keeps_the_translation_in_step():
    record = translated()
    record.title_zh_hans = "章程。"
    record.save(minor_edit=True)

    assert states(record) == (SOURCE, CURRENT)


def test_a_minor_edit_of_something_else_does_not_hide_an_earlier_change():
    record = translated()
    record.title_zh_hans = "新章程"
    record.save()

    record.order = 3
    record.save()

    assert states(record) == (SOURCE, OUTDATED)


def test_the_translation_catches_up():
    record = translated()
    record.title_zh_hans = "新章程"
    record.save()

    record.title_en = "New charter"
    record.save()

    assert states(record) == (SOURCE, CURRENT)


def test_a_reviewed_translation_stays_reviewed_until_a_text_changes():
    record = translated()
    record.mark_reviewed()
    assert states(record) == (SOURCE, REVIEWED)

    record.order = 3
    record.save()
    assert states(record) == (SOURCE, REVIEWED)

    record.title_en = "The charter"
    record.save()
    assert states(record) == (SOURCE, CURRENT)


def test_reviewing_an_outdated_translation_brings_it_in_step():
    record = translated()
    record.title_zh_hans = "章程。"
    record.save()

    record.mark_reviewed()

    assert states(record) == (SOURCE, REVIEWED)


def test_states_are_saved_with_only_some_fields():
    record = translated()
    record.title_zh_hans = "新章程"
    record.save(update_fields=["title_zh_hans"])

    assert states(record) == (SOURCE, OUTDATED)


def test_which_records_need_a_translator():
    missing = page(title_zh_hans="一")
    partial = page(title_zh_hans="二", body_zh_hans="<p>二</p>", title_en="Two")
    outdated = page(title_zh_hans="三", title_en="Three")
    outdated.title_zh_hans = "叁"
    outdated.save()
    chinese_missing = page(source_language="en", title_en="Four")
    translated()

    assert set(Page.objects.needing_translation()) == {missing, partial, outdated, chinese_missing}
    assert set(Page.objects.needing_translation("en")) == {missing, partial, outdated}
    assert set(Page.objects.needing_translation("zh-hans")) == {chinese_missing}


def test_a_reader_is_told_when_the_text_is_in_the_other_language():
    record = page(title_zh_hans="章程")
    told = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told[language] = (record.title, record.is_fallback)

    assert told == {"zh-hans": ("章程", False), "en": ("章程", True)}


@pytest.mark.parametrize(("language", "column"), [("zh-hans", "title_zh_hans"), ("en", "title_en")])
def test_a_record_is_written_in_its_own_language_first(language, column):
    other = "title_en" if language == "zh-hans" else "title_zh_hans"
    record = EventFactory.build(source_language=language, **{column: "", other: "x"})

    with pytest.raises(ValidationError) as refused:
        record.clean()

    assert list(refused.value.message_dict) == [column]
