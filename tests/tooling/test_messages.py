"""The catalogues, and the tool that compiles and checks them."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Events"
msgstr "活动"

#, fuzzy
msgid "Members"
msgstr "会员们"

msgid "Reports"
msgstr ""
"""


@pytest.fixture
def messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "bin" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def elsewhere(messages, monkeypatch, tmp_path):
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(messages, "out_of_step", list)  # needs a project around it
    return path


def test_what_is_compiled_is_what_the_catalogue_says(messages):
    catalogues = messages.catalogues()

    assert [path.parts[-3] for path in catalogues] == ["zh_Hans"]
    assert catalogues[0].with_suffix(".mo").read_bytes() == messages.compile_one(catalogues[0])


def test_only_what_is_translated_for_certain_is_compiled(messages, elsewhere):
    import gettext

    messages.compile_all()

    with elsewhere.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert [words.gettext(word) for word in ("Events", "Members", "Reports")] == [
        "活动",
        "Members",
        "Reports",
    ]


def test_the_check_names_what_is_missing(messages, elsewhere):
    assert messages.check() == [
        "locale/zh_Hans/LC_MESSAGES/django.po: not translated: Reports",
        "locale/zh_Hans/LC_MESSAGES/django.po: fuzzy: Members",
        "locale/zh_Hans/LC_MESSAGES/django.mo: not compiled from what the .po says now",
    ]


def test_the_check_has_nothing_to_say_about_a_complete_catalogue(messages, elsewhere):
    complete = CATALOGUE.replace("#, fuzzy\n", "").replace(
        'msgid "Reports"\nmsgstr ""', 'msgid "Reports"\nmsgstr "报告"'
    )
    elsewhere.write_text(complete, encoding="utf-8")
    messages.compile_all()

    assert messages.check() == []
