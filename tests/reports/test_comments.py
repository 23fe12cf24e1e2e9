"""Comments of colleagues on a paper while it is written."""

import pytest
from django.urls import reverse

from beijing_ngo.core.models import Message
from reports.models import Comment
from reports.operations import comments, paragraphs
from reports.operations.paragraphs import ParagraphGone
from tests.reports.papers import colleague, draft, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return officer(preferred_language="en", latin_name="WANG Fang")


@pytest.fixture
def paper(owner):
    return draft(paragraphs=2, owner=owner, title_en="Our report")


@pytest.fixture
def reader():
    return colleague("view_submission", latin_name="LI Na", preferred_language="en")


@pytest.fixture
def browser(client, reader):
    """Li Na's, who may read the paper and not change it."""
    client.force_login(reader)
    return client


def url(name, paper, *args):
    return reverse(f"admin:reports_submission_{name}", args=[paper.pk, *args])


def say(paper, text="Is this so?", *, by=None, paragraph=None):
    return comments.add(submission=paper, text=text, paragraph=paragraph, by=by or officer())


class TestSaying:
    def test_about_a_paragraph(self, paper, reader):
        row = paper.paragraphs.first()

        comment = say(paper, " Is\r\nthis so? ", by=reader, paragraph=row.pk)

        assert (comment.text, comment.paragraph, comment.author) == ("Is\nthis so?", row, reader)
        assert list(paper.comments.open()) == [comment]

    @pytest.mark.parametrize("text", ["", " \n "])
    def test_nothing_is_no_comment(self, paper, text):
        with pytest.raises(comments.NothingSaid):
            say(paper, text)

    def test_about_a_paragraph_of_another_paper(self, paper):
        with pytest.raises(ParagraphGone):
            say(paper, paragraph=draft().paragraphs.get().pk)

    def test_it_outlives_its_paragraph(self, paper):
        row = paper.paragraphs.first()
        comment = say(paper, paragraph=row.pk)

        paragraphs.delete(submission=paper, pk=row.pk, by=officer())

        comment.refresh_from_db()
        assert comment.paragraph is None

    def test_whoever_settles_it_first_is_remembered(self, paper):
        comment, one, two = say(paper), officer(), officer()

        comments.settle(comment=comment, by=one)
        comments.settle(comment=comment, by=two)

        comment.refresh_from_db()
        assert (comment.resolved_by, comment.resolved_at is None) == (one, False)
        comments.reopen(comment=comment)
        comment.refresh_from_db()
        assert (comment.resolved_by, comment.resolved_at) == (None, None)


class TestMail:
    def mails(self):
        return Message.objects.filter(kind="reports.comment_added")

    def test_whoever_is_in_charge_is_told(self, paper, owner, reader):
        row = paper.paragraphs.last()

        say(paper, "Is this so?", by=reader, paragraph=row.pk)

        mail = self.mails().get()
        assert (mail.recipient, mail.subject) == (owner, "A comment on your draft: Our report")
        assert "LI Na has commented on paragraph 2 of “Our report”:" in mail.text
        assert "Is this so?" in mail.text
        assert f"/draft/#c-{row.pk}" in mail.text

    def test_in_chinese_to_who_reads_chinese(self, paper, owner, reader):
        owner.preferred_language = "zh-hans"
        owner.save()

        say(paper, "对吗？", by=reader)

        mail = self.mails().get()
        assert "comment" not in mail.subject
        assert "对吗？" in mail.text
        assert "has commented" not in mail.text

    def test_nobody_is_told_of_their_own(self, paper, owner):
        say(paper, by=owner)

        assert not self.mails().exists()

    @pytest.mark.parametrize("gone", [{"is_active": False}, {"is_staff": False}])
    def test_nor_is_whoever_has_left(self, paper, owner, gone):
        type(owner).objects.filter(pk=owner.pk).update(**gone)
        paper.refresh_from_db()

        say(paper)

        assert not self.mails().exists()

    def test_a_paper_in_nobodys_charge(self):
        say(draft())

        assert not self.mails().exists()


class TestPages:
    def test_whoever_reads_may_comment(self, browser, paper, reader):
        row = paper.paragraphs.first()

        response = browser.post(
            url("comment_add", paper), {"paragraph": row.pk, "text": "Is this so?"}, follow=True
        )

        comment = Comment.objects.get()
        assert (comment.paragraph, comment.author) == (row, reader)
        assert response.redirect_chain[-1][0] == f"{url('draft', paper)}#c-{row.pk}"
        assert "Is this so?" in response.content.decode()

    def test_open_ones_are_counted_beside_their_paragraph(self, browser, paper):
        one = paper.paragraphs.first()
        say(paper, paragraph=one.pk)
        comments.settle(comment=say(paper, paragraph=one.pk), by=officer())
        say(paper)

        page = browser.get(url("draft", paper))

        assert [sheet.open_comments for sheet in page.context["sheets"]] == [1, 0]
        assert len(page.context["general"]) == 1
        assert browser.get(url("draft_now", paper)).json()["comments"] == {str(one.pk): 1}

    def test_it_is_settled_and_opened_again(self, browser, paper):
        comment = say(paper)

        browser.post(url("comment_settle", paper, comment.pk))
        assert not paper.comments.open().exists()

        browser.post(url("comment_reopen", paper, comment.pk))
        assert paper.comments.open().exists()

    def test_looking_settles_nothing(self, browser, paper):
        comment = say(paper)

        browser.get(url("comment_settle", paper, comment.pk))

        assert paper.comments.open().exists()

    def test_words_about_a_paragraph_that_is_gone_are_offered_to_the_whole(self, browser, paper):
        row = paper.paragraphs.first()
        pk = row.pk
        paragraphs.delete(submission=paper, pk=pk, by=officer())

        response = browser.post(url("comment_add", paper), {"paragraph": pk, "text": "Is this so?"})

        assert response.status_code == 410
        assert "Is this so?" in response.content.decode()
        browser.post(response.context["action"], dict(response.context["lost"]))
        assert Comment.objects.get().paragraph is None

    def test_a_comment_is_shown_and_not_obeyed(self, browser, paper):
        say(paper, "<script>alert(1)</script>")

        assert "<script>alert(1)" not in browser.get(url("draft", paper)).content.decode()

    def test_a_comment_on_another_paper(self, browser, paper):
        comment = say(draft())

        assert browser.post(url("comment_settle", paper, comment.pk)).status_code == 404

    def test_who_may_not_read_may_not_comment(self, client, paper):
        client.force_login(colleague("view_article"))

        assert client.post(url("comment_add", paper), {"text": "x"}).status_code in (403, 404)
        assert not Comment.objects.exists()
