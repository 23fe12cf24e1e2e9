"""Links to a draft for readers outside the house."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reports.models import PreviewLink
from reports.operations import previews
from tests.factories import ParagraphFactory
from tests.reports.papers import colleague, draft, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return draft(title_en="Our report", title_zh_hans="我们的报告")


def url(name, paper, *args):
    return reverse(f"admin:reports_submission_{name}", args=[paper.pk, *args])


def made(paper, *, days=14, reader="Prof. Li"):
    until = timezone.localdate() + timedelta(days=days)
    return previews.make(submission=paper, reader=reader, until=until, by=officer())


def address(token, language="en"):
    return f"/{language}/drafts/{token}/"


class TestMaking:
    def test_only_a_digest_of_the_token_is_kept(self, paper):
        link, token = made(paper)

        assert len(token) == 32
        assert token not in str(PreviewLink.objects.values().get())
        assert PreviewLink.objects.for_token(token).get() == link

    @time_machine.travel(datetime(2026, 11, 25, 17, tzinfo=UTC))  # the 26th in Beijing
    def test_it_works_until_the_end_of_the_day_in_beijing(self, paper):
        link, _token = made(paper, days=0)

        assert link.expires_at == datetime(2026, 11, 26, 16, tzinfo=UTC)
        assert str(link.last_day) == "2026-11-26"

    @pytest.mark.parametrize("days", [0, 60])
    def test_for_so_long(self, paper, days):
        assert made(paper, days=days)

    @pytest.mark.parametrize("days", [-1, 61])
    def test_and_no_longer(self, paper, days):
        with pytest.raises(previews.DayNotAllowed):
            made(paper, days=days)

    def test_it_is_for_somebody(self, paper):
        with pytest.raises(previews.ReaderNeeded):
            made(paper, reader=" ")

    def test_the_moment_of_revoking_is_the_first(self, paper):
        link, _token = made(paper)
        previews.revoke(link=link)
        link.refresh_from_db()
        first = link.revoked_at

        previews.revoke(link=link)

        link.refresh_from_db()
        assert link.revoked_at == first


class TestReading:
    @pytest.mark.parametrize(
        ("language", "title", "mark"),
        [("en", "Our report", "Confidential draft"), ("zh-hans", "我们的报告", "草稿")],
    )
    def test_the_draft_is_read_as_it_stands(self, client, paper, language, title, mark):
        _link, token = made(paper)
        paper.paragraphs.update(text_en="As it stands.")

        response = client.get(address(token, language))

        body = response.content.decode()
        assert response.status_code == 200
        for words in ("As it stands.", "三个字。", title, mark, "Prof. Li"):
            assert words in body

    def test_it_is_neither_stored_nor_found_nor_told_on(self, client, paper):
        _link, token = made(paper)

        response = client.get(address(token))

        body = response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in body
        assert "og:url" not in body
        assert 'rel="canonical"' not in body
        assert "Our report" not in body[: body.index("</head>")]

    def test_comments_and_versions_stay_in_the_house(self, client, paper):
        _link, token = made(paper)
        paper.comments.create(text="Between us.", author=officer())

        assert "Between us." not in client.get(address(token)).content.decode()

    def test_openings_are_counted(self, client, paper):
        link, token = made(paper)

        client.get(address(token))
        client.get(address(token, "zh-hans"))
        client.head(address(token))

        link.refresh_from_db()
        assert link.openings == 2
        assert link.last_opened_at is not None

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_expired_revoked_and_unknown_look_alike(self, client, paper, language):
        revoked, first = made(paper)
        previews.revoke(link=revoked)
        expired, second = made(paper)
        PreviewLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())

        answers = [client.get(address(token, language)) for token in (first, second, "x" * 32)]

        bodies = {
            answer.content.decode().replace(token, "")
            for answer, token in zip(answers, (first, second, "x" * 32), strict=True)
        }
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert len(bodies) == 1
        assert "This link does not work" in bodies.pop()
        assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}

    def test_nothing_can_be_sent_there(self, client, paper):
        _link, token = made(paper)

        assert client.post(address(token)).status_code == 405

    @pytest.mark.parametrize("count", [1, 9])
    def test_it_takes_the_same_statements_for_any_number(self, client, count, django_assert_num_queries):
        paper = draft(paragraphs=0)
        for number in range(1, count + 1):
            ParagraphFactory(submission=paper, number=number)
        _link, token = made(paper)
        client.get(address(token))

        with django_assert_num_queries(3):
            client.get(address(token))


class TestPages:
    def test_the_address_is_shown_once(self, admin, paper):
        until = timezone.localdate() + timedelta(days=7)

        response = admin.post(url("previews", paper), {"reader": "Prof. Li", "until": until.isoformat()})

        link = PreviewLink.objects.get()
        addresses = dict(response.context["addresses"])
        token = addresses["English"].rstrip("/").rpartition("/")[2]
        assert PreviewLink.objects.for_token(token).get() == link
        assert addresses["English"].endswith(f"/en/drafts/{token}/")
        assert token in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]
        again = admin.get(url("previews", paper)).content.decode()
        assert token not in again
        assert "Prof. Li" in again

    def test_fourteen_days_unless_said_otherwise(self, admin, paper):
        form = admin.get(url("previews", paper)).context["form"]

        assert form.initial["until"] == timezone.localdate() + timedelta(days=14)

    def test_a_day_too_far_is_said_at_its_field_and_kept(self, admin, paper):
        until = timezone.localdate() + timedelta(days=61)

        response = admin.post(url("previews", paper), {"reader": "Prof. Li", "until": until.isoformat()})

        assert list(response.context["form"].errors) == ["until"]
        assert 'value="Prof. Li"' in response.content.decode()
        assert not PreviewLink.objects.exists()

    def test_a_link_is_revoked(self, admin, client, paper):
        link, token = made(paper)

        admin.get(url("preview_revoke", paper, link.pk))
        assert client.get(address(token)).status_code == 200

        admin.post(url("preview_revoke", paper, link.pk))
        assert client.get(address(token)).status_code == 404

    def test_a_link_of_another_paper(self, admin, paper):
        link, _token = made(draft())

        assert admin.post(url("preview_revoke", paper, link.pk)).status_code == 404

    def test_readers_of_the_house_let_nobody_in(self, client, paper):
        client.force_login(colleague("view_submission"))
        link, _token = made(paper)

        assert client.get(url("previews", paper)).status_code == 403
        assert client.post(url("preview_revoke", paper, link.pk)).status_code == 403
        link.refresh_from_db()
        assert link.revoked_at is None

    @pytest.mark.parametrize("count", [1, 9])
    def test_the_list_takes_the_same_statements_for_any_number(
        self, admin, paper, count, django_assert_num_queries
    ):
        for _n in range(count):
            made(paper)
        admin.get(url("previews", paper))

        with django_assert_num_queries(4):
            admin.get(url("previews", paper))
