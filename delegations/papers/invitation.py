"""The letter that invites a delegation to come: what it says, and who is on its list."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beijing_ngo.core import issuing
from beijing_ngo.core.language import is_chinese, plain
from delegations.models import Delegation, DelegationMember
from delegations.papers import words

TEMPLATE = "delegations/documents/letter.typ"


def paper(
    delegation: Delegation, people: list[DelegationMember], *, purpose: dict[str, str], costs: dict[str, str]
) -> issuing.Paper:
    """Whoever verifies the letter is shown names and dates, and nothing of what the visit is about."""
    return issuing.Paper(
        to_name=_addressed(people, words.BOTH[0])[:120],
        subject=delegation,
        facts={
            "name": {
                code: words.listed((words.name(one, code) for one in people), code) for code in words.BOTH
            },
            "dates": {code: words.days(delegation, code) for code in words.BOTH},
        },
        content={
            "letters": {
                code: letter(delegation, people, code, purpose.get(code, ""), costs.get(code, ""))
                for code in words.BOTH
            }
        },
    )


def letter(delegation: Delegation, people, language: str, purpose: str, costs: str) -> dict:
    head = people[0]
    with translation.override(language):
        sender = issuing.letterhead(language)["name"]
        return {
            "title": pgettext("letter", "Invitation"),
            "number": _("No."),
            "salutation": pgettext("letter", "Dear %(name)s,") % {"name": words.name(head, language)},
            "body": [
                _(
                    "%(association)s has the pleasure of inviting you and your delegation to visit us. "
                    "The particulars are as follows; the annex lists the members of the delegation."
                )
                % {"association": sender}
            ],
            "facts": [
                [pgettext("letter", "Visit"), plain(delegation, "title", language)],
                [_("Delegation"), _led(people, language)],
                [_("Sent by"), words.organisation(delegation.sending_organisation, language)],
                [_("When"), words.days(delegation, language)],
                [_("Purpose"), purpose.strip()],
                [_("Received by"), words.organisation(delegation.host_organisation, language)],
                [_("Costs"), costs.strip()],
            ],
            "blanks": [],
            "closing": [_("We look forward to welcoming you.")],
            "farewell": pgettext("letter", "Yours sincerely,"),
            "verify": _("Verify this letter at {address} with the code {code}, or scan the code."),
            "annex": annex(people, language),
        }


def annex(people: list[DelegationMember], language: str) -> dict:
    return {
        "title": _("Annex: members of the delegation"),
        "columns": [pgettext("sheet", "No."), pgettext("person", "Name"), _("Position and organisation")],
        "rows": [
            [str(number), _full_name(one), _post(one, language)] for number, one in enumerate(people, 1)
        ],
    }


def _led(people, language) -> str:
    return _("%(name)s, %(count)s in all") % {
        "name": words.described(people[0], language),
        "count": ngettext("%(count)d person", "%(count)d people", len(people)) % {"count": len(people)},
    }


def _addressed(people, language: str) -> str:
    """Jane Smith and 24 others."""
    name, others = words.name(people[0], language), len(people) - 1
    if not others:
        return name
    return f"{name}等{others + 1}人" if is_chinese(language) else f"{name} +{others}"


def _full_name(person) -> str:
    """In both scripts: a visa desk compares it with the passport."""
    own, latin = words.name(person, words.BOTH[0]), words.name(person, words.BOTH[1])
    return own if own == latin else f"{own}\n{latin}"


def _post(person, language) -> str:
    return words.beside(
        [plain(person, "position", language), words.organisation(person.organisation, language)], language
    )
