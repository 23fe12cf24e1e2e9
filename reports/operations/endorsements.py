"""Co-signatories: organisations are asked to sign a paper, read it, and say yes or no.

What they read, and answer, is the text as it stood when they were asked; a text that has changed may be asked about again.
They answer until the day that was set and while the text is open; a signature may be taken back until the paper is filed.
"""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core.refusals import Refusal
from members.models import Membership, Organisation, Representative
from reports import emails
from reports.deadlines import officers
from reports.models import OPEN_TEXT, UNSENT, Endorsement, EndorsementState, Submission, SubmissionVersion
from reports.operations import versions
from reports.operations.states import NoParagraphs, WrongState, locked

ASKED, ENDORSED, DECLINED = EndorsementState.ASKED, EndorsementState.ENDORSED, EndorsementState.DECLINED
TEXTS = ("heading_zh_hans", "heading_en", "text_zh_hans", "text_en")


class CannotBeAsked(Refusal):
    message = gettext_lazy(
        "%(organisation)s cannot be asked: it leads the paper, was asked already, or has no contact to write to."
    )


class DayHasPassed(Refusal):
    message = gettext_lazy("Please choose a day that is still to come.")


class TooLate(Refusal):
    message = gettext_lazy(
        "This paper no longer takes answers here. Please write to the secretariat if yours is still to count."
    )


class TextHasChanged(Refusal):
    message = gettext_lazy(
        "The secretariat has sent a new text since you opened this page. Please read the text below before you answer."
    )


class AlreadyAnswered(Refusal):
    message = gettext_lazy("An answer was given already; it stands on this page.")


class NotSigned(Refusal):
    message = gettext_lazy("There is no signature to take back.")


class Filed(Refusal):
    message = gettext_lazy(
        "The paper has been filed with the signatures it had; they cannot be changed any more."
    )


class NothingToAnswer(Refusal):
    message = gettext_lazy("This organisation does not act through you.")


def may_be_asked(submission: Submission):
    """Members and other organisations with somebody to write to, other than the lead and those asked already."""
    contacts = Representative.objects.contacts().values("organisation")
    rows = Organisation.objects.filter(pk__in=contacts).exclude(endorsements__submission=submission)
    return rows.exclude(pk=submission.lead_id) if submission.lead_id else rows


def marked_as_members(organisations):
    """Whether the membership of each is in force today, as `is_in_force`."""
    terms = Membership.objects.in_force(timezone.localdate()).filter(organisation=OuterRef("pk"))
    return organisations.annotate(is_in_force=Exists(terms))


def changed_since(version: SubmissionVersion | None, paragraphs) -> int:
    """How many paragraphs were written, changed or removed since; a new number alone changes nothing."""
    if version is None:
        return 0
    before = Counter(tuple(one.get(name) or "" for name in TEXTS) for one in version.paragraphs)
    now = Counter(tuple(getattr(one, name) or "" for name in TEXTS) for one in paragraphs)
    return max((now - before).total(), (before - now).total())


@transaction.atomic
def ask(*, submission: Submission, organisations, answer_by: date | None, by) -> list[Endorsement]:
    """Ask several organisations at once; all of them read the same text."""
    paper = locked(submission, *OPEN_TEXT)
    _check_the_day(answer_by)
    open_to = set(
        may_be_asked(paper).filter(pk__in=[one.pk for one in organisations]).values_list("pk", flat=True)
    )
    for organisation in organisations:
        if organisation.pk not in open_to:
            raise CannotBeAsked(organisation=organisation)
    version = _text_to_sign(paper, by)
    _set_the_day(paper, answer_by, by)
    last = max(paper.endorsements.values_list("order", flat=True), default=0)
    asked = [
        Endorsement(
            submission=paper, organisation=organisation, version=version, asked_by=by, order=last + place
        )
        for place, organisation in enumerate(organisations, start=1)
    ]
    for endorsement in asked:
        endorsement._history_user = by
        endorsement.save()
        emails.post_endorsement_asked(endorsement)
    return asked


