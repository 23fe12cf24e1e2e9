"""The drafting desk: its page, its forms, and what its script is told."""

import json
import time

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from reports.models import Submission
from reports.operations import paragraphs
from reports.operations.paragraphs import digest
from tests.factories import MechanismFactory, ParagraphFactory, SuperuserFactory
from tests.reports.papers import ahead, colleague, draft, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return draft(limit=20, paragraphs=2)


@pytest.fixture
def wang():
    return SuperuserFactory(preferred_language="en", latin_name="WANG Fang")


@pytest.fixture
def office(client, wang):
    """Wang Fang's browser."""
    client.force_login(wang)
    return client


def url(name, paper, *args):
    return reverse(f"admin:reports_submission_{name}", args=[paper.pk, *args])


def send(client, address, user, **data):
    """As the page's script does."""
    return client.post(address, json.dumps({"user": user.pk, **data}), content_type="application/json")


def save(client, row, user, *, known="", **changes):
    address = url("draft_paragraph", row.submission, row.pk)
    base = {name: digest(getattr(row, name)) for name in changes}
    return send(client, address, user, version=row.version, changes=changes, base=base, known=known)


class TestPage:
    def test_it_says_how_the_paper_stands(self, office, paper):
        Submission.objects.filter(pk=paper.pk).update(deadline=ahead(days=5))

        body = office.get(url("draft", paper)).content.decode()

        for words in ("6 of 20 words, 14 left", "8 characters", "Geneva time", "Beijing time", "5 days"):
            assert words in body
        assert "what stands between spaces is one word" in body

    def test_chinese_reads_it_in_chinese(self, client, paper):
        client.force_login(SuperuserFactory(preferred_language="zh-hans"))

        response = client.get(url("draft", paper))

        assert [one["text"] for one in response.context["lengths"]] == ["6词，上限20词，还可写14词", "8字"]
        assert response.context["title"] == "起草台"

    def test_over_the_limit_is_marked(self, office):
        paper = draft(limit=5, paragraphs=2)

        body = office.get(url("draft", paper)).content.decode()

        assert "6 of 5 words, 1 over the limit" in body
        assert "desk__length--over" in body

    def test_of_the_limit_a_part_is_the_cover_pages(self, office):
        paper = draft(mechanism=MechanismFactory(limit=20, unit="words", overhead=10))

        assert "3 of 10 words, 7 left" in office.get(url("draft", paper)).content.decode()

    def test_what_is_missing_in_a_required_language_is_named(self, office, paper):
        paper.paragraphs.filter(number=2).update(text_zh_hans=" ")

        body = office.get(url("draft", paper)).content.decode()

        assert "Missing: paragraph 2 has no text in Chinese" in body

    @pytest.mark.parametrize("state", ["approved", "filed", "withdrawn"])
    def test_a_text_that_stands_still_is_read(self, office, state):
        paper = draft(state=state, filed_on="2026-03-01")

        response = office.get(url("draft", paper))

        body = response.content.decode()
        assert response.context["editable"] is False
        assert 'value="save"' not in body
        assert body.count(" readonly") == 4

    @pytest.mark.parametrize("count", [1, 9])
    def test_it_takes_the_same_statements_for_any_number(
        self, office, wang, count, django_assert_num_queries
    ):
        paper = draft(paragraphs=count)
        for row in paper.paragraphs.all():
            paragraphs.save(submission=paper, pk=row.pk, version=1, changes={"text_en": "x"}, by=officer())
            paper.comments.create(paragraph=row, text="?", author=officer())
        office.get(url("draft", paper))

        with django_assert_num_queries(7):
            office.get(url("draft", paper))

    def test_a_text_is_shown_and_not_obeyed(self, office, paper):
        text = "</textarea><script>alert(1)</script>"
        paper.paragraphs.filter(number=1).update(text_en=text, heading_en=text)

        assert "<script>alert(1)" not in office.get(url("draft", paper)).content.decode()

    def test_a_first_empty_line_stays(self, office, paper):
        paper.paragraphs.filter(number=1).update(text_en="\nBegins lower.")

        assert ">\n\nBegins lower.</textarea>" in office.get(url("draft", paper)).content.decode()

    def test_the_form_of_the_paper_leads_here(self, office, paper):
        body = office.get(url("change", paper)).content.decode()

        assert f'href="{url("draft", paper)}"' in body
        assert 'name="paragraphs-0-text_en"' not in body


