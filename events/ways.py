"""In which capacity somebody may register: for an organisation, for themselves, as a guest."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.models import Audience, RegistrationDesk
from events.refusals import MembersOnly, NotInvited
from members.models import Membership, Representative, RepresentativeRole

_OF_ORGANISATIONS = ("slug", "name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en")


@dataclass(frozen=True)
class Way:
    """Somebody's capacity at a desk. A guest has no account but a verified address."""

    user: Any = None
    organisation: Any = None
    role: str = ""
    is_member: bool = False
    guest_email: str = ""

    @property
    def is_contact(self) -> bool:
        return self.role == RepresentativeRole.CONTACT

    @property
    def email(self) -> str:
        return self.guest_email or self.user.email

    @property
    def may_bring_others(self) -> bool:
        """A contact registers colleagues; everybody else registers one person, themselves."""
        return self.is_contact


def ways_of(user) -> list[Way]:
    """The capacities of an account: for each organisation it represents, and by itself. One statement."""
    members = Membership.objects.in_force(timezone.localdate()).filter(organisation=OuterRef("organisation"))
    represented = (
        Representative.objects.filter(user=user)
        .select_related("organisation")
        .only("role", "user", *(f"organisation__{name}" for name in _OF_ORGANISATIONS))
        .annotate(is_member=Exists(members))
        .order_by("role", "id")  # contact before delegate
    )
    ways = [
        Way(user=user, organisation=row.organisation, role=row.role, is_member=row.is_member)
        for row in represented
    ]
    return [*ways, Way(user=user)]


def guest(email: str) -> Way:
    return Way(guest_email=email)


def open_ways(desk: RegistrationDesk, ways: list[Way]) -> list[Way]:
    """Those of somebody's capacities that this desk takes now."""
    return [way for way in ways if refusal_for(desk, way) is None]


def refusal_for(desk: RegistrationDesk, way: Way):
    """Why the desk does not take somebody in this capacity at this moment; None where it does."""
    if desk.audience == Audience.INVITATION:
        return None if _is_invited(desk, way) else NotInvited()
    if desk.is_members_only_now and not way.is_member:
        return MembersOnly()
    return None


def _is_invited(desk, way) -> bool:
    invited = desk.invitations.filter(email__iexact=way.email)
    if way.organisation:
        invited = invited | desk.invitations.filter(organisation=way.organisation)
    return invited.exists()
