"""Co-signatories: asked by staff, answered by the contacts of the organisation, who alone read the paper."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from beijing_ngo.core.models import Message
from beijing_ngo.core.refusals import Refusal
from reports.models import Endorsement, Submission
from reports.operations import endorsements
from tests.factories import (
    OrganisationFactory,
    ParagraphFactory,
    RepresentativeFactory,
    UserFactory,
)
from tests.reports.papers import answer, ask, contact, contact_of, draft, green_village, officer, today

pytestmark = pytest.mark.django_db
LIST = "/en/account/endorsements/"
SECRET = "Nobody else reads these words."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def owner():
    return UserFactory(is_staff=True, email="owner@example.org", preferred_language="en")


@pytest.fixture
def green():
    return green_village()


def refused(operation, *args, **given):
    before = list(Endorsement.objects.order_by("pk").values())
    mails = Message.objects.count()
    with pytest.raises(Refusal) as refusal:
        operation(*args, **given)
    assert (list(Endorsement.objects.order_by("pk").values()), Message.objects.count()) == (before, mails)
    return type(refusal.value)


def mails(kind):
    return list(Message.objects.filter(kind=f"reports.{kind}").order_by("pk"))


def state_of(endorsement):
    endorsement.refresh_from_db()
    return endorsement.state


# ---------------------------------------------------------------- asking


def test_several_are_asked_about_one_text(green):
    paper, by = draft(title_en="On climate"), officer()
    other = OrganisationFactory()
    contact_of(other)
    contact_of(other)
    RepresentativeFactory(organisation=other, role="delegate")

    asked = ask(paper, green, other, answer_by=today(days=9), by=by)

    paper.refresh_from_db()
    version = paper.versions.get()
    assert [(one.organisation, one.state, one.version, one.asked_by, one.order) for one in asked] == [
        (green, "asked", version, by, 1),
        (other, "asked", version, by, 2),
    ]
    assert paper.endorse_by == today(days=9)
    assert len(mails("endorsement_asked")) == 3  # every contact, and no delegate
    first = mails("endorsement_asked")[0]
    assert first.to_address == "contact@example.org"
    assert first.subject == "Would Green Village sign this paper? On climate"
    assert f"/en/account/endorsements/{asked[0].pk}/" in first.text
    assert "Please answer by: " in first.text


def test_whoever_comes_later_stands_below_and_reads_the_same_version(green):
    paper = draft()
    [first] = ask(paper, green)
    other = OrganisationFactory()
    contact_of(other)

    [second] = ask(paper, other)

    assert (second.order, second.version_id) == (2, first.version_id)


@pytest.mark.parametrize("why", ["lead", "asked", "no contact", "closed account", "delegate only"])
def test_who_cannot_be_asked(green, why):
    paper = draft(lead=green if why == "lead" else None)
    if why == "asked":
        ask(paper, green)
    if why == "no contact":
        green.representatives.all().delete()
    if why == "delegate only":
        green.representatives.update(role="delegate")
    if why == "closed account":
        user = contact(green)
        user.is_active = False
        user.save()

    assert refused(ask, paper, green) is endorsements.CannotBeAsked


def test_all_or_nobody(green):
    paper = draft()

    assert refused(ask, paper, green, OrganisationFactory()) is endorsements.CannotBeAsked
    assert not paper.versions.exists()


@pytest.mark.parametrize("state", ["approved", "filed", "published", "withdrawn"])
def test_only_while_the_text_is_open(green, state):
    assert refused(ask, draft(state=state, filed_on=today()), green).__name__ == "WrongState"


def test_not_until_a_day_that_has_passed(green):
    assert refused(ask, draft(), green, answer_by=today(days=-1)) is endorsements.DayHasPassed


def test_a_paper_without_text_is_nothing_to_sign(green):
    assert refused(ask, draft(paragraphs=0), green).__name__ == "NoParagraphs"


# ---------------------------------------------------------------- answering


@pytest.mark.parametrize(("signs", "state"), [(True, "endorsed"), (False, "declined")])
def test_an_answer_is_kept_and_told(green, owner, signs, state):
    [endorsement] = ask(draft(owner=owner, title_en="On climate"), green)

    answered = answer(endorsement, signs=signs, note=" With pleasure ")

    assert (answered.state, answered.note, answered.answered_by) == (state, "With pleasure", contact(green))
    assert timezone.now() - answered.answered_at < timedelta(minutes=1)
    [mail] = mails("endorsement_answered")
    verb = "signs" if signs else "does not sign"
    assert (mail.to_address, mail.subject) == (owner.email, f"Green Village {verb}: On climate")
    assert "Note: With pleasure" in mail.text


def test_the_day_counts_to_its_end(green):
    [endorsement] = ask(draft(), green, answer_by=today())

    assert answer(endorsement).state == "endorsed"


def test_after_the_day_it_is_too_late(green):
    paper = draft()
    [endorsement] = ask(paper, green)
    Submission.objects.filter(pk=paper.pk).update(endorse_by=today(days=-1))

    assert refused(answer, endorsement) is endorsements.TooLate


@pytest.mark.parametrize("state", ["approved", "filed", "published", "withdrawn"])
def test_once_the_text_stands_still_it_is_too_late(green, state):
    paper = draft()
    [endorsement] = ask(paper, green)
    Submission.objects.filter(pk=paper.pk).update(state=state, filed_on=today())

    assert refused(answer, endorsement) is endorsements.TooLate


def test_the_first_answer_counts(green):
    [endorsement] = ask(draft(), green)
    answer(endorsement, signs=False)

    assert refused(answer, endorsement, signs=True) is endorsements.AlreadyAnswered


def test_nobody_signs_a_text_they_have_not_read(green):
    paper = draft()
    [endorsement] = ask(paper, green)
    read = endorsement.version_id
    ParagraphFactory(submission=paper, number=2)
    endorsements.ask_again(endorsement=endorsement, answer_by=None, by=officer())

    assert refused(answer, endorsement, version=read) is endorsements.TextHasChanged


@pytest.mark.parametrize("who", ["delegate", "another organisation", "officer", "nobody"])
def test_only_a_contact_of_the_organisation_answers(green, who):
    [endorsement] = ask(draft(), green)
    person = {
        "delegate": lambda: RepresentativeFactory(organisation=green, role="delegate").user,
        "another organisation": contact_of,
        "officer": officer,
        "nobody": UserFactory,
    }[who]()

    assert refused(answer, endorsement, by=person) is endorsements.NothingToAnswer
    assert (
        refused(endorsements.withdraw_endorsement, endorsement=endorsement, note="", by=person)
        is endorsements.NothingToAnswer
    )


@pytest.mark.parametrize("state", ["drafting", "review", "approved"])
def test_a_signature_is_taken_back_until_the_paper_is_filed(green, owner, state):
    paper = draft(owner=owner, title_en="On climate")
    [endorsement] = ask(paper, green)
    answer(endorsement)
    Submission.objects.filter(pk=paper.pk).update(state=state)

    endorsements.withdraw_endorsement(endorsement=endorsement, note="We are sorry", by=contact(green))

    assert state_of(endorsement) == "declined"
    assert mails("endorsement_answered")[-1].subject == "Green Village takes its signature back: On climate"


def test_not_after_it_was_filed(green):
    paper = draft()
    [endorsement] = ask(paper, green)
    answer(endorsement)
    Submission.objects.filter(pk=paper.pk).update(state="filed", filed_on=today())

    for operation, given in (
        (endorsements.withdraw_endorsement, {"note": ""}),
        (endorsements.record_answer, {"note": "x", "state": "declined"}),
        (endorsements.take_back_question, {}),
    ):
        assert refused(operation, endorsement=endorsement, by=contact(green), **given) is endorsements.Filed


def test_there_is_no_signature_to_take_back(green):
    [endorsement] = ask(draft(), green)

    assert (
        refused(endorsements.withdraw_endorsement, endorsement=endorsement, note="", by=contact(green))
        is endorsements.NotSigned
    )


# ---------------------------------------------------------------- what staff do


def test_an_answer_on_paper_is_written_down(green):
    [endorsement] = ask(draft(state="review"), green)
    by = officer()

    row = endorsements.record_answer(
        endorsement=endorsement, state="endorsed", note="Letter of 3 March", by=by
    )

    assert (row.state, row.note, row.answered_by) == ("endorsed", "Letter of 3 March", by)
    assert mails("endorsement_answered") == []


def test_asking_again_empties_the_answer(green):
    paper = draft()
    [endorsement] = ask(paper, green)
    answer(endorsement)
    paragraph = paper.paragraphs.get()
    paragraph.text_en = "Other words."
    paragraph.save()

    row = endorsements.ask_again(endorsement=endorsement, answer_by=today(days=3), by=officer())

    assert (row.state, row.answered_at, row.answered_by, row.note) == ("asked", None, None, "")
    assert row.version.paragraphs[0]["text_en"] == "Other words."
    assert paper.versions.count() == 2
    assert mails("endorsement_asked")[-1].subject.startswith("The text has changed")


def test_asking_again_about_the_same_text_is_a_reminder(green):
    paper = draft()
    [endorsement] = ask(paper, green)

    endorsements.ask_again(endorsement=endorsement, answer_by=None, by=officer())

    assert paper.versions.count() == 1
    assert [mail.subject[:5] for mail in mails("endorsement_asked")] == ["Would", "Would"]


def test_who_was_asked_by_mistake_reads_no_more(client, green):
    [endorsement] = ask(draft(), green)
    client.force_login(contact(green))

    endorsements.take_back_question(endorsement=endorsement, by=officer())

    assert client.get(f"{LIST}{endorsement.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda paper: None, 0),
        (lambda paper: paper.paragraphs.filter(number=1).update(text_en="Other"), 1),
        (lambda paper: paper.paragraphs.filter(number=1).update(heading_zh_hans="新标题"), 1),
        (lambda paper: paper.paragraphs.filter(number=2).update(number=9), 0),
        (lambda paper: paper.paragraphs.filter(number=2).delete(), 1),
        (lambda paper: ParagraphFactory(submission=paper, number=3, text_en="New"), 1),
    ],
)
def test_how_many_paragraphs_have_changed_since(green, change, number):
    paper = draft(paragraphs=2)
    [endorsement] = ask(paper, green)

    change(paper)

    assert endorsements.changed_since(endorsement.version, paper.paragraphs.all()) == number


def test_without_a_version_nothing_is_known():
    assert endorsements.changed_since(None, draft().paragraphs.all()) == 0
