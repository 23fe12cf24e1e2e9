"""The programme of a visit: items moved, days added, copied and cleared."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.models import DatePrecision
from beijing_ngo.core.refusals import Refusal
from delegations.models import Delegation, ItineraryItem, ItineraryKind
from delegations.operations import checklists, states

A_DAY = timedelta(days=1)
COPIED = (
    *("starts", "ends", "kind", "title_zh_hans", "title_en", "city_zh_hans", "city_en", "country"),
    *("organisation_met", "place_zh_hans", "place_en", "hosts_zh_hans", "hosts_en"),
    *("interpreter", "talking_points", "note", "public"),
)


class PastMidnight(Refusal):
    message = _(
        "It lasts as long as before and would go on past midnight; please give its new hours in its form."
    )


class DaysNotKnown(Refusal):
    message = _("The days of this visit are not known yet; please enter them first.")


class SameDay(Refusal):
    message = _("Please choose another day to copy to.")


class NothingThatDay(Refusal):
    message = _("Nothing is planned on this day.")


class DayHasItems(Refusal):
    message = _("Something is planned on that day already. Should it stay, or be replaced?")


class DayHasChanged(Refusal):
    message = _("The programme of this day has changed in the meantime. Please look again.")


def _held(delegation: Delegation) -> Delegation:
    return Delegation.objects.select_for_update().get(pk=delegation.pk)


@transaction.atomic
def move_item(*, item: ItineraryItem, to: date, starts: time | None, by) -> ItineraryItem:
    """To another day or hour; it lasts as long as before."""
    item = ItineraryItem.objects.select_for_update().get(pk=item.pk)
    if item.starts and item.ends and starts:
        begin = datetime.combine(to, starts)
        lasts = datetime.combine(to, item.ends) - datetime.combine(to, item.starts)
        end = begin + lasts % A_DAY  # a night journey ends on the next day
        if end.date() != to and item.kind != ItineraryKind.TRAVEL:
            raise PastMidnight
        item.ends = end.time()
    elif (item.starts and not starts) or (item.ends and starts and item.ends <= starts):
        item.ends = None  # the hour it ended at says nothing any more
    item.date, item.starts = to, starts
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def remove_item(*, item: ItineraryItem, by) -> None:
    item._history_user = by
    item.delete()


@transaction.atomic
def add_day(*, delegation: Delegation, before: bool, by) -> date:
    """The visit begins a day earlier, or ends a day later. The programme stays on its dates; what is still to be done by the
    checklist moves with the visit, and so does the day a report is due."""
    delegation = _held(delegation)
    began, ended = delegation.starts_on, delegation.ends_on
    if delegation.date_precision != DatePrecision.DAY:
        raise DaysNotKnown
    if before:
        delegation.starts_on -= A_DAY
    else:
        delegation.ends_on += A_DAY
    delegation._history_user = by
    delegation.save()
    checklists.follow_dates(delegation=delegation, started_on=began, ended_on=ended)
    states.follow_end(delegation=delegation, ended_on=ended, by=by)
    return delegation.starts_on if before else delegation.ends_on


@transaction.atomic
def copy_day(
    *, delegation: Delegation, source: date, target: date, by, replacing: bool | None = None, seen: int = 0
) -> list[ItineraryItem]:
    """Everything of one day on another, with those who attend. Where something is planned there, somebody says first
    whether it stays or is replaced, knowing of how many items (`seen`)."""
    delegation = _held(delegation)
    if source == target:
        raise SameDay
    items = list(delegation.itinerary.on(source).prefetch_related("attendees"))
    if not items:
        raise NothingThatDay
    there = delegation.itinerary.on(target).count()
    if there:
        if replacing is None:
            raise DayHasItems
        if seen != there:
            raise DayHasChanged
        if replacing:
            clear_day(delegation=delegation, day=target, seen=seen, by=by)
    return [_copy(item, target, by) for item in items]


def _copy(item: ItineraryItem, day: date, by) -> ItineraryItem:
    copy = ItineraryItem(delegation_id=item.delegation_id, date=day)
    for name in COPIED:
        setattr(copy, name, getattr(item, name))
    copy._history_user = by
    copy.save()
    copy.attendees.set(item.attendees.all())
    return copy


@transaction.atomic
def clear_day(*, delegation: Delegation, day: date, seen: int, by) -> int:
    """Delete what is planned on a day: so many items as somebody saw, or none."""
    delegation = _held(delegation)
    items = list(delegation.itinerary.on(day))
    if not items:
        raise NothingThatDay
    if len(items) != seen:
        raise DayHasChanged
    for item in items:
        remove_item(item=item, by=by)
    return len(items)
