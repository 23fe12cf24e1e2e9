"""Planning of reminders: python -m benchmarks.reminders [--people 100000] [--anew]

One event whose reminder is due for so many confirmed attendees, half of whom read English: how long the planner takes until
every message is written, how much memory it takes beyond what it started with, and how long the next minute takes, when there
is nothing to do. Nothing is sent. Without DATABASE_URL on SQLite, with it on PostgreSQL.
"""

import resource
import sys
import time
from datetime import timedelta

from benchmarks.database import Database, options

MOST_SECONDS_FOR_100_000, MOST_MEGABYTES = 60, 150
AT_A_TIME = 2_000


def peak() -> float:
    """The most memory this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def new_event(people: int):
    """An event with as many people as are asked for, each on a registration of their own, and a rule whose moment is now."""
    from django.utils import timezone

    from benchmarks.desk import new_desk
    from events.models import Attendee, Registration, RegistrationState, ReminderRule

    now = timezone.now()
    desk = new_desk(capacity=people)
    ReminderRule.objects.create(
        event=desk.event,
        amount=30 * 24 - 1,
        unit="hours",
        subject_zh_hans="提醒：{event}",
        subject_en="Reminder: {event}",
        body_zh_hans="尊敬的{name}：\n\n“{event}”将于{date}{time}在{venue}举行。\n\n查看电子票\n{link}",
        body_en="Dear {name},\n\n{event} takes place on {date}, {time}, at {venue}.\n\nSee your ticket\n{link}",
        counts_from=now - timedelta(days=300),
    )
    for first in range(0, people, AT_A_TIME):
        numbers = range(first, min(first + AT_A_TIME, people))
        parties = Registration.objects.bulk_create(
            Registration(
                desk=desk,
                state=RegistrationState.CONFIRMED,
                party_size=1,
                guest_email=f"guest{number}.{desk.pk}@example.org",
                decided_at=now,
            )
            for number in numbers
        )
        Attendee.objects.bulk_create(
            Attendee(
                registration=party,
                desk=desk,
                family_name="王",
                given_name="示例",
                latin_name="WANG Shili",
                email=party.guest_email,
                language="zh-hans" if number % 2 else "en",
            )
            for number, party in zip(numbers, parties, strict=True)
        )
    type(desk).objects.filter(pk=desk.pk).update(places_taken=people)
    return desk.event


def main() -> int:
    asked = options(__doc__, people=100_000)
    database = Database.ready(asked)
    import django

    django.setup()
    print(f"{'PostgreSQL' if database.url else 'SQLite'}, {asked.people:,} people")
    return measure(asked.people)


def measure(people: int) -> int:
    from unittest import mock

    from django.utils import timezone

    from beijing_ngo.core import outbox
    from beijing_ngo.core.models import Message
    from events import reminders

    with mock.patch.object(outbox._bell, "ring"):  # nobody is to send them
        reminders.plan()  # what an earlier run left behind, and what is loaded once
        event = new_event(people)
        due = event.starts_at - timedelta(hours=30 * 24 - 1)
        at_rest = peak()
        started, used = time.monotonic(), time.process_time()
        written = reminders.plan(max(due, timezone.now()) + timedelta(hours=1))
        seconds, used = time.monotonic() - started, time.process_time() - used
        more = peak() - at_rest
        started = time.monotonic()
        again = reminders.plan(max(due, timezone.now()) + timedelta(hours=2))
        idle = time.monotonic() - started
    about = Message.objects.filter(about=outbox.label(event))
    found = about.count()
    print(f"written: {written:,}; in the outbox: {found:,}; again: {again}")
    print(f"{seconds:.1f} s, of them {used:.1f} s in this process; {written / seconds:,.0f} a second")
    print(
        f"memory: {at_rest:.0f} MB before, {more:.0f} MB more at most; a minute with nothing to do: {idle * 1000:.0f} ms"
    )
    about.delete()
    kept = written == found == people and again == 0
    if seconds > MOST_SECONDS_FOR_100_000 * max(people / 100_000, 0.1) or more > MOST_MEGABYTES:
        print("an aim is missed")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
