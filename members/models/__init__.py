from members.models.membership import Membership, MembershipState, Representative, RepresentativeRole
from members.models.organisations import (
    InternationalStatus,
    LegalForm,
    Organisation,
    OrganisationKind,
    StatusKind,
)
from members.models.projects import CooperationProject, ProjectKind
from members.models.users import User

__all__ = [
    "CooperationProject",
    "InternationalStatus",
    "LegalForm",
    "Membership",
    "MembershipState",
    "Organisation",
    "OrganisationKind",
    "ProjectKind",
    "Representative",
    "RepresentativeRole",
    "StatusKind",
    "User",
]
