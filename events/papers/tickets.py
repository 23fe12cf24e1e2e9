"""Tickets to print, three on a page, each in the language of the person it is for."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from beijing_ngo.core import issuing, pdf, public_address
from beijing_ngo.core.qr import qr_file
from beijing_ngo.core.refusals import Refusal
from events import words
from events.models import Attendee, Registration

TEMPLATE = "events/documents/tickets.typ"


class NoTicket(Refusal):
    message = gettext_lazy("There is a ticket for those only who have a place.")


def ticket(attendee: Attendee) -> bytes:
    return _printed([attendee])


def tickets(registration: Registration) -> bytes:
    """The tickets of all who still come."""
    rows = Attendee.objects.filter(registration=registration)
    return _printed([attendee for attendee in words.attendees_for_papers(rows) if attendee.has_ticket])


def ticket_address(attendee: Attendee, language: str = "") -> str:
    return public_address.page("ticket", attendee.ticket_secret, language=language or attendee.language)


def _printed(attendees: Iterable[Attendee]) -> bytes:
    people = list(attendees)
    if not people or not all(attendee.has_ticket for attendee in people):
        raise NoTicket
    return pdf.compile(
        TEMPLATE,
        {
            "sender": {language: issuing.letterhead(language) for language in words.BOTH},
            "tickets": [stub(attendee) for attendee in people],
        },
    )


def stub(attendee: Attendee) -> dict:
    language = attendee.language
    event = attendee.registration.desk.event
    with translation.override(language):
        return {
            "language": language,
            "kind": str(event.get_kind_display()),
            "event": words.title(event, language),
            "facts": [
                [pgettext("ticket", "For"), _person(attendee)],
                [_("Organisation"), words.organisation_name(attendee, language)],
                [_("When"), words.when(event, language)],
                [_("Where"), words.where(event, language)],
            ],
            "code": _("The code of the ticket"),
            "hint": _("Show the code at the entrance, on paper or on a screen. It lets one person in, once."),
            "reference": attendee.ticket_reference,
            "qr": qr_file(ticket_address(attendee)),
        }


def _person(attendee: Attendee) -> str:
    """In both scripts: whoever looks at papers at the door may read one of them only."""
    own, latin = words.name(attendee, "zh-hans"), words.name(attendee, "en")
    return own if own == latin else f"{own}\u3000{latin}"
