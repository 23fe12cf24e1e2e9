from delegations.models.checklist import ChecklistItem, ChecklistTemplate
from delegations.models.delegations import Delegation, DelegationState, Direction, PassportBasis
from delegations.models.itinerary import ItineraryItem, ItineraryKind
from delegations.models.outcomes import Outcome, OutcomeKind
from delegations.models.people import BadgeKind, DelegationMember, DelegationRole
from delegations.models.travel_documents import TravelDocument, TravelDocumentKind, TravelDocumentReading

__all__ = [
    "BadgeKind",
    "ChecklistItem",
    "ChecklistTemplate",
    "Delegation",
    "DelegationMember",
    "DelegationRole",
    "DelegationState",
    "Direction",
    "ItineraryItem",
    "ItineraryKind",
    "Outcome",
    "OutcomeKind",
    "PassportBasis",
    "TravelDocument",
    "TravelDocumentKind",
    "TravelDocumentReading",
]
