"""Certificates of attendance, for those who were there."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from beijing_ngo.core import issuing
from beijing_ngo.core.language import CHINESE
from beijing_ngo.core.models import IssuedDocument, IssuedKind
from beijing_ngo.core.refusals import Refusal
from events import words
from events.models import Attendee
from events.papers.facts import facts

TEMPLATE = "events/documents/certificate.typ"


class NotAttended(Refusal):
    message = gettext_lazy("A certificate of attendance is for those who were checked in at the event.")


def certificate(attendee: Attendee, *, by=None) -> bytes:
    """The person's certificate; it has its number from the first time somebody asks for it."""
    return certificates([attendee], by=by)


def certificates(attendees: Iterable[Attendee], *, by=None) -> bytes:
    """Several in one file, a page each."""
    return issuing.printed(*issue_certificates(attendees, by=by))


def issue_certificates(attendees: Iterable[Attendee], *, by=None) -> list[IssuedDocument]:
    people = list(attendees)
    if not people or not all(_was_there(attendee) for attendee in people):
        raise NotAttended
    return issuing.issue_all(
        kind=IssuedKind.ATTENDANCE,
        template=TEMPLATE,
        papers=[
            issuing.Paper(
                to_name=words.name(attendee, CHINESE),
                subject=attendee,
                facts=facts(attendee),
                content={"certificates": {code: certified(attendee, code) for code in words.BOTH}},
            )
            for attendee in people
        ],
        by=by,
    )


def certified(attendee: Attendee, language: str) -> dict:
    event = attendee.registration.desk.event
    with translation.override(language):
        return {
            "title": _("Certificate of attendance"),
            "opening": pgettext("certificate", "This is to certify that"),
            "name": words.name(attendee, language),
            "organisation": words.organisation_name(attendee, language),
            "statement": pgettext("certificate", "took part in “%(event)s”.")
            % {"event": words.title(event, language)},
            "facts": [
                [_("When"), words.days(event, language)],
                [_("Where"), words.where(event, language)],
            ],
            "number": _("No."),
            "verify": _("Verify at {address} with the code {code}."),
        }


def _was_there(attendee) -> bool:
    return attendee.has_ticket and attendee.checked_in_at is not None
