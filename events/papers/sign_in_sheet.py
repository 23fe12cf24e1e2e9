"""The sign-in sheet that lies at the entrance."""

from collections.abc import Iterable
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beijing_ngo.core import issuing, pdf
from beijing_ngo.core.language import current
from events import words
from events.models import Attendee, Event

TEMPLATE = "events/documents/sign_in_sheet.typ"


def sign_in_sheet(event: Event, attendees: Iterable[Attendee], language: str = "") -> bytes:
    """Everybody expected, by organisation, with room for a signature."""
    language = language or current()
    return pdf.compile(TEMPLATE, sheet(event, list(attendees), language))


def sheet(event: Event, attendees: list[Attendee], language: str) -> dict:
    with translation.override(language):
        return {
            "language": language,
            "sender": {code: issuing.letterhead(code) for code in words.BOTH},
            "title": _("Sign-in sheet"),
            "event": words.title(event, language),
            "when": words.when(event, language),
            "where": words.where(event, language),
            "count": _people(len(attendees)),
            "columns": [
                pgettext("sheet", "No."),
                pgettext("person", "Name"),
                _("Name in Latin letters"),
                _("Position"),
                _("Reference"),
                _("Signature"),
            ],
            "page": _("Page {page} of {pages}"),
            "groups": _groups(attendees, language),
        }


def _groups(attendees, language) -> list[dict]:
    """Organisations by name, those who come for themselves last; numbers run through the whole sheet."""

    def place(attendee):
        organisation = words.organisation_name(attendee, language)
        return (not organisation, organisation, attendee.registration.organisation_id or 0)

    groups, number = [], 0
    for (alone, organisation, _pk), people in groupby(sorted(attendees, key=place), key=place):
        rows = []
        for number, attendee in enumerate(people, number + 1):  # noqa: B020, the count goes on
            own, latin = words.name(attendee, "zh-hans"), words.name(attendee, "en")
            rows.append(
                [
                    str(number),
                    own,
                    latin if latin != own else "",
                    attendee.position.strip(),
                    attendee.ticket_reference,
                ]
            )
        heading = _("Without an organisation") if alone else organisation
        groups.append({"name": heading, "count": _people(len(rows)), "rows": rows})
    return groups


def _people(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