class TestForms:
    """As a browser without the page's script sends them."""

    def form(self, office, row, **typed):
        names = paragraphs.TEXTS
        data = {name: getattr(row, name) or "" for name in names} | {"version": row.version, "act": "save"}
        data |= {f"base_{name}": digest(getattr(row, name)) for name in names}
        return office.post(url("draft_paragraph", row.submission, row.pk), data | typed)

    def test_a_paragraph_is_saved(self, office, paper, wang):
        row = paper.paragraphs.first()

        response = self.form(office, row, text_en="By\r\nhand.")

        row.refresh_from_db()
        assert (row.text_en, row.changed_by) == ("By\nhand.", wang)
        assert response.url == f"{url('draft', paper)}#p-{row.pk}"

    def test_what_was_typed_stays_beside_what_a_colleague_wrote(self, office, paper):
        row = paper.paragraphs.first()
        save_by = colleague("change_submission", latin_name="LI Na")
        changes = {"text_en": "Hers.", "text_zh_hans": "她的。"}
        paragraphs.save(submission=paper, pk=row.pk, version=1, changes=changes, by=save_by)

        response = self.form(office, row, text_en="Mine.")

        sheet = response.context["sheets"][0]
        shown = {one.name: (one.value, one.theirs) for column in sheet.columns for one in column[3]}
        assert response.status_code == 409
        assert shown["text_en"] == ("Mine.", "Hers.")
        assert "LI Na" in sheet.refusal
        row.refresh_from_db()
        assert row.text_en == "Hers."

    def test_text_for_a_paragraph_that_is_gone_is_shown_and_put_back(self, office, paper):
        row = paper.paragraphs.first()
        paragraphs.delete(submission=paper, pk=row.pk, by=officer())

        response = self.form(office, row, text_en="Not to be lost.")

        assert response.status_code == 410
        assert "Not to be lost." in response.content.decode()
        office.post(url("draft_add", paper), response.context["lost_texts"])
        assert paper.paragraphs.last().text_en == "Not to be lost."

    def test_a_refusal_keeps_what_was_typed(self, office, paper):
        row = paper.paragraphs.first()

        response = self.form(office, row, heading_en="x" * 201)

        assert response.status_code == 422
        assert "at most 200 characters; this one has 201" in response.content.decode()
        assert "x" * 201 in response.content.decode()

    @pytest.mark.parametrize(
        ("act", "texts"),
        [
            ("down", ["Three English words.", "Typed."]),
            ("below", ["Typed.", "", "Three English words."]),
            ("split", ["Typed.", "Three English words."]),
        ],
    )
    def test_a_button_saves_what_was_typed_too(self, office, paper, act, texts):
        self.form(office, paper.paragraphs.first(), text_en="Typed.", act=act)

        assert list(paper.paragraphs.values_list("text_en", flat=True)) == texts

    def test_it_asks_before_it_deletes(self, office, paper):
        row = paper.paragraphs.first()

        asked = self.form(office, row, act="delete")
        assert (asked.url, paper.paragraphs.count()) == (url("draft_delete", paper, row.pk), 2)
        assert "Three English words." in office.get(asked.url).content.decode()
        office.post(asked.url)

        assert list(paper.paragraphs.values_list("number", flat=True)) == [1]
        assert paper.versions.count() == 1

    def test_looking_changes_nothing(self, office, paper):
        row = paper.paragraphs.first()

        for name, *args in (("draft_add",), ("draft_paragraph", row.pk), ("draft_delete", row.pk)):
            office.get(url(name, paper, *args))

        assert paper.paragraphs.count() == 2


