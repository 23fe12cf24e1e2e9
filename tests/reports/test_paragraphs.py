"""Writing the paragraphs of a paper, alone and with others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Paragraph, SubmissionVersion
from reports.operations import paragraphs
from reports.operations.paragraphs import (
    DOWN,
    UP,
    ChangedMeanwhile,
    HeadingTooLong,
    NothingToSplit,
    ParagraphGone,
    PlaceUnknown,
    digest,
)
from reports.operations.states import WrongState
from tests.factories import UserFactory
from tests.reports.papers import draft, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return draft(paragraphs=3)


@pytest.fixture
def wang():
    return officer(family_name="王", given_name="芳", latin_name="")


def order(paper):
    """Numbers and rows, as they stand."""
    return list(paper.paragraphs.values_list("number", "pk"))


def save(paragraph, *, by=None, version=None, base=None, **changes):
    return paragraphs.save(
        submission=paragraph.submission,
        pk=paragraph.pk,
        version=paragraph.version if version is None else version,
        changes=changes,
        base=base,
        by=by,
    )


def seen(paragraph, *names):
    """What a page that shows the paragraph says of it."""
    return {name: digest(getattr(paragraph, name)) for name in names}


class TestSaving:
    def test_a_change_is_written_with_who_made_it(self, paper, wang):
        paragraph = paper.paragraphs.get(number=2)

        save(paragraph, by=wang, text_en="Other words.", heading_zh_hans="背景")

        row = Paragraph.objects.get(pk=paragraph.pk)
        assert (row.text_en, row.heading_zh_hans, row.text_zh_hans) == ("Other words.", "背景", "三个字。")
        assert (row.version, row.changed_by) == (2, wang)
        assert row.changed_at > paragraph.changed_at

    def test_what_changes_nothing_is_no_new_version(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)

        save(paragraph, by=wang, text_en=paragraph.text_en)

        row = Paragraph.objects.get(pk=paragraph.pk)
        assert (row.version, row.changed_by) == (1, None)

    def test_pauses_while_typing_leave_no_row_of_history(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        before = Paragraph.history.count()

        for text in ("A", "A b", "A b c"):
            paragraph = save(paragraph, by=wang, text_en=text)

        assert Paragraph.history.count() == before

    def test_lines_end_as_they_do_in_the_database(self, paper, wang):
        paragraph = save(paper.paragraphs.get(number=1), by=wang, text_en="One\r\ntwo\rthree\0")

        assert Paragraph.objects.get(pk=paragraph.pk).text_en == "One\ntwo\nthree"

    def test_a_heading_has_room_for_so_much(self, paper, wang):
        with pytest.raises(HeadingTooLong) as refusal:
            save(paper.paragraphs.get(number=1), by=wang, heading_en="x" * 201)

        assert refusal.value.context == {"longest": 200, "count": 201}

    @pytest.mark.parametrize("state", ["approved", "withdrawn"])
    def test_from_the_approval_on_the_text_stands_still(self, wang, state):
        paragraph = draft(state=state).paragraphs.get()

        with pytest.raises(WrongState):
            save(paragraph, by=wang, text_en="Other words.")

        assert Paragraph.objects.get().text_en == "Three English words."

    def test_a_paragraph_that_is_gone_is_said_to_be(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        paper.paragraphs.filter(pk=paragraph.pk).delete()

        with pytest.raises(ParagraphGone):
            save(paragraph, by=wang, text_en="Other words.")

    def test_a_paragraph_of_another_paper_is_none_of_this_one(self, paper, wang):
        other = draft().paragraphs.get()

        with pytest.raises(ParagraphGone):
            paragraphs.save(submission=paper, pk=other.pk, version=1, changes={"text_en": "x"}, by=wang)


class TestTwoWriters:
    def test_the_second_is_told_who_was_quicker(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_en="Hers.")

        with pytest.raises(ChangedMeanwhile) as refusal:
            save(paragraph, by=officer(), text_en="His.", base=seen(paragraph, "text_en"))

        told = refusal.value
        assert (told.fields, told.paragraph.text_en, told.paragraph.changed_by) == (
            ["text_en"],
            "Hers.",
            wang,
        )
        assert "王芳" in str(told)
        assert Paragraph.objects.get(pk=paragraph.pk).text_en == "Hers."

    def test_different_fields_are_merged_in_silence(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_zh_hans="她的。")

        save(paragraph, by=officer(), text_en="His.", base=seen(paragraph, "text_en"))

        row = Paragraph.objects.get(pk=paragraph.pk)
        assert (row.text_zh_hans, row.text_en, row.version) == ("她的。", "His.", 3)

    def test_of_several_fields_none_is_written_where_one_clashes(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_en="Hers.")

        base = seen(paragraph, "text_en", "heading_en")

        with pytest.raises(ChangedMeanwhile) as refusal:
            save(paragraph, by=officer(), text_en="His.", heading_en="His", base=base)

        row = Paragraph.objects.get(pk=paragraph.pk)
        assert refusal.value.fields == ["text_en"]
        assert (row.text_en, row.heading_en) == ("Hers.", "")

    def test_the_same_words_from_both_are_no_quarrel(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_en="Ours.")

        save(paragraph, by=officer(), text_en="Ours.", base=seen(paragraph, "text_en"))

        assert Paragraph.objects.get(pk=paragraph.pk).version == 2

    def test_what_was_seen_counts_even_under_the_version_of_now(self, paper, wang):
        """A page that has heard of a change but still shows the old text does not overwrite it."""
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_en="Hers.")

        with pytest.raises(ChangedMeanwhile):
            save(paragraph, version=2, text_en="His.", base=seen(paragraph, "text_en"), by=officer())

    def test_without_a_word_of_what_was_seen_the_version_decides(self, paper, wang):
        paragraph = paper.paragraphs.get(number=1)
        save(paragraph, by=wang, text_zh_hans="她的。")

        with pytest.raises(ChangedMeanwhile):
            save(paragraph, version=1, text_en="His.", by=officer())
        save(paragraph, version=2, text_en="His.", by=officer())

        assert Paragraph.objects.get(pk=paragraph.pk).text_en == "His."

    def test_whoever_has_left_the_house_has_no_name(self, paper):
        paragraph = paper.paragraphs.get(number=1)
        gone = UserFactory()
        save(paragraph, by=gone, text_en="Hers.")
        gone.delete()

        with pytest.raises(ChangedMeanwhile) as refusal:
            save(paragraph, text_en="His.", by=officer())

        assert str(refusal.value) == "您书写期间，有人改动了同一处文字。"


class TestOrder:
    def test_a_new_one_stands_below_another(self, paper, wang):
        one, two, three = paper.paragraphs.all()

        new = paragraphs.add(submission=paper, after=one.pk, by=wang)

        assert new.number == 2
        assert order(paper) == [(1, one.pk), (2, new.pk), (3, two.pk), (4, three.pk)]

    def test_without_a_place_it_stands_at_the_end(self, paper, wang):
        new = paragraphs.add(submission=paper, texts={"text_en": "Last."}, by=wang)

        assert (new.number, new.text_en, new.text_zh_hans) == (4, "Last.", "")

    def test_the_first_of_an_empty_paper(self, wang):
        paper = draft(paragraphs=0)

        paragraphs.add(submission=paper, by=wang)

        assert [row.number for row in paper.paragraphs.all()] == [1]

    def test_below_one_that_is_gone_there_is_no_place(self, paper, wang):
        with pytest.raises(PlaceUnknown):
            paragraphs.add(submission=paper, after=draft().paragraphs.get().pk, by=wang)

    @pytest.mark.parametrize(
        ("number", "way", "after"),
        [(2, UP, [2, 1, 3]), (2, DOWN, [1, 3, 2]), (1, UP, [1, 2, 3]), (3, DOWN, [1, 2, 3])],
    )
    def test_one_place_up_or_down(self, paper, number, way, after):
        rows = dict(order(paper))

        paragraphs.move(submission=paper, pk=rows[number], by=way)

        assert order(paper) == [(place, rows[old]) for place, old in enumerate(after, 1)]

    def test_gaps_close_when_something_moves(self, wang):
        paper = draft(paragraphs=3)
        paper.paragraphs.filter(number=2).update(number=7)

        paragraphs.add(submission=paper, by=wang)

        assert [number for number, _pk in order(paper)] == [1, 2, 3, 4]

    def test_numbering_takes_the_same_statements_for_any_number(self, django_assert_num_queries):
        for count in (3, 9):
            paper = draft(paragraphs=count)
            last = paper.paragraphs.last()
            with django_assert_num_queries(7):
                paragraphs.move(submission=paper, pk=last.pk, by=UP)

    def test_what_is_deleted_is_kept_first(self, paper, wang):
        one, two, three = paper.paragraphs.all()

        version = paragraphs.delete(submission=paper, pk=two.pk, by=wang)

        assert order(paper) == [(1, one.pk), (2, three.pk)]
        assert [kept["id"] for kept in version.paragraphs] == [one.pk, two.pk, three.pk]
        assert (version.kept_by, "2" in version.label) == (wang, True)

    @pytest.mark.parametrize("act", ["add", "move", "delete", "split"])
    def test_closed_is_closed(self, wang, act):
        paper = draft(state="approved", paragraphs=2)
        row = paper.paragraphs.first()
        acts = {
            "add": lambda: paragraphs.add(submission=paper, by=wang),
            "move": lambda: paragraphs.move(submission=paper, pk=row.pk, by=DOWN),
            "delete": lambda: paragraphs.delete(submission=paper, pk=row.pk, by=wang),
            "split": lambda: paragraphs.split(submission=paper, pk=row.pk, by=wang),
        }
        before = order(paper)

        with pytest.raises(WrongState):
            acts[act]()

        assert order(paper) == before


class TestSplitting:
    def test_both_languages_go_in_step(self, paper, wang):
        two = paper.paragraphs.get(number=2)
        save(two, by=wang, text_en="A.\n\nB.\n \nC.", text_zh_hans="甲。\n\n乙。", heading_en="Head")

        paragraphs.split(submission=paper, pk=two.pk, by=wang)

        texts = [(row.heading_en, row.text_en, row.text_zh_hans) for row in paper.paragraphs.all()]
        assert texts == [
            ("", "Three English words.", "三个字。"),
            ("Head", "A.", "甲。"),
            ("", "B.", "乙。"),
            ("", "C.", ""),
            ("", "Three English words.", "三个字。"),
        ]
        assert [number for number, _pk in order(paper)] == [1, 2, 3, 4, 5]
        assert SubmissionVersion.objects.get(submission=paper).paragraphs[1]["text_en"].startswith("A.\n\nB.")

    def test_a_line_break_alone_splits_nothing(self, paper, wang):
        row = save(paper.paragraphs.get(number=1), by=wang, text_en="A.\nB.\n\n")

        with pytest.raises(NothingToSplit):
            paragraphs.split(submission=paper, pk=row.pk, by=wang)


@given(st.lists(st.text(st.sampled_from("ab 甲\n\t"), max_size=8), max_size=6))
def test_no_part_is_empty_and_nothing_but_gaps_is_lost(parts):
    text = "\n\n".join(parts)

    found = paragraphs.parts_of(text)

    assert all(part and part == part.strip() for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
