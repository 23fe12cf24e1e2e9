"""A new event made after an earlier one: the next edition of the same meeting."""

import re
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

from beijing_ngo.core.models import DatePrecision, Status
from events.models import AgendaItem, Event, Partnership, Question, RegistrationDesk
from events.reminders.copying import copy_rules

# What the next edition has in common with this one. The link to join online is not: the old one may still let people in.
COMMON = (
    *("series_id", "kind", "time_zone", "all_day", "attendance_mode", "country", "latitude", "longitude"),
    *("working_languages", "sdgs", "source_language"),
)
OF_DESKS = (
    *("audience", "capacity", "quota", "contact_approval", "staff_approval", "waiting_list"),
    "waiting_list_policy",
)
DESK_DATES = ("opens_at", "closes_at", "editable_until", "members_first_until")
OF_QUESTIONS = ("kind", "required", "per", "moment", "keep_days", "order")
LAST_MINUTE = 23 * 60 + 59


@transaction.atomic
def clone_event(event: Event, *, starts_at: datetime, by) -> Event:
    """A draft of an event like this one that starts at another time.

    It has the texts, the place, the themes, the partners, the programme, the registration desk with its questions and the
    reminders. Days move by as many as lie between the two starts and keep their hours by the event's clock; the hours of
    the programme move with the start. What belongs to the first one alone stays there: photographs, documents, speakers,
    the conference it was part of, the link to join online, invitations, registrations, counts, approval, state.
    """
    copy = Event(**{name: getattr(event, name) for name in COMMON}, **_texts(event))
    copy.starts_at, copy.ends_at = starts_at, _moved_with_start(event, event.ends_at, starts_at)
    copy.date_precision, copy.status = DatePrecision.DAY, Status.DRAFT
    copy.edition = _next_edition(event)
    copy.slug = _free_slug(event, starts_at)
    copy._history_user = by
    copy.save()
    copy.themes.set(event.themes.all())
    _clone_partnerships(event, copy)
    _clone_agenda(event, copy)
    if event.open_desk:
        _clone_desk(event, copy, by)
    copy_rules(event, copy)
    return copy


def _texts(row) -> dict[str, str]:
    """The translated texts of a row in both languages."""
    from modeltranslation.translator import translator

    names = translator.get_options_for_model(type(row)).all_fields
    columns = [f"{name}_{code}" for name in names for code in ("zh_hans", "en")]
    return {column: getattr(row, column) for column in columns}


def _next_edition(event) -> int | None:
    if event.edition is None:
        return None
    last = (
        Event.objects.filter(series=event.series_id).aggregate(last=Max("edition"))["last"]
        if event.series_id
        else 0
    )
    return max(event.edition, last or 0) + 1


def _free_slug(event, starts_at) -> str:
    """With the new year in place of the old one; a number behind it where that is taken."""
    old, new = (str(at.astimezone(event.zone).year) for at in (event.starts_at, starts_at))
    stem = re.sub(rf"(?<!\d){old}(?!\d)", new, event.slug)[:110].rstrip("-")
    taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


# ---------------------------------------------------------------- dates


def _moved_with_start(event, at: datetime, starts_at: datetime) -> datetime:
    """As long after the new start as it was after the old one, by the clock of the place."""
    old, new = (start.astimezone(event.zone).replace(tzinfo=None) for start in (event.starts_at, starts_at))
    there = at.astimezone(event.zone).replace(tzinfo=None)
    return (new + (there - old)).replace(tzinfo=event.zone)


def _moved_by_days(event, at: datetime | None, starts_at: datetime) -> datetime | None:
    """As many days later as the start, at the same hour of the place."""
    if at is None:
        return None
    days = starts_at.astimezone(event.zone).date() - event.starts_at.astimezone(event.zone).date()
    return (at.astimezone(event.zone).replace(tzinfo=None) + days).replace(tzinfo=event.zone)


# ---------------------------------------------------------------- what belongs to it


def _clone_partnerships(event, copy) -> None:
    Partnership.objects.bulk_create(
        Partnership(event=copy, organisation_id=one.organisation_id, role=one.role, order=one.order)
        for one in event.partnerships.all()
    )


def _clone_agenda(event, copy) -> None:
    old, new = (row.starts_at.astimezone(event.zone) for row in (event, copy))
    later = _minutes(new.time()) - _minutes(old.time())
    AgendaItem.objects.bulk_create(_agenda_item(item, copy, later) for item in event.agenda.all())


def _agenda_item(item, copy, later: int) -> AgendaItem:
    """Hours that run over midnight belong to the next day; no item does so itself."""
    length = _minutes(item.ends) - _minutes(item.starts)
    day, starts = divmod((item.day - 1) * 24 * 60 + _minutes(item.starts) + later, 24 * 60)
    if day < 0:
        day, starts = 0, 0
    starts = min(starts, LAST_MINUTE - 1)
    ends = min(starts + length, LAST_MINUTE)
    return AgendaItem(event=copy, day=day + 1, starts=_clock(starts), ends=_clock(ends), **_texts(item))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return (datetime.min + timedelta(minutes=minutes)).time()


def _clone_desk(event, copy, by) -> None:
    desk = event.desk
    new = RegistrationDesk(event=copy, **{name: getattr(desk, name) for name in OF_DESKS})
    for name in DESK_DATES:
        setattr(new, name, _moved_by_days(event, getattr(desk, name), copy.starts_at))
    new._history_user = by
    new.save()
    Question.objects.bulk_create(
        Question(desk=new, **{name: getattr(one, name) for name in OF_QUESTIONS}, **_texts(one))
        for one in desk.questions.all()
    )
