"""The letter that supports one person's application for a visa.

A visa desk asks for the passport number, the date of birth and the nationality too. An issued document is kept in clear text, and
these are kept in the encrypted travel documents only: the letter has blank lines for them, to be filled in by hand.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import dates, issuing
from beijing_ngo.core.language import CHINESE
from delegations.models import DelegationMember, Direction
from delegations.papers import words

TEMPLATE = "delegations/documents/letter.typ"


@dataclass(frozen=True)
class Journey:
    """What the letter says of one person; texts in each language."""

    passport_name: str
    starts_on: date
    ends_on: date
    position: dict[str, str]
    employer: dict[str, str]
    purpose: dict[str, str]
    route: dict[str, str]
    costs: dict[str, str]


def paper(member: DelegationMember, journey: Journey) -> issuing.Paper:
    """Whoever verifies the letter is shown the name and the dates."""
    own = words.name(member, CHINESE)
    chinese = own if own == journey.passport_name else f"{own} {journey.passport_name}"
    return issuing.Paper(
        to_name=journey.passport_name[:120],
        subject=member,
        facts={
            "name": {CHINESE: chinese, "en": journey.passport_name},
            "dates": {
                code: dates.date_range(journey.starts_on, journey.ends_on, language=code)
                for code in words.BOTH
            },
        },
        content={"letters": {code: letter(member, journey, code) for code in words.BOTH}},
    )


def letter(member: DelegationMember, journey: Journey, language: str) -> dict:
    delegation = member.delegation
    incoming = delegation.direction == Direction.INCOMING
    with translation.override(language):
        sender = issuing.letterhead(language)["name"]
        whom = {"association": sender, "countries": words.countries(delegation, language)}
        if incoming:
            body = _(
                "%(association)s has invited the person named below to visit China as a member of a delegation, "
                "and asks you kindly to grant the visa this needs."
            )
        elif whom["countries"]:
            body = _(
                "The person named below travels to %(countries)s as a member of a delegation of %(association)s. "
                "We ask you kindly to grant the visa this needs."
            )
        else:
            body = _(
                "The person named below travels abroad as a member of a delegation of %(association)s. "
                "We ask you kindly to grant the visa this needs."
            )
        invited_by = delegation.inviting_organisation
        return {
            "title": pgettext("letter", "Visa support letter"),
            "number": _("No."),
            "salutation": pgettext("letter", "To the visa section"),
            "body": [body % whom],
            "facts": [
                [_("Name as in the passport"), _both_names(member, journey, language)],
                [_("Position"), journey.position.get(language, "").strip()],
                [_("Employer"), journey.employer.get(language, "").strip()],
                [_("Purpose"), journey.purpose.get(language, "").strip()],
                [_("Invited by"), "" if incoming else words.organisation(invited_by, language)],
                [_("Dates"), dates.date_range(journey.starts_on, journey.ends_on, language=language)],
                [_("Route"), journey.route.get(language, "").strip()],
                [_("Costs"), journey.costs.get(language, "").strip()],
            ],
            "blanks": [_("Passport number"), _("Nationality"), _("Date of birth")],
            "closing": [_("After the visit the person returns home. Thank you for your help.")],
            "farewell": pgettext("letter", "Yours faithfully,"),
            "verify": _("Verify this letter at {address} with the code {code}, or scan the code."),
            "annex": None,
        }


def _both_names(member, journey, language) -> str:
    own = words.name(member, CHINESE)
    if language != CHINESE or own == journey.passport_name:
        return journey.passport_name
    return f"{journey.passport_name}（{own}）"
