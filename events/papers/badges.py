"""Badges: eight on a sheet with cut marks, or one on a page for label printers."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import pgettext

from beijing_ngo.core import issuing, pdf
from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.qr import qr_file
from beijing_ngo.core.typography import has_han
from events import words
from events.models import Attendee
from events.papers.tickets import ticket_address

TEMPLATE = "events/documents/badges.typ"
SHEET, SINGLE = "sheet", "single"
LAYOUTS = (SHEET, SINGLE)


def badges(attendees: Iterable[Attendee], layout: str = SHEET) -> bytes:
    """A badge says who somebody is to people of both languages; its code is the ticket's."""
    people = list(attendees)
    return pdf.compile(
        TEMPLATE,
        {
            "layout": layout,
            "sender": {language: issuing.letterhead(language) for language in words.BOTH},
            "badges": [badge(attendee) for attendee in people],
        },
    )


def badge(attendee: Attendee) -> dict:
    own = attendee.family_name.strip() + attendee.given_name.strip()
    first, second = (CHINESE, ENGLISH) if has_han(own) else (ENGLISH, CHINESE)
    names = [words.name(attendee, first), words.name(attendee, ENGLISH)]
    organisations = [
        words.organisation_name(attendee, language, short=language == second) for language in (first, second)
    ]
    event = attendee.registration.desk.event
    return {
        "role": role(attendee),
        "roles": {language: _said(role(attendee), language) for language in words.BOTH},
        "names": list(dict.fromkeys(names)),
        "organisations": [text for text in dict.fromkeys(organisations) if text],
        "position": attendee.position.strip(),
        "event": {language: words.title(event, language) for language in words.BOTH},
        "reference": attendee.ticket_reference,
        "qr": qr_file(ticket_address(attendee)),
    }


def role(attendee: Attendee) -> str:
    """How somebody comes: for an organisation, for themselves, or without having registered."""
    if attendee.registration.walk_in:
        return "walk_in"
    return "delegate" if attendee.registration.organisation_id else "guest"


def _said(role: str, language: str) -> str:
    with translation.override(language):
        return {
            "walk_in": pgettext("badge", "Walk-in"),
            "delegate": pgettext("badge", "Delegate"),
            "guest": pgettext("badge", "Guest"),
        }[role]
