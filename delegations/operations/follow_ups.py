"""What is still to be done after a visit: entered, handed over, done."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.refusals import Refusal
from delegations import chasing, emails
from delegations.models import Delegation, Outcome, OutcomeKind
from delegations.operations.chasing import remember


class NotAFollowUp(Refusal):
    message = _("This is a result, not something that is still to be done.")


class DoneAlready(Refusal):
    message = _("This follow-up is done already.")


class NotDone(Refusal):
    message = _("This follow-up is not done yet.")


class NoteMissing(Refusal):
    message = _("Please say how it was done.")


class NotAColleague(Refusal):
    message = _("A follow-up is looked after by a colleague with an account in the secretariat.")


class WithThemAlready(Refusal):
    message = _("%(name)s looks after this follow-up already.")


def _held(outcome: Outcome) -> Outcome:
    found = Outcome.objects.select_for_update(of=("self",)).select_related("delegation").get(pk=outcome.pk)
    if found.kind != OutcomeKind.FOLLOW_UP:
        raise NotAFollowUp
    return found


def _check_is_a_colleague(person) -> None:
    if not person.is_colleague:
        raise NotAColleague


@transaction.atomic
def tell_the_owner(*, outcome: Outcome, by) -> None:
    """Nobody is told what they did themselves. Either way they know, so the next reminder is not due tomorrow."""
    if outcome.owner != by:
        emails.post_handed_over(outcome, by=by)
    if outcome.due_on:
        matter = chasing.matter_key(chasing.FOLLOW_UP, outcome.pk, outcome.due_on)
        remember([matter], person=outcome.owner, on=timezone.localdate())


@transaction.atomic
def add_follow_up(*, delegation: Delegation, text: dict[str, str], due_on: date | None, owner, by) -> Outcome:
    """Somebody else who is to look after it hears of it; `text` has a language or both."""
    if owner:
        _check_is_a_colleague(owner)
    outcome = Outcome.objects.create(
        delegation=delegation,
        kind=OutcomeKind.FOLLOW_UP,
        text_zh_hans=text.get("zh-hans", ""),
        text_en=text.get("en", ""),
        due_on=due_on,
        owner=owner,
        order=delegation.outcomes.count(),
    )
    if owner:
        tell_the_owner(outcome=outcome, by=by)
    return outcome


@transaction.atomic
def mark_done(*, outcome: Outcome, note: str, by) -> Outcome:
    """Whoever closes a follow-up says how it was done."""
    outcome = _held(outcome)
    if outcome.done_on:
        raise DoneAlready
    if not note.strip():
        raise NoteMissing
    outcome.done_on, outcome.done_note, outcome.done_by = timezone.localdate(), note.strip(), by
    outcome.save(update_fields=["done_on", "done_note", "done_by"])
    return outcome


@transaction.atomic
def reopen(*, outcome: Outcome, by) -> Outcome:
    """What was said to be done is not; what was noted then stays in the history."""
    outcome = _held(outcome)
    if outcome.done_on is None:
        raise NotDone
    outcome.done_on, outcome.done_note, outcome.done_by = None, "", None
    outcome.save(update_fields=["done_on", "done_note", "done_by"])
    return outcome


@transaction.atomic
def hand_over(*, outcome: Outcome, to, by) -> Outcome:
    """The new owner is told; who takes something over themselves need not be."""
    outcome = _held(outcome)
    if outcome.done_on:
        raise DoneAlready
    _check_is_a_colleague(to)
    if outcome.owner_id == to.pk:
        raise WithThemAlready(name=to)
    outcome.owner = to
    outcome.save(update_fields=["owner"])
    tell_the_owner(outcome=outcome, by=by)
    return outcome
