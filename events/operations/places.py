"""Who has a place: counted under a lock on the desk, and given by one policy.

Capacity counts people. Only confirmed registrations hold places. Whatever frees or adds places calls `fill_places`, the only
function that moves somebody up from the waiting list.
"""

from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils import timezone

from events.models import (
    Awaits,
    ChangeKind,
    EventState,
    Registration,
    RegistrationChange,
    RegistrationDesk,
    RegistrationState,
    WaitingListPolicy,
)
from events.refusals import EventNotHeld, NotEnoughPlaces, QuotaExceeded

# What operations ask of the event, and the mails about it: a lock is held no longer than it must.
_OF_EVENTS = (
    *(
        "slug",
        "starts_at",
        "ends_at",
        "time_zone",
        "all_day",
        "date_precision",
        "state",
        "country",
        "online_url",
        "latitude",
        "longitude",
        "calendar_sequence",
        "updated_at",
    ),
    *(f"{name}_{code}" for name in ("title", "venue", "address", "city") for code in ("zh_hans", "en")),
)


def locked(desk_pk) -> RegistrationDesk:
    """The desk, with everybody else at it waiting until this transaction is over."""
    of_desk = [field.name for field in RegistrationDesk._meta.concrete_fields]
    desks = RegistrationDesk.objects.select_for_update(of=["self"]).select_related("event")
    return desks.only(*of_desk, *(f"event__{name}" for name in _OF_EVENTS)).get(pk=desk_pk)


def check_event_is_held(desk) -> None:
    if desk.event.state == EventState.CANCELLED or desk.event.is_over:
        raise EventNotHeld


@dataclass(frozen=True)
class Standing:
    """How things stand at a desk beside its places: what an organisation has used of its quota, and whether somebody waits."""

    quota_used: int
    people_waiting: int

    @property
    def others_wait(self) -> bool:
        return self.people_waiting > 0


def standing(desk, organisation=None) -> Standing:
    """Counted in one statement. The quota counts all that an organisation put forward and that still stands."""
    put_forward = ~Q(awaits=Awaits.CONTACT) & Q(organisation=organisation)
    counted = (
        Registration.objects.live()
        .filter(desk=desk)
        .aggregate(
            used=Sum("party_size", filter=put_forward),
            waiting=Sum("party_size", filter=Q(state=RegistrationState.WAITLISTED)),
        )
    )
    used = (counted["used"] or 0) if organisation is not None else 0
    return Standing(quota_used=used, people_waiting=counted["waiting"] or 0)


def check_quota(desk, organisation, used: int, asked: int) -> None:
    if organisation is not None and desk.quota is not None and used + asked > desk.quota:
        raise QuotaExceeded(quota=desk.quota, used=used, asked=asked)


def has_room(desk, people: int, *, others_wait: bool) -> bool:
    """Whether a party may sit down now. Where the list is strict, nobody passes those who wait.

    Where the first party that fits moves up, no waiting party fits into the places left, so nobody is passed by one that does.
    """
    if people > desk.places_left:
        return False
    return not others_wait or desk.waiting_list_policy == WaitingListPolicy.FIRST_THAT_FITS


def seat(desk, registration, *, others_wait: bool) -> ChangeKind:
    """Give a party its places, or put it on the waiting list; refused where there is none. Saves neither of them."""
    now = timezone.now()
    registration.awaits = Awaits.NOBODY
    if has_room(desk, registration.party_size, others_wait=others_wait):
        registration.state, registration.decided_at = RegistrationState.CONFIRMED, now
        desk.places_taken += registration.party_size
        return ChangeKind.APPROVED
    if not desk.waiting_list:
        raise NotEnoughPlaces(left=desk.places_left)
    registration.state, registration.waiting_since = RegistrationState.WAITLISTED, now
    return ChangeKind.WAITLISTED


def save_places(desk) -> None:
    """The database refuses more places taken than there are, should a rule above ever be wrong."""
    RegistrationDesk.objects.filter(pk=desk.pk).update(places_taken=desk.places_taken)


def fill_places(desk) -> list[Registration]:
    """Move up whoever the policy names, as far as there are places, and tell them. Returns those moved up, in order.

    Strict order: a party that does not fit stops the line. First that fits: it is passed. A party moves up whole. Nobody moves
    up once the event has begun.
    """
    from events import emails

    if desk.event.state == EventState.CANCELLED or desk.event.starts_at <= timezone.now():
        return []
    promoted = []
    if desk.places_left:
        now = timezone.now()
        for registration in Registration.objects.waiting_in_order().filter(desk=desk):
            if registration.party_size <= desk.places_left:
                desk.places_taken += registration.party_size
                registration.state, registration.decided_at = RegistrationState.CONFIRMED, now
                promoted.append(registration)
            elif desk.waiting_list_policy == WaitingListPolicy.STRICT:
                break
            if not desk.places_left:
                break
    if promoted:
        Registration.objects.bulk_update(promoted, ["state", "decided_at"])
        save_places(desk)
        changes = RegistrationChange.objects.bulk_create(
            RegistrationChange(registration=registration, kind=ChangeKind.PROMOTED)
            for registration in promoted
        )
        for change in changes:
            change.registration.desk = desk
            emails.post_promoted(change)
    return promoted


def free_places(desk, people: int) -> list[Registration]:
    """Give back places of a confirmed party, and give them to those who wait."""
    desk.places_taken -= people
    save_places(desk)
    return fill_places(desk)
