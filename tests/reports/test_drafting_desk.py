"""The drafting desk: what two people write is never overwritten in silence, and a draft is read by whom it was meant for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import SubmissionState
from reports.operations import comments, paragraphs, previews, versions
from tests.factories import SuperuserFactory, UserFactory
from tests.reports.papers import draft

pytestmark = pytest.mark.django_db


def save(paper, row, changes, seen, by):
    base = {name: paragraphs.digest(text) for name, text in seen.items()}
    return paragraphs.save(
        submission=paper, pk=row.pk, version=row.version, changes=changes, base=base, by=by
    )


def test_who_comes_second_to_the_same_text_is_told_and_nothing_is_overwritten():
    paper, one, two = draft(), UserFactory(), UserFactory()
    seen = paper.paragraphs.get()
    save(paper, seen, {"text_en": "What one wrote."}, {"text_en": seen.text_en}, one)

    with pytest.raises(paragraphs.ChangedMeanwhile) as refusal:
        save(paper, seen, {"text_en": "What two wrote."}, {"text_en": seen.text_en}, two)

    assert refusal.value.fields == ["text_en"]
    assert paper.paragraphs.get().text_en == "What one wrote."


def test_two_people_may_write_in_two_languages_at_once():
    paper, one, two = draft(), UserFactory(), UserFactory()
    seen = paper.paragraphs.get()

    save(paper, seen, {"text_en": "What one wrote."}, {"text_en": seen.text_en}, one)
    save(paper, seen, {"text_zh_hans": "乙写的。"}, {"text_zh_hans": seen.text_zh_hans}, two)

    row = paper.paragraphs.get()
    assert (row.text_en, row.text_zh_hans) == ("What one wrote.", "乙写的。")


def test_paragraphs_keep_their_numbers_without_gaps_and_a_deleted_one_is_in_a_version():
    paper, by = draft(paragraphs=3), UserFactory()
    first, second, third = paper.paragraphs.order_by("number")
    paragraphs.move(submission=paper, pk=third.pk, by=paragraphs.UP)

    version = paragraphs.delete(submission=paper, pk=second.pk, by=by)

    assert list(paper.paragraphs.order_by("number").values_list("pk", "number")) == [
        (first.pk, 1),
        (third.pk, 2),
    ]
    assert len(version.paragraphs) == 3


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "起草台"), ("en", "Drafting desk")])
def test_the_desk_shows_the_texts_and_the_length(client, language, word):
    paper = draft()
    client.force_login(SuperuserFactory(preferred_language=language))

    response = client.get(
        reverse("admin:reports_submission_draft", args=[paper.pk]), headers={"Accept-Language": language}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert all(text in page for text in (word, "Three English words.", "三个字。"))


def test_the_desk_is_for_staff(client):
    client.force_login(UserFactory())

    response = client.get(reverse("admin:reports_submission_draft", args=[draft().pk]))

    assert response.status_code == 302


def test_an_approved_text_stands_still():
    paper = draft(state=SubmissionState.APPROVED)
    row = paper.paragraphs.get()

    with pytest.raises(paragraphs.Refusal):
        save(paper, row, {"text_en": "Too late."}, {"text_en": row.text_en}, UserFactory())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_link_opens_the_draft_until_it_is_revoked(client, language):
    paper = draft()
    until = timezone.localdate() + timedelta(days=14)
    link, token = previews.make(submission=paper, reader="Dr. Reader", until=until, by=UserFactory())
    address = f"/{language}/drafts/{token}/"

    opened = client.get(address)
    previews.revoke(link=link)
    revoked = client.get(address)

    assert (opened.status_code, revoked.status_code) == (200, 404)
    assert "Three English words." in opened.content.decode()
    assert "Three English words." not in revoked.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert "noindex" in opened.headers["X-Robots-Tag"]


def test_comments_are_settled_and_opened_again():
    paper, by = draft(), SuperuserFactory()
    comment = comments.add(submission=paper, text="Which source?", by=by)

    comments.settle(comment=comment, by=by)
    assert list(paper.comments.open()) == []

    comments.reopen(comment=comment)
    assert list(paper.comments.open()) == [comment]


def test_a_version_is_numbered_and_keeps_the_count():
    paper = draft(paragraphs=2)

    kept = [versions.keep(submission=paper, label=label) for label in ("first", "second")]

    assert [(one.number, one.words) for one in kept] == [(1, 6), (2, 6)]
