"""What visits keep about a person with an account: which travel documents they read.

Travellers have no accounts: their travel documents are erased from the dossier of the visit, by whoever may delete travel
documents, when they ask for it, and by the clock in any case.
"""

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import personal_data
from delegations.models import TravelDocumentReading


def _readings(user):
    """When, what and why; not whose document it was."""
    rows = TravelDocumentReading.objects.filter(reader=user).order_by("id")
    return list(rows.values("read_at", "what", "reason"))


def register() -> None:
    # Not erased: that somebody read a passport is kept for the one whose passport it is.
    personal_data.register("travel_document_readings", _("Travel documents you have read"), collect=_readings)
