"""Invitation letters: numbered, in both languages, verifiable."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import issuing
from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.models import IssuedDocument, IssuedKind, IssuedLanguage
from events import words
from events.models import Attendee
from events.papers.facts import facts

TEMPLATE = "events/documents/invitation.typ"


def issue_invitations(
    attendees: Iterable[Attendee],
    *,
    by,
    costs: dict[str, str] | None = None,
    language: str = IssuedLanguage.BOTH,
) -> list[IssuedDocument]:
    """Invite people in writing, under a number each; `costs` says in each language who pays for what.

    Who has a letter keeps it: what a number stands for is not written over. To write another one, revoke the first.
    """
    return issuing.issue_all(
        kind=IssuedKind.INVITATION,
        template=TEMPLATE,
        papers=[
            issuing.Paper(
                to_name=words.name(attendee, CHINESE),
                subject=attendee,
                facts=facts(attendee),
                content={"letters": {code: letter(attendee, code, costs or {}) for code in words.BOTH}},
            )
            for attendee in attendees
        ],
        language=language,
        by=by,
    )


def invitation_letters(documents: Iterable[IssuedDocument]) -> bytes:
    return issuing.printed(*documents)


def letter(attendee: Attendee, language: str, costs: dict[str, str]) -> dict:
    event = attendee.registration.desk.event
    paid = (costs.get(language) or "").strip()
    with translation.override(language):
        sender = issuing.letterhead(language)["name"]
        return {
            "title": pgettext("letter", "Invitation"),
            "number": _("No."),
            "salutation": pgettext("letter", "Dear %(name)s,") % {"name": words.name(attendee, language)},
            "body": [
                _(
                    "%(association)s has the pleasure of inviting you to take part in “%(event)s”. "
                    "The particulars are as follows."
                )
                % {"association": sender, "event": words.title(event, language)}
            ],
            "facts": [
                [_("Event"), words.title(event, language)],
                [_("When"), words.when(event, language)],
                [_("Where"), words.where(event, language)],
                [pgettext("letter", "Guest"), _guest(attendee, language)],
                [_("Reference"), attendee.ticket_reference],
                [_("Costs"), paid],
            ],
            "closing": [
                _("Please bring this letter or your ticket, and a document that shows who you are."),
                _("We look forward to welcoming you."),
            ],
            "farewell": pgettext("letter", "Yours sincerely,"),
            "verify": _("Verify this letter at {address} with the code {code}, or scan the code."),
        }


def _guest(attendee, language) -> str:
    parts = [words.name(attendee, language)]
    parts += [attendee.position.strip(), words.organisation_name(attendee, language)]
    return ("，" if language != ENGLISH else ", ").join(part for part in parts if part)
