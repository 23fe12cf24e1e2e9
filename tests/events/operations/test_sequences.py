"""Whatever happens at a desk, and in whatever order: what must always hold."""

from collections import Counter
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import operations
from events.models import Attendee, Registration, RegistrationDesk, RegistrationState, WaitingListPolicy
from events.refusals import RegistrationRefusal
from tests.events.people import contact, party, somebody
from tests.factories import EventFactory, RegistrationDeskFactory, SuperuserFactory

QUOTA = 5
# How often each thing happens; the numbers say to whom, and how many.
WEIGHTS = {
    "register": 8,
    "register_alone": 2,
    "cancel": 2,
    "withdraw": 2,
    "substitute": 1,
    "add": 2,
    "approve_colleague": 1,
    "approve": 2,
    "decline": 1,
    "move_up": 1,
    "capacity": 1,
    "walk_in": 1,
}


def steps(chance, length):
    names = chance.choices(list(WEIGHTS), weights=WEIGHTS.values(), k=length)
    return [(name, chance.randrange(60), chance.randrange(60)) for name in names]


class Desk:
    """A desk, three organisations and a secretary, and one step after the other."""

    def __init__(self, **rules):
        start = timezone.now() + timedelta(days=10)
        event = EventFactory(starts_at=start, ends_at=start + timedelta(hours=2))
        self.desk = RegistrationDeskFactory(event=event, capacity=4, quota=QUOTA, **rules)
        self.bosses = [contact() for _place in range(3)]
        self.colleagues = [contact(boss.organisation, role="delegate") for boss in self.bosses]
        self.secretary = SuperuserFactory()

    def take(self, what, first, second):
        """A step; whether it was possible."""
        try:
            getattr(self, what)(first, second)
        except RegistrationRefusal:
            return False
        return True

    def chosen(self, number) -> Registration:
        """One that stands; of those that do not, the last is tried now and then."""
        registrations = Registration.objects.filter(desk=self.desk)
        there = [*registrations.live().order_by("id"), *registrations.order_by("-id")[:1]]
        if not there:
            raise RegistrationRefusal
        return there[number % len(there)]

    def _register(self, way, people):
        desk = RegistrationDesk.objects.get(pk=self.desk.pk)
        somebody_waits = Registration.objects.waiting_in_order().filter(desk=desk).exists()
        registration = operations.register(
            desk_pk=desk.pk, way=way, people=people, language="en", questions=[]
        )
        if somebody_waits and desk.waiting_list_policy == WaitingListPolicy.STRICT:
            assert not registration.is_confirmed, "passed those who wait"

    def register(self, who, size):
        self._register(self.bosses[who % 3], party(size % 4 + 1))

    def register_alone(self, who, _size):
        self._register(self.colleagues[who % 3], [somebody()])

    def cancel(self, number, _second):
        operations.cancel(registration=self.chosen(number))

    def withdraw(self, number, person):
        registration = self.chosen(number)
        size = registration.attendees.count()
        operations.withdraw_person(registration=registration, number=person % size + 1)

    def substitute(self, number, person):
        registration = self.chosen(number)
        size = registration.attendees.count()
        operations.substitute(registration=registration, number=person % size + 1, person=somebody())

    def add(self, number, size):
        operations.add_people(registration=self.chosen(number), people=party(size % 2 + 1))

    def approve_colleague(self, number, _second):
        registration = self.chosen(number)
        bosses = {boss.organisation: boss.user for boss in self.bosses}
        by = bosses.get(registration.organisation, self.bosses[0].user)
        operations.approve_colleague(registration=registration, by=by)

    def approve(self, number, _second):
        operations.approve(registration=self.chosen(number), by=self.secretary)

    def decline(self, number, _second):
        operations.decline(registration=self.chosen(number), by=self.secretary, reason="x")

    def move_up(self, number, _second):
        operations.move_up(registration=self.chosen(number), by=self.secretary)

    def capacity(self, places, _second):
        operations.change_capacity(desk=self.desk, capacity=places % 8 + 1)

    def walk_in(self, who, _second):
        operations.add_walk_in(
            desk=self.desk,
            person=somebody(),
            organisation=self.bosses[who % 3].organisation,
            by=self.secretary,
            checked_in=False,
        )

    # ------------------------------------------------------------ what must hold

    def check(self):
        desk = RegistrationDesk.objects.get(pk=self.desk.pk)
        registrations = list(Registration.objects.filter(desk=desk))
        self.check_counts(desk, registrations)
        self.check_people(desk, registrations)
        self.check_list(desk)

    def check_counts(self, desk, registrations):
        confirmed = [row for row in registrations if row.is_confirmed]
        assert desk.places_taken == sum(row.party_size for row in confirmed)
        assert desk.places_taken == Attendee.objects.expected().filter(desk=desk).count()
        assert desk.places_taken <= desk.capacity
        put_forward = Registration.objects.within_quota().filter(desk=desk).values("organisation")
        assert all(row["people"] <= QUOTA for row in put_forward.annotate(people=Sum("party_size")))

    def check_people(self, desk, registrations):
        for row in registrations:
            live = row.attendees.live().count()
            assert live == (row.party_size if row.is_live else 0)
            assert (row.awaits != "") == (row.state == RegistrationState.PENDING)
        there = Counter(Attendee.objects.live().filter(desk=desk).values_list("email", flat=True))
        assert all(times == 1 for times in there.values())

    def check_list(self, desk):
        """Nobody waits who should have been let in."""
        sizes = [row.party_size for row in Registration.objects.waiting_in_order().filter(desk=desk)]
        if desk.waiting_list_policy == WaitingListPolicy.STRICT:
            sizes = sizes[:1]
        assert all(size > desk.places_left for size in sizes)


class SequencesTest(TestCase):
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,  # the same sequences on every machine: a red run can be run again
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(
        rules=st.fixed_dictionaries(
            {
                "waiting_list_policy": st.sampled_from(WaitingListPolicy.values),
                "waiting_list": st.sampled_from([True, True, True, False]),
                "contact_approval": st.booleans(),
                "staff_approval": st.sampled_from([False, False, False, True]),
            }
        ),
        chance=st.randoms(use_true_random=True),
        length=st.integers(15, 40),
    )
    def test_counts_people_and_list_hold_after_every_step(self, rules, chance, length):
        desk = Desk(**rules)
        for step in steps(chance, length):
            desk.take(*step)
            desk.check()

    def test_the_steps_do_happen(self):
        """That sequences are possible at all, so that the test above is about something."""
        desk = Desk()
        sequence = [
            ("register", 0, 3),
            ("register", 1, 2),
            ("withdraw", 0, 0),
            ("capacity", 5, 0),
            ("cancel", 0, 0),
        ]

        assert [desk.take(*step) for step in sequence] == [True] * 5
        states = Registration.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["cancelled", "confirmed"]
