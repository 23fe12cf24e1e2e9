"""Versions of a paper: kept, compared word by word, brought back."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from beijing_ngo.core.language import CHINESE, ENGLISH
from reports import comparing
from reports.comparing import IN, OUT, SAME, Piece
from reports.models import Comment
from reports.operations import paragraphs, versions
from reports.operations.states import WrongState
from tests.reports.papers import colleague, draft, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return draft(paragraphs=3)


def url(name, paper, *args):
    return reverse(f"admin:reports_submission_{name}", args=[paper.pk, *args])


def kept(*texts, **more):
    """Paragraphs as a version has them: number and identity by their place, unless said otherwise."""
    return [{"id": place, "number": place, "text_en": text} | more for place, text in enumerate(texts, 1)]


def as_told(rows):
    return [(row.before, row.after, row.kind, row.is_moved) for row in rows]


class TestPieces:
    def test_english_differs_by_word(self):
        found = comparing.pieces("The right to adequate housing.", "The right to decent housing.", ENGLISH)

        assert found == (
            Piece(SAME, "The right to "),
            Piece(OUT, "adequate"),
            Piece(IN, "decent"),
            Piece(SAME, " housing."),
        )

    def test_words_side_by_side_that_changed_are_one_change(self):
        found = comparing.pieces("We saw it.", "They heard it.", ENGLISH)

        assert found == (Piece(OUT, "We saw"), Piece(IN, "They heard"), Piece(SAME, " it."))

    def test_chinese_differs_by_character_and_latin_words_stay_whole(self):
        found = comparing.pieces("我们欢迎COP29的成果。", "我们赞赏COP30的成果。", CHINESE)

        assert found == (
            Piece(SAME, "我们"),
            Piece(OUT, "欢迎COP29"),
            Piece(IN, "赞赏COP30"),
            Piece(SAME, "的成果。"),
        )

    @given(
        st.text(st.sampled_from("ab c.\n甲乙，1"), max_size=40),
        st.text(st.sampled_from("ab c.\n甲乙，1"), max_size=40),
        st.sampled_from([ENGLISH, CHINESE]),
    )
    def test_the_pieces_are_both_texts(self, old, new, language):
        found = comparing.pieces(old, new, language)

        assert "".join(one.text for one in found if one.kind != IN) == old
        assert "".join(one.text for one in found if one.kind != OUT) == new


class TestParagraphs:
    def test_what_came_went_changed_and_stayed(self):
        before = kept("One.", "Two stands here.", "Three.")
        after = [
            before[0],
            before[2] | {"number": 2, "text_en": "Three!"},
            {"id": 9, "number": 3, "text_en": "Something else entirely."},
        ]

        rows = comparing.compare(before, after)

        assert as_told(rows) == [
            (1, 1, "kept", False),
            (2, None, "removed", False),
            (3, 2, "changed", False),
            (None, 3, "added", False),
        ]

    def test_one_that_moved_is_told_and_those_it_passed_are_not(self):
        before = kept("One.", "Two.", "Three.", "Four.")
        order = [before[3], before[0], before[1], before[2]]

        rows = comparing.compare(before, [one | {"number": place} for place, one in enumerate(order, 1)])

        assert as_told(rows) == [
            (4, 1, "kept", True),
            (1, 2, "kept", False),
            (2, 3, "kept", False),
            (3, 4, "kept", False),
        ]

    def test_without_an_identity_the_words_say_which_it_is(self):
        before = [{"number": 1, "text_en": "The right to adequate housing is a human right."}]
        after = [
            {"number": 1, "text_en": "Who we are."},
            {"number": 2, "text_en": "The right to decent housing is a human right."},
        ]

        assert as_told(comparing.compare(before, after)) == [
            (None, 1, "added", False),
            (1, 2, "changed", False),
        ]

    def test_nothing_and_something(self):
        assert comparing.compare([], []) == []
        assert as_told(comparing.compare(kept("One."), [])) == [(1, None, "removed", False)]


class TestBringingBack:
    def test_the_text_is_as_it_was_and_what_stood_there_is_kept(self, paper):
        one, two, three = paper.paragraphs.all()
        version = versions.keep(submission=paper, label="first", by=officer())
        paragraphs.delete(submission=paper, pk=two.pk, by=officer())
        paragraphs.save(submission=paper, pk=one.pk, version=1, changes={"text_en": "Other."}, by=officer())
        paragraphs.add(submission=paper, texts={"text_en": "New."}, by=officer())
        now = versions.text_of(paper)

        before = paragraphs.restore(submission=paper, version=version, by=officer())

        rows = list(paper.paragraphs.values_list("number", "text_en", "text_zh_hans"))
        assert rows == [(number, "Three English words.", "三个字。") for number in (1, 2, 3)]
        assert before.paragraphs == now
        assert [row.pk for row in paper.paragraphs.all()][::2] == [one.pk, three.pk]

    def test_comments_stay_with_their_paragraphs(self, paper):
        one = paper.paragraphs.first()
        comment = Comment.objects.create(submission=paper, paragraph=one, text="?", author=officer())
        version = versions.keep(submission=paper, by=officer())
        paragraphs.save(submission=paper, pk=one.pk, version=1, changes={"text_en": "Other."}, by=officer())

        paragraphs.restore(submission=paper, version=version, by=officer())

        comment.refresh_from_db()
        assert comment.paragraph == one

    def test_whoever_was_writing_is_told_of_it(self, paper):
        one = paper.paragraphs.first()
        version = versions.keep(submission=paper, by=officer())
        changed = paragraphs.save(
            submission=paper, pk=one.pk, version=1, changes={"text_en": "Other."}, by=officer()
        )
        paragraphs.restore(submission=paper, version=version, by=officer())

        changes = {"text_en": "Other words."}
        with pytest.raises(paragraphs.ChangedMeanwhile):
            paragraphs.save(
                submission=paper, pk=one.pk, version=changed.version, changes=changes, by=officer()
            )

    def test_not_once_the_text_stands_still(self, paper):
        version = versions.keep(submission=paper, by=officer())
        type(paper).objects.filter(pk=paper.pk).update(state="approved")

        with pytest.raises(WrongState):
            paragraphs.restore(submission=paper, version=version, by=officer())

        assert paper.versions.count() == 1


class TestPages:
    def test_one_is_kept_by_hand(self, admin, paper):
        response = admin.post(url("versions", paper), {"label": "as sent to the partners"}, follow=True)

        version = paper.versions.get()
        assert (version.number, version.label, version.words) == (1, "as sent to the partners", 9)
        assert "as sent to the partners" in response.content.decode()

    def test_a_label_too_long_is_said_and_kept(self, admin, paper):
        response = admin.post(url("versions", paper), {"label": "x" * 121})

        assert list(response.context["form"].errors) == ["label"]
        assert 'value="' + "x" * 121 in response.content.decode()
        assert not paper.versions.exists()

    @pytest.mark.parametrize("manner", ["side", "inline"])
    def test_what_differs_is_marked_in_words_too(self, admin, paper, manner):
        versions.keep(submission=paper, by=officer())
        row = paper.paragraphs.first()
        paragraphs.save(
            submission=paper, pk=row.pk, version=1, changes={"text_en": "Four English words."}, by=officer()
        )

        page = admin.get(
            url("compare", paper), {"as": manner, "only": "changes"}, headers={"accept-language": "en"}
        )

        body = page.content.decode()
        assert [row.after for row in page.context["rows"]] == [1]
        assert "Three" in body[body.index("<del>") : body.index("</del>")]
        assert "Four" in body[body.index("<ins>") : body.index("</ins>")]

    def test_a_text_is_shown_and_not_obeyed(self, admin, paper):
        versions.keep(submission=paper, by=officer())
        row = paper.paragraphs.first()
        text = "<script>alert(1)</script>"
        paragraphs.save(submission=paper, pk=row.pk, version=1, changes={"text_en": text}, by=officer())

        body = admin.get(url("compare", paper)).content.decode()

        assert "<script>alert(1)" not in body
        assert "script" in body

    def test_before_any_is_kept_the_page_says_so(self, admin, paper):
        assert admin.get(url("compare", paper)).status_code == 200

    @pytest.mark.parametrize("asked", [{"old": "7"}, {"old": "x"}, {"new": "99999999999999999999999"}])
    def test_a_version_that_never_was(self, admin, paper, asked):
        versions.keep(submission=paper, by=officer())

        assert admin.get(url("compare", paper), asked).status_code == 404

    def test_it_asks_before_it_brings_one_back(self, admin, paper):
        versions.keep(submission=paper, by=officer())
        paragraphs.add(submission=paper, by=officer())

        asked = admin.get(url("restore", paper, 1))
        assert (asked.status_code, paper.paragraphs.count()) == (200, 4)

        response = admin.post(url("restore", paper, 1))
        assert (response.url, paper.paragraphs.count()) == (url("draft", paper), 3)

    def test_a_refusal_stands_on_the_page(self, admin, paper):
        versions.keep(submission=paper, by=officer())
        type(paper).objects.filter(pk=paper.pk).update(state="approved")

        response = admin.post(url("restore", paper, 1))

        assert 'role="alert"' in response.content.decode()

    @pytest.mark.parametrize("count", [1, 9])
    def test_the_list_takes_the_same_statements_for_any_number(
        self, admin, paper, count, django_assert_num_queries
    ):
        for _n in range(count):
            versions.keep(submission=paper, by=officer())
        admin.get(url("versions", paper))

        with django_assert_num_queries(6):
            admin.get(url("versions", paper))

    def test_readers_compare_and_neither_keep_nor_bring_back(self, client, paper):
        versions.keep(submission=paper, by=officer())
        client.force_login(colleague("view_submission"))

        assert client.get(url("versions", paper)).context["form"] is None
        assert client.get(url("compare", paper)).status_code == 200
        assert client.post(url("versions", paper), {"label": "x"}).status_code == 403
        assert client.post(url("restore", paper, 1)).status_code == 403
        assert paper.versions.count() == 1

    def test_strangers_see_nothing(self, client, paper):
        client.force_login(colleague())

        found = [client.get(url(name, paper)).status_code for name in ("versions", "compare", "draft")]
        assert found == [404, 404, 404]
