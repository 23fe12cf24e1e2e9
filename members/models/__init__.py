from members.models.colleagues import Colleague
from members.models.membership import Membership, MembershipState, MembershipStep, StepKind
from members.models.organisations import (
    InternationalStatus,
    LegalForm,
    Organisation,
    OrganisationKind,
    StatusKind,
)
from members.models.projects import CooperationProject, ProjectKind
from members.models.representatives import Handover, Invitation, Representative, RepresentativeRole
from members.models.uploads import ApplicationUpload, PaperKind
from members.models.users import User

__all__ = [
    "ApplicationUpload",
    "Colleague",
    "CooperationProject",
    "Handover",
    "InternationalStatus",
    "Invitation",
    "LegalForm",
    "Membership",
    "MembershipState",
    "MembershipStep",
    "Organisation",
    "OrganisationKind",
    "PaperKind",
    "ProjectKind",
    "Representative",
    "RepresentativeRole",
    "StatusKind",
    "StepKind",
    "User",
]