@transaction.atomic
def ask_again(*, endorsement: Endorsement, answer_by: date | None, by) -> Endorsement:
    """About the text as it stands now; an answer given before no longer counts."""
    paper = locked(endorsement.submission, *OPEN_TEXT)
    _check_the_day(answer_by)
    if not _has_contacts(endorsement.organisation):
        raise CannotBeAsked(organisation=endorsement.organisation)
    row = _row(endorsement, paper)
    before, row.version = row.version_id, _text_to_sign(paper, by)
    _set_the_day(paper, answer_by, by)
    row.state, row.answered_at, row.answered_by, row.note = ASKED, None, None, ""
    row.asked_by = by
    _save(row, by)
    emails.post_endorsement_asked(row, has_changed=row.version_id != before)
    return row


@transaction.atomic
def answer(*, endorsement: Endorsement, version: int, signs: bool, note: str, by) -> Endorsement:
    """A contact of the organisation says yes or no to the text they have read."""
    row = _of_contact(endorsement, by)
    if row.state != ASKED:
        raise AlreadyAnswered
    if not takes_answers(row.submission):
        raise TooLate
    if row.version_id != version:
        raise TextHasChanged
    row = _record(row, ENDORSED if signs else DECLINED, note, by)
    emails.post_endorsement_answered(row, officers(row.submission.owner))
    return row


@transaction.atomic
def withdraw_endorsement(*, endorsement: Endorsement, note: str, by) -> Endorsement:
    """A contact takes the organisation's signature back, until the paper is filed."""
    row = _of_contact(endorsement, by)
    if row.submission.state not in UNSENT:
        raise Filed
    if row.state != ENDORSED:
        raise NotSigned
    row = _record(row, DECLINED, note, by)
    emails.post_endorsement_answered(row, officers(row.submission.owner), taken_back=True)
    return row


@transaction.atomic
def record_answer(*, endorsement: Endorsement, state: str, note: str, by) -> Endorsement:
    """The secretariat writes down an answer that came on paper or by telephone, until the paper is filed."""
    paper = _open_for_signatures(endorsement)
    return _record(_row(endorsement, paper), EndorsementState(state), note, by)


@transaction.atomic
def take_back_question(*, endorsement: Endorsement, by) -> None:
    """An organisation asked by mistake is taken off the list and no longer reads the paper."""
    paper = _open_for_signatures(endorsement)
    row = _row(endorsement, paper)
    row._history_user = by
    row.delete()


def takes_answers(submission: Submission) -> bool:
    in_time = submission.endorse_by is None or timezone.localdate() <= submission.endorse_by
    return in_time and submission.state in OPEN_TEXT


def _open_for_signatures(endorsement: Endorsement) -> Submission:
    try:
        return locked(endorsement.submission, *UNSENT)
    except WrongState:
        raise Filed from None


def _of_contact(endorsement: Endorsement, user) -> Endorsement:
    """The row, locked with its paper, for somebody who may answer it."""
    paper = Submission.objects.select_for_update().get(pk=endorsement.submission_id)
    row = (
        Endorsement.objects.for_contact(user).filter(pk=endorsement.pk).select_related("organisation").first()
    )
    if row is None:
        raise NothingToAnswer
    row.submission = paper
    return row


def _row(endorsement: Endorsement, paper: Submission) -> Endorsement:
    row = Endorsement.objects.select_related("organisation").get(pk=endorsement.pk)
    row.submission = paper
    return row


def _record(row: Endorsement, state: EndorsementState, note: str, by) -> Endorsement:
    row.state, row.note = state, note.strip()
    row.answered_at = None if state == ASKED else timezone.now()
    row.answered_by = None if state == ASKED else by
    _save(row, by)
    return row


def _save(row: Endorsement, by) -> None:
    row._history_user = by
    row.save()


def _text_to_sign(paper: Submission, by) -> SubmissionVersion:
    """The text as it stands; a version that is the same already is not kept twice."""
    paragraphs = list(paper.paragraphs.all())
    if not paragraphs:
        raise NoParagraphs
    last = paper.versions.order_by("-number").first()
    if last and last.paragraphs == versions.text_of(paper):
        return last
    return versions.keep(submission=paper, label=_("Sent to co-signatories"), by=by)


def _check_the_day(answer_by: date | None) -> None:
    if answer_by is not None and answer_by < timezone.localdate():
        raise DayHasPassed


def _set_the_day(paper: Submission, answer_by: date | None, by) -> None:
    if paper.endorse_by != answer_by:
        paper.endorse_by = answer_by
        paper._history_user = by
        paper.save()


def _has_contacts(organisation: Organisation) -> bool:
    return Representative.objects.contacts().filter(organisation=organisation).exists()