class TestScript:
    def test_a_save_is_answered_with_how_the_paper_stands(self, office, paper, wang):
        one, two = paper.paragraphs.all()

        answer = save(
            office, one, wang, text_en="Four words stand here.", known=f"{one.pk}:1,{two.pk}:1"
        ).json()

        assert answer["saved"]["texts"]["text_en"] == "Four words stand here."
        assert answer["saved"]["digests"]["text_en"] == digest("Four words stand here.")
        assert (answer["words"], answer["characters"]) == (7, 8)
        assert answer["order"] == [[one.pk, 1, 2], [two.pk, 2, 1]]
        assert ([row["id"] for row in answer["rows"]], answer["html"]) == ([one.pk], {})

    def test_a_clash_is_told_with_who_and_what(self, office, paper, wang):
        row = paper.paragraphs.first()
        by = colleague("change_submission", latin_name="LI Na")
        paragraphs.save(submission=paper, pk=row.pk, version=1, changes={"text_en": "Hers."}, by=by)

        response = save(office, row, wang, text_en="Mine.")

        answer = response.json()
        assert response.status_code == 409
        assert (answer["error"], answer["fields"]) == ("clash", ["text_en"])
        assert (answer["row"]["by"], answer["row"]["texts"]["text_en"]) == ("LI Na", "Hers.")

    def test_what_the_page_does_not_know_is_drawn(self, office, paper, wang):
        one, two = paper.paragraphs.all()

        answer = office.get(url("draft_now", paper), {"known": f"{one.pk}:1"}).json()

        assert list(answer["html"]) == [str(two.pk)]
        assert f'data-paragraph="{two.pk}"' in answer["html"][str(two.pk)]
        assert answer["rows"] == []

    @pytest.mark.parametrize("known", ["", "x", "1:2:3,,:", "-1:99999999999999999999"])
    def test_nonsense_about_what_is_known_is_left_aside(self, office, paper, known):
        assert office.get(url("draft_now", paper), {"known": known}).status_code == 200

    def test_nobody_writes_in_anothers_name(self, office, paper):
        row = paper.paragraphs.first()

        response = save(office, row, officer(), text_en="Whose?")

        row.refresh_from_db()
        assert (response.status_code, response.json()["error"]) == (403, "user")
        assert row.text_en == "Three English words."

    @pytest.mark.parametrize("body", ["[]", "{", '"x"', "\xff"])
    def test_what_cannot_be_read_changes_nothing(self, office, paper, body):
        address = url("draft_paragraph", paper, paper.paragraphs.first().pk)

        response = office.post(address, body, content_type="application/json")

        assert response.status_code == 400

    @pytest.mark.parametrize("changes", [None, [], {"text_en": 7}, {"number": "9"}, {"submission_id": "1"}])
    def test_only_texts_are_taken(self, office, paper, wang, changes):
        row = paper.paragraphs.first()

        response = send(office, url("draft_paragraph", paper, row.pk), wang, version=1, changes=changes)

        row.refresh_from_db()
        assert (response.status_code, row.version, row.number) == (200, 1, 1)

    def test_once_closed_it_says_so(self, office, paper, wang):
        Submission.objects.filter(pk=paper.pk).update(state="approved")

        response = save(office, paper.paragraphs.first(), wang, text_en="Too late.")

        answer = response.json()
        assert (response.status_code, answer["error"], answer["editable"]) == (422, "refused", False)
        assert "Approved" in answer["told"]

    def test_a_save_takes_the_same_statements_for_any_number(self, office, wang, django_assert_num_queries):
        paper = draft(paragraphs=1)
        for number in (2, 12):
            ParagraphFactory(submission=paper, number=number)
            row = paper.paragraphs.first()
            with django_assert_num_queries(9):
                save(office, row, wang, text_en=f"Words {number}.")


class TestWhoIsThere:
    def test_others_are_named_and_oneself_is_not(self, office, client, paper, wang):
        other = Client()
        other.force_login(SuperuserFactory(latin_name="LI Na", preferred_language="en"))

        other.get(url("draft", paper))

        assert office.get(url("draft_now", paper)).json()["others"] == ["LI Na"]
        assert other.get(url("draft_now", paper)).json()["others"] == ["WANG Fang"]

    def test_whoever_has_gone_is_no_longer_there(self, office, paper):
        other = Client()
        other.force_login(SuperuserFactory(latin_name="LI Na"))
        other.get(url("draft", paper))

        with time_machine.travel(time.time() + 60):
            assert office.get(url("draft_now", paper)).json()["others"] == []

    def test_each_desk_has_its_own_people(self, office, paper, wang):
        office.get(url("draft", draft()))

        assert cache.get(f"drafting:{paper.pk}") is None


class TestRights:
    def test_readers_read_and_comment_and_write_nothing(self, client, paper):
        reader = colleague("view_submission")
        client.force_login(reader)
        row = paper.paragraphs.first()

        page = client.get(url("draft", paper))

        assert (page.status_code, page.context["editable"]) == (200, False)
        assert client.get(url("draft_now", paper)).json()["editable"] is False
        assert save(client, row, reader, text_en="x").status_code == 403
        for name, *args in (
            ("draft_add",),
            ("draft_paragraph", row.pk),
            ("draft_delete", row.pk),
            ("previews",),
        ):
            assert client.post(url(name, paper, *args), {"text_en": "x"}).status_code == 403
        assert paper.paragraphs.count() == 2

    def test_others_find_nothing(self, client, paper):
        client.force_login(colleague("view_article"))
        row = paper.paragraphs.first()

        for name, *args in (("draft",), ("draft_now",), ("draft_paragraph", row.pk)):
            assert client.get(url(name, paper, *args)).status_code in (403, 404)

    def test_the_public_is_asked_to_sign_in(self, client, paper):
        assert client.get(url("draft", paper)).status_code == 302
