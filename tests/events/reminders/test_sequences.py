"""Whatever happens to an event and its people, and in whatever order: what must always hold.

An event is moved, called off and held after all; people come and go; a planner dies in the middle of its work; mail is sent
at once or waits. Nobody is sent the same reminder twice within a day, and nobody who belonged to the audience when a moment came,
and still does, is left out.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from unittest import mock

import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from beijing_ngo.core import outbox
from beijing_ngo.core.models import Message, MessageState
from events import operations, reminders
from events.models import Attendee, EventState
from events.reminders import audiences
from tests.events.reminders.rules import DAY, HOUR, MINUTE, NOW, desk_in, registered, rule_of

WEIGHTS = {
    "wait": 8, "join": 3, "leave": 1, "move": 3, "move_little": 1, "move_back": 3, "call_off": 2,
    "hold_after_all": 3, "reword": 2, "planner_dies": 3, "deliver": 5, "join_waiting": 1, "give_place": 1,
}  # fmt: skip


class Died(BaseException):
    """As a process dies: nothing catches it."""


class World:
    """An event in three days with a rule “two days before”, and a clock."""

    def __init__(self, clock, late_joiners):
        self.clock = clock
        self.desk = desk_in(3, capacity=1000)
        self.rule = rule_of(self.desk.event, amount=2, late_joiners=late_joiners)
        self.late_joiners = late_joiners
        self.entitled = set()  # (address, moment): there when it came
        self.moments_before = [self.desk.event.starts_at]
        self.plan()

    @property
    def event(self):
        return self.desk.event

    @property
    def moment(self):
        return reminders.moment(self.rule, self.event)

    # ---------------------------------------------------------------- what happens

    def wait(self, number):
        """Time passes: minutes mostly, sometimes a day."""
        span = (MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 12 * HOUR, DAY)[number % 7]
        end = timezone.now() + span
        moment = self.moment
        if timezone.now() < moment <= end:  # stop where it is due, as a planner that runs each minute does
            self.clock.move_to(moment, tick=False)
            self.plan()
        self.clock.move_to(end, tick=False)
        self.plan()

    def join(self, number):
        registered(self.desk, people=number % 3 + 1, at=timezone.now())

    def join_waiting(self, number):
        registered(self.desk, people=number % 2 + 1, at=timezone.now(), state="waitlisted")

    def give_place(self, number):
        waiting = list(self.desk.registrations.filter(state="waitlisted").order_by("pk"))
        if waiting:
            party = waiting[number % len(waiting)]
            party.state, party.decided_at = "confirmed", timezone.now()
            party.save()

    def leave(self, number):
        there = list(self.desk.registrations.live().order_by("pk"))
        if there:
            party = there[number % len(there)]
            places = self.desk.attendees.expected().count()
            type(self.desk).objects.filter(pk=self.desk.pk).update(places_taken=places)
            operations.cancel(registration=party, by_staff=True)

    def move(self, number):
        self._move(DAY * ((number % 4) - 1) + HOUR * (number % 7))

    def move_little(self, number):
        self._move(HOUR * ((number % 9) - 2))

    def move_back(self, number):
        self._move(self.moments_before[number % len(self.moments_before)] - self.event.starts_at)

    def _move(self, by):
        if self.event.starts_at + by <= timezone.now():
            return
        self.event.starts_at, self.event.ends_at = self.event.starts_at + by, self.event.ends_at + by
        self.event.save()
        self.moments_before.append(self.event.starts_at)
        self.plan()

    def call_off(self, _number):
        self.event.state = EventState.CANCELLED
        self.event.save()

    def hold_after_all(self, _number):
        self.event.state = EventState.SCHEDULED
        self.event.save()
        self.plan()

    def reword(self, number):
        self.rule.body_zh_hans = f"请带{number}瓶水。"
        self.rule.save()

    def planner_dies(self, number):
        """In the middle of its work, the next time there is any."""
        write, pages = outbox.write, iter(range(number % 3, -1, -1))

        def dying(rows):
            if next(pages) == 0:
                raise Died
            write(rows)

        with mock.patch.object(outbox, "write", dying):
            try:
                self._step_on()
                reminders.plan()
            except (Died, StopIteration):
                pass

    def _step_on(self):
        """To the moment, if it is near: that is where there is something to die of."""
        if timezone.now() < self.moment <= timezone.now() + DAY and self.event.state == EventState.SCHEDULED:
            self.clock.move_to(self.moment, tick=False)
            self.note_who_is_entitled()

    def deliver(self, number):
        """Some or all of what waits is asked for once more at the door, and sent."""
        now = timezone.now()
        waiting = Message.objects.waiting().filter(kind__startswith="reminder.").order_by("pk")
        for message in list(waiting)[: None if number % 3 else number % 5]:
            if message.not_before and message.not_before > now:
                continue
            if reason := reminders.guard(message):
                Message.objects.filter(pk=message.pk).update(state=MessageState.DROPPED, error=reason)
            else:
                Message.objects.filter(pk=message.pk).update(
                    state=MessageState.SENT, claimed_at=now, sent_at=now
                )

    # ---------------------------------------------------------------- what must hold

    def plan(self):
        self.note_who_is_entitled()
        reminders.plan()

    def note_who_is_entitled(self):
        now = timezone.now()
        if self.moment <= now < self.event.starts_at and self.event.state == EventState.SCHEDULED:
            for one in audiences.page(self.rule, self.event, size=10_000):
                if self.late_joiners or one.joined_at <= self.moment:
                    self.entitled.add((one.address, self.moment))

    def check_nobody_twice(self):
        sent = defaultdict(list)
        for message in Message.objects.filter(kind__startswith="reminder.", state=MessageState.SENT):
            sent[message.to_address].append(message.sent_at)
        for times in sent.values():
            times.sort()
            assert all(later - earlier >= DAY for earlier, later in pairwise(times))

    def check_nobody_left_out(self):
        """Let everything come to rest; whoever still belongs to the audience has the reminder, or had it within a day."""
        self.hold_after_all(0)
        if timezone.now() < self.moment:
            self.clock.move_to(self.moment, tick=False)
        moment = self.moment
        for _minute in range(3):
            self.clock.move_to(timezone.now() + timedelta(seconds=20), tick=False)
            if timezone.now() >= self.event.starts_at:
                return
            self.plan()
            self.deliver(1)
        still = set(Attendee.objects.expected().filter(desk=self.desk).values_list("email", flat=True))
        reached = defaultdict(list)
        kept = Message.objects.filter(
            kind__startswith="reminder.", state__in=[MessageState.SENT, MessageState.QUEUED]
        )
        for message in kept:
            reached[message.to_address].append(message)
        for address, at in self.entitled:
            if at == moment and address in still:
                assert reached[address], f"{address} was left out"
                stamps = [message.key.split(":")[3] for message in reached[address]]
                last = max(message.sent_at or timezone.now() for message in reached[address])
                near = f"{moment - DAY:%Y%m%dT%H%M%SZ}" < max(stamps) or timezone.now() - last < DAY
                late = last + DAY >= self.event.starts_at
                assert near or late, f"{address} has only an old one"


class SequencesTest(TestCase):
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,  # the same sequences on every machine: a red run can be run again
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(late_joiners=st.booleans(), chance=st.randoms(use_true_random=True), length=st.integers(10, 30))
    def test_nobody_twice_and_nobody_left_out(self, late_joiners, chance, length):
        names = chance.choices(list(WEIGHTS), weights=WEIGHTS.values(), k=length)
        with time_machine.travel(NOW, tick=False) as clock, mock.patch.object(audiences, "PAGE", 2):
            world = World(clock, late_joiners)
            world.join(2)
            for name in names:
                getattr(world, name)(chance.randrange(60))
                world.check_nobody_twice()
            world.check_nobody_left_out()
            world.check_nobody_twice()

    def test_the_steps_do_remind(self):
        """That somebody is reminded at all, so that the test above is about something."""
        with time_machine.travel(NOW, tick=False) as clock:
            world = World(clock, late_joiners=True)
            world.join(2)
            world.wait(5)
            world.wait(5)
            world.planner_dies(0)
            world.wait(0)
            world.join(0)
            world.wait(0)
            world.deliver(1)
            world.check_nobody_left_out()

        sent = Message.objects.filter(state=MessageState.SENT, kind__startswith="reminder.")
        assert sent.count() == 4
        assert len(world.entitled) == 4
