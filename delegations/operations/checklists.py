"""What must be ready for a visit: taken from the lists of its kind, moved with its dates, ticked off."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.refusals import Refusal
from delegations.models import ChecklistItem, ChecklistTemplate, CountedFrom, Delegation, DelegationState
from members.models import User


class NothingToAdd(Refusal):
    message = _("Everything that visits of this kind need is on the checklist already.")


class ItemDoneAlready(Refusal):
    message = _("This entry is done already.")


class ItemNotDone(Refusal):
    message = _("This entry is not done yet.")


class DoneInTheFuture(Refusal):
    message = _("What is done was done today or before.")


class OwnerNotAColleague(Refusal):
    message = _("An entry is looked after by a colleague with an account in the secretariat.")


class VisitCancelled(Refusal):
    message = _("The visit is cancelled; nothing needs to be got ready for it.")


def due_on(template: ChecklistTemplate, *, starts_on: date, ends_on: date) -> date:
    """Counted back from the departure, or on from the return."""
    days = timedelta(days=template.lead_days)
    return ends_on + days if template.counted_from == CountedFrom.RETURN else starts_on - days


def missing(delegation: Delegation) -> list[ChecklistTemplate]:
    """What visits of this kind need and this one's list has not."""
    there = delegation.checklist.filter(template__isnull=False).values("template")
    return list(
        ChecklistTemplate.objects.filter(
            direction=delegation.direction, passport_basis__in=["", delegation.passport_basis]
        ).exclude(pk__in=there)
    )


@transaction.atomic
def add_what_is_missing(*, delegation: Delegation) -> list[ChecklistItem]:
    """Put on the list of a visit what its kind needs. A second time, nothing is added."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if delegation.state == DelegationState.CANCELLED:
        raise VisitCancelled
    templates = missing(delegation)
    if not templates:
        raise NothingToAdd
    return [
        ChecklistItem.objects.create(
            delegation=delegation,
            template=template,
            label_zh_hans=template.label_zh_hans,
            label_en=template.label_en,
            due_on=due_on(template, starts_on=delegation.starts_on, ends_on=delegation.ends_on),
        )
        for template in templates
    ]


@transaction.atomic
def follow_dates(*, delegation: Delegation, started_on: date, ended_on: date) -> list[ChecklistItem]:
    """Move what is still to be done as far as the visit has moved; what was set by hand keeps its distance."""
    by_start, by_end = delegation.starts_on - started_on, delegation.ends_on - ended_on
    moved = []
    open_items = delegation.checklist.select_for_update(of=("self",)).select_related("template")
    for item in open_items.filter(template__isnull=False, done_on__isnull=True, due_on__isnull=False):
        shift = by_end if item.template.counted_from == CountedFrom.RETURN else by_start
        if shift:
            item.due_on += shift
            item.save(update_fields=["due_on"])
            moved.append(item)
    return moved


def _held(item: ChecklistItem) -> ChecklistItem:
    return ChecklistItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


@transaction.atomic
def mark_done(*, item: ChecklistItem, on: date | None = None, note: str = "") -> ChecklistItem:
    """It is ready, since a day; a note says where it lies or what it says."""
    item = _held(item)
    if item.done_on:
        raise ItemDoneAlready
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise DoneInTheFuture
    item.done_on = on
    item.note = note.strip() or item.note
    item.save(update_fields=["done_on", "note"])
    return item


@transaction.atomic
def mark_undone(*, item: ChecklistItem) -> ChecklistItem:
    """It was not ready after all; the note stays."""
    item = _held(item)
    if item.done_on is None:
        raise ItemNotDone
    item.done_on = None
    item.save(update_fields=["done_on"])
    return item


@transaction.atomic
def assign(*, item: ChecklistItem, to: User | None) -> ChecklistItem:
    """Who looks after it; nobody means the officer in charge of the visit."""
    item = _held(item)
    if to and not to.is_colleague:
        raise OwnerNotAColleague
    item.owner = to
    item.save(update_fields=["owner"])
    return item
