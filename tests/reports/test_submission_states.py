"""The way of a paper: each step and its rules, on the operations and on the pages of the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone, translation

from beijing_ngo.core.refusals import Refusal
from reports.models import Comment, Submission, SubmissionStep
from reports.operations import filing, states
from tests.admin_forms import change, page
from tests.factories import ParagraphFactory, SubmissionFactory, SuperuserFactory, UserFactory
from tests.reports.papers import draft, filed, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def refused(operation, submission, **given):
    """What the refusal says, and that nothing has changed."""
    before = Submission.objects.values().get(pk=submission.pk)
    with pytest.raises(Refusal) as refusal:
        operation(submission=submission, by=officer(), **given)
    assert Submission.objects.values().get(pk=submission.pk) == before
    assert not submission.steps.exists()
    return str(refusal.value)


# ---------------------------------------------------------------- steps


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        (states.send_to_review, "drafting", "review"),
        (states.approve, "review", "approved"),
        (states.send_back, "review", "drafting"),
        (states.send_back, "approved", "drafting"),
        (states.withdraw, "drafting", "withdrawn"),
        (states.withdraw, "review", "withdrawn"),
        (states.withdraw, "approved", "withdrawn"),
        (states.withdraw, "filed", "withdrawn"),
        (states.take_up_again, "withdrawn", "drafting"),
        (states.publish, "filed", "published"),
        (states.take_down, "published", "filed"),
        (filing.take_back_filing, "filed", "approved"),
    ],
)
def test_a_step_is_kept_with_the_text_as_it_stood(operation, before, after):
    paper, by = filed(state=before), officer()

    moved = operation(submission=paper, by=by, reason="  Because. ")

    paper.refresh_from_db()
    step = SubmissionStep.objects.get()
    version = paper.versions.get()
    assert (moved.pk, paper.state) == (paper.pk, after)
    assert (step.before, step.after, step.by, step.reason, step.version) == (
        before,
        after,
        by,
        "Because.",
        version,
    )
    assert [one["text_en"] for one in version.paragraphs] == ["Three English words."]
    assert (version.words, version.characters, version.kept_by) == (3, 4, by)
    assert paper.history.first().history_user == by


ALLOWED = {
    states.send_to_review: {"drafting"},
    states.approve: {"review"},
    states.send_back: {"review", "approved"},
    states.withdraw: {"drafting", "review", "approved", "filed"},
    states.take_up_again: {"withdrawn"},
    states.publish: {"filed"},
    states.take_down: {"published"},
    filing.take_back_filing: {"filed"},
}


@pytest.mark.parametrize("operation", ALLOWED)
@pytest.mark.parametrize("state", ["drafting", "review", "approved", "filed", "published", "withdrawn"])
def test_a_step_is_taken_from_its_own_states_only(operation, state):
    paper = filed(state=state)
    if state in ALLOWED[operation]:
        assert operation(submission=paper, by=officer(), reason="Why").state != state
    else:
        assert "while the paper is in the state" in refused(operation, paper, reason="Why")


@pytest.mark.parametrize(
    ("operation", "state"),
    [
        (states.send_back, "review"),
        (states.withdraw, "drafting"),
        (states.take_up_again, "withdrawn"),
        (states.take_down, "published"),
        (filing.take_back_filing, "filed"),
    ],
)
def test_a_step_back_has_a_reason(operation, state):
    paper = filed(state=state)

    assert refused(operation, paper, reason=" \n") == "Please say why; the reason is kept with the paper."


def test_whoever_comes_second_is_refused():
    paper = draft(state="review")
    stale = Submission.objects.get(pk=paper.pk)
    states.approve(submission=paper, by=officer())

    with pytest.raises(states.WrongState):
        states.approve(submission=stale, by=officer())


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("operation", "state"), [(states.send_to_review, "drafting"), (states.approve, "review")]
)
def test_a_paper_has_a_text(operation, state):
    assert "There is no text yet" in refused(operation, draft(state=state, paragraphs=0))


def test_every_paragraph_stands_in_each_required_language():
    paper = draft(state="review", paragraphs=1)
    ParagraphFactory(submission=paper, number=2, text_en="", text_zh_hans="只有中文")
    ParagraphFactory(submission=paper, number=3, text_en="  ", text_zh_hans="也只有中文")
    ParagraphFactory(submission=paper, number=4, text_en="Only English", text_zh_hans="")

    assert refused(states.approve, paper) == (
        "Not approved: paragraph 4 has no text in Chinese; paragraphs 2, 3 have no text in English."
    )


def test_a_language_that_is_not_required_may_be_missing():
    paper = draft(state="review", paragraphs=0, required_languages=["en"])
    ParagraphFactory(submission=paper, text_en="Only English", text_zh_hans="")

    assert states.approve(submission=paper, by=officer()).state == "approved"


def test_open_comments_are_confirmed():
    paper = draft(state="review")
    Comment.objects.create(submission=paper, text="Is this so?")
    Comment.objects.create(submission=paper, text="Yes.", resolved_at=timezone.now())

    assert refused(states.approve, paper) == "1 comment is not settled. Approve it all the same?"
    assert states.approve(submission=paper, by=officer(), despite_comments=True).state == "approved"


def test_a_confidential_paper_is_never_published():
    assert "confidential" in refused(states.publish, filed(confidential=True))


def test_publishing_shows_the_paper_and_taking_down_hides_it(client):
    paper = filed()

    states.publish(submission=paper, by=officer())
    shown = client.get(f"/en/reports/submissions/{paper.slug}/").status_code
    states.take_down(submission=paper, by=officer(), reason="A mistake")
    hidden = client.get(f"/en/reports/submissions/{paper.slug}/").status_code

    assert (shown, hidden) == (200, 404)


def test_a_later_day_of_publication_stays():
    later = timezone.now() + timezone.timedelta(days=3)
    paper = filed(published_at=later)

    assert states.publish(submission=paper, by=officer()).published_at == later


@pytest.mark.parametrize(
    ("operation", "state"), [(states.take_up_again, "withdrawn"), (filing.take_back_filing, "filed")]
)
def test_what_filing_recorded_is_emptied(operation, state):
    paper = filed(
        state=state,
        filed_at=timezone.now(),
        filed_words=3,
        filed_characters=4,
        filed_limit="words/100///",
        receipt="R-1",
        exception_reason="Late",
        symbol="A/HRC/50/NGO/1",
    )

    paper = operation(submission=paper, by=officer(), reason="Why")

    assert (paper.filed_on, paper.filed_at, paper.filed_words, paper.filed_limit, paper.receipt) == (
        None,
        None,
        None,
        "",
        "",
    )
    assert (paper.exception_reason, paper.symbol) == ("", "A/HRC/50/NGO/1")


# ---------------------------------------------------------------- the admin


def address(paper, verb):
    return f"/admin/reports/submission/{paper.pk}/step/{verb}/"


def test_the_page_of_a_paper_shows_the_way_and_the_next_steps(admin):
    paper = draft(state="review", limit=2, deadline=timezone.now() + timezone.timedelta(days=5, hours=1))
    ParagraphFactory(submission=paper, number=2, text_en="", text_zh_hans="只有中文", heading_en="")

    context = admin.get(page(Submission, "change", paper.pk)).context

    assert [(one["label"], one["now"], one["done"]) for one in context["track"]] == [
        ("Drafting", False, True),
        ("In review", True, False),
        ("Approved", False, False),
        ("Filed", False, False),
        ("Published", False, False),
    ]
    assert [str(button["label"]) for button in context["buttons"]] == [
        "Approve the paper",
        "Send back to drafting",
        "Withdraw the paper",
    ]
    assert (context["length"], str(context["excess"])) == ("3 of 2 words", "1 word")
    assert context["left"] == ("soon", "5 days")
    assert [str(one) for one in context["missing"]] == ["paragraph 2 has no text in English"]


def test_a_step_is_taken_on_its_page(admin):
    paper = draft()

    question = admin.get(address(paper, "review"))
    answer = admin.post(address(paper, "review"), {"reason": "Please read it."}, follow=True)

    paper.refresh_from_db()
    assert "Colleagues read the paper and comment on it." in question.content.decode()
    assert paper.state == "review"
    assert "Please read it." in answer.content.decode()


def test_looking_at_the_page_changes_nothing(admin):
    paper = draft()
    admin.get(address(paper, "review"))

    assert Submission.objects.get(pk=paper.pk).state == "drafting"


def test_what_is_refused_stands_on_the_page_with_what_was_typed(admin):
    paper = draft(state="review")
    Comment.objects.create(submission=paper, text="Is this so?")

    html = admin.post(address(paper, "approve"), {"reason": "Looks good"}).content.decode()
    admin.post(address(paper, "approve"), {"reason": "Looks good", "despite_comments": "on"})

    assert "1 comment is not settled. Approve it all the same?" in html
    assert ">Looks good</textarea>" in html
    assert Submission.objects.get(pk=paper.pk).state == "approved"


def test_a_missing_reason_stands_at_its_field(admin):
    paper = draft()

    response = admin.post(address(paper, "withdraw"), {"reason": ""})

    assert list(response.context["form"].errors) == ["reason"]
    assert Submission.objects.get(pk=paper.pk).state == "drafting"


def test_a_step_that_was_taken_meanwhile_leads_back(admin):
    html = admin.get(
        address(draft(state="filed", filed_on="2026-01-01"), "review"), follow=True
    ).content.decode()

    assert "This cannot be done while the paper is in the state “Filed”." in html


def test_there_is_no_other_step(admin):
    assert admin.get(address(draft(), "delete")).status_code == 404
    assert admin.get("/admin/reports/submission/999/step/review/").status_code in (302, 404)


def reader(*rights):
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_who_may_only_see_papers_has_no_buttons_and_no_pages(client):
    client.force_login(reader("view_submission"))
    paper = draft()

    shown = client.get(page(Submission, "change", paper.pk))
    answer = client.post(address(paper, "review"), {"reason": ""})

    assert (shown.status_code, shown.context["buttons"]) == (200, [])
    assert answer.status_code == 403
    assert Submission.objects.get(pk=paper.pk).state == "drafting"


def test_the_state_is_not_typed(admin):
    paper = SubmissionFactory(state="drafting", filed_on=None)
    change(admin, paper, state="published", filed_on="2026-01-01")

    paper.refresh_from_db()
    assert (paper.state, paper.filed_on) == ("drafting", None)
