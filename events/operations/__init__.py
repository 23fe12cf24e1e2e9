"""What can be done at a registration desk. Each operation is one transaction and waits for the others at the same desk."""

from events.operations.changes import (
    add_people,
    cancel,
    correct_answers,
    edit,
    substitute,
    withdraw_person,
)
from events.operations.check_in import add_walk_in, check_in, find_ticket, undo_check_in
from events.operations.clone import clone_event
from events.operations.decisions import (
    approve,
    approve_colleague,
    change_capacity,
    decline,
    decline_colleague,
    move_up,
)
from events.operations.people import Person
from events.operations.register import register
from events.operations.retention import erase_personal_data, erase_unclaimed_files, forget_drafts

__all__ = [
    "Person",
    "add_people",
    "add_walk_in",
    "approve",
    "approve_colleague",
    "cancel",
    "change_capacity",
    "check_in",
    "clone_event",
    "correct_answers",
    "decline",
    "decline_colleague",
    "edit",
    "erase_personal_data",
    "erase_unclaimed_files",
    "find_ticket",
    "forget_drafts",
    "move_up",
    "register",
    "substitute",
    "undo_check_in",
    "withdraw_person",
]
