"""When a rule's reminder is due, and which events a rule is for.

Days count by the event's own clock, so that a change to summer time does not shift the hour; hours are hours.
"""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from beijing_ngo.core.models import DatePrecision, Status
from events.models import Event, EventState, ReminderAnchor, ReminderRule, ReminderUnit

MORNING = time(9)  # what lasts all day has no hour of its own
# At another hour of the day, by another clock: never further from the anchor than this beside the days counted.
MARGIN = timedelta(days=2)
ANCHORS = {
    ReminderAnchor.BEFORE_START: "starts_at",
    ReminderAnchor.BEFORE_CLOSING: "desk__closes_at",
    ReminderAnchor.AFTER_END: "ends_at",
}
# What is asked of an event for its moments and its words: the long texts stay where they are.
FACTS = (
    *("slug", "status", "published_at", "kind", "state", "starts_at", "ends_at", "time_zone", "all_day"),
    *("date_precision", "attendance_mode", "country"),
    *(f"{name}_{code}" for name in ("title", "venue", "address", "city") for code in ("zh_hans", "en")),
    *(f"desk__{name}" for name in ("event", "audience", "opens_at", "closes_at", "capacity")),
    *(f"desk__{name}" for name in ("waiting_list", "places_taken")),
)


def anchor(rule: ReminderRule, event: Event) -> datetime | None:
    """What the rule counts from: the start, the end or the closing of registration."""
    if rule.anchor == ReminderAnchor.BEFORE_CLOSING:
        return event.open_desk.closes_at if event.open_desk else None
    if event.date_precision != DatePrecision.DAY:
        return None
    return event.starts_at if rule.anchor == ReminderAnchor.BEFORE_START else event.ends_at


def moment(rule: ReminderRule, event: Event) -> datetime | None:
    """When the rule's reminder is due for the event; None where only the month is known, or nothing closes."""
    at = anchor(rule, event)
    if at is None:
        return None
    later = rule.anchor == ReminderAnchor.AFTER_END
    if rule.unit == ReminderUnit.HOURS:
        at, distance = at.astimezone(UTC), timedelta(hours=rule.amount)
        return at + distance if later else at - distance
    local = at.astimezone(event.zone)
    day, hour = local.date(), rule.at_time or local.time()
    if event.all_day and rule.anchor != ReminderAnchor.BEFORE_CLOSING:
        hour = rule.at_time or MORNING
        # Midnight belongs to the day before: what ends at 24:00 has ended on the day that is over.
        day = (local - timedelta(microseconds=1)).date() if later else day
    day += timedelta(days=rule.amount if later else -rule.amount)
    return datetime.combine(day, hour, tzinfo=event.zone).astimezone(UTC)


def rules_for(event: Event):
    """The rules in force for an event: its own, and beside them those of its kind once it is published and not cancelled."""
    of_kind = Q(event=None, event_kind=event.kind)
    is_held = event.is_public and event.state != EventState.CANCELLED
    return ReminderRule.objects.filter(Q(event=event) | of_kind if is_held else Q(event=event), active=True)


def events_for(rule: ReminderRule, since: datetime, until: datetime) -> list[Event]:
    """The published, not cancelled events whose moment for this rule lies between the two (`until` not included)."""
    held = published().exclude(state=EventState.CANCELLED)
    return [event for event, _moment in _with_moments(rule, held, since, until)]


def published():
    return (
        Event.objects.filter(status=Status.PUBLISHED, published_at__lte=timezone.now())
        .select_related("desk")
        .only(*FACTS)
    )


def pairs(rules, events, since, until) -> list[tuple[ReminderRule, Event, datetime]]:
    """Of these rules and events, those that belong together and whose moment lies between the two; the first moment first.

    One statement for each rule of a kind, two for all rules of single events together.
    """
    found = []
    for rule in rules.filter(event=None):
        found += [(rule, *one) for one in _with_moments(rule, events, since, until)]
    own = rules.filter(event__isnull=False)
    timings = own.order_by().values_list("anchor", "unit", "amount").distinct()
    windows = Q(pk__in=[])
    for rule in (ReminderRule(anchor=at, unit=unit, amount=amount) for at, unit, amount in timings):
        timing = Q(anchor=rule.anchor, unit=rule.unit, amount=rule.amount)
        windows |= timing & _window(rule, since, until, "event__")
    rules_of = {}
    for rule in own.filter(windows):
        rules_of.setdefault(rule.event_id, []).append(rule)
    for event in events.filter(pk__in=rules_of) if rules_of else ():
        for rule in rules_of[event.pk]:
            at = moment(rule, event)
            if at and since <= at < until:
                found.append((rule, event, at))
    return sorted(found, key=lambda pair: (pair[2], pair[0].pk, pair[1].pk))


def _with_moments(rule, events, since, until):
    concerned = events.filter(pk=rule.event_id) if rule.event_id else events.filter(kind=rule.event_kind)
    for event in concerned.filter(_window(rule, since, until)):
        at = moment(rule, event)
        if at and since <= at < until:
            yield event, at


def _window(rule, since, until, of="") -> Q:
    """Roughly: the database knows neither zones nor hours of the day."""
    hours = rule.unit == ReminderUnit.HOURS
    distance = timedelta(hours=rule.amount) if hours else timedelta(days=rule.amount)
    margin = timedelta(0) if hours else MARGIN
    if rule.anchor == ReminderAnchor.AFTER_END:
        distance = -distance
    field = of + ANCHORS[rule.anchor]
    return Q(
        **{
            f"{field}__gte": since + distance - margin,
            f"{field}__lt": until + distance + margin,
        }
    )
