from delegations.models.chasing import Chase
from delegations.models.checklist import ChecklistItem, ChecklistTemplate, CountedFrom
from delegations.models.costs import Cost, CostKind
from delegations.models.delegations import Delegation, DelegationState, Direction, PassportBasis
from delegations.models.gifts import Gift, GiftDirection
from delegations.models.itinerary import SUBSTANCE, ItineraryItem, ItineraryKind
from delegations.models.outcomes import Outcome, OutcomeKind
from delegations.models.participation import (
    HOLD_A_BADGE,
    BadgeQuota,
    Nomination,
    NominationState,
    Participation,
)
from delegations.models.people import BadgeKind, DelegationMember, DelegationRole
from delegations.models.travel_documents import (
    ConsentChannel,
    ReadingOf,
    TravelDocument,
    TravelDocumentKind,
    TravelDocumentPurge,
    TravelDocumentReading,
)

__all__ = [
    "HOLD_A_BADGE",
    "SUBSTANCE",
    "BadgeKind",
    "BadgeQuota",
    "Chase",
    "ChecklistItem",
    "ChecklistTemplate",
    "ConsentChannel",
    "Cost",
    "CostKind",
    "CountedFrom",
    "Delegation",
    "DelegationMember",
    "DelegationRole",
    "DelegationState",
    "Direction",
    "Gift",
    "GiftDirection",
    "ItineraryItem",
    "ItineraryKind",
    "Nomination",
    "NominationState",
    "Outcome",
    "OutcomeKind",
    "Participation",
    "PassportBasis",
    "ReadingOf",
    "TravelDocument",
    "TravelDocumentKind",
    "TravelDocumentPurge",
    "TravelDocumentReading",
]
