"""Delegations in the admin, a file a subject."""

from delegations.admin import (
    checklists,
    dossier,
    follow_ups,
    participation,
    people,
    programme,
    registers,
    travel_documents,
)

__all__ = [
    "checklists",
    "dossier",
    "follow_ups",
    "participation",
    "people",
    "programme",
    "registers",
    "travel_documents",
]
