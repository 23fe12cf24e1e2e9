"""Letters of a visit: issued under a number, verifiable, and valid until they are revoked."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import issuing
from beijing_ngo.core.models import DatePrecision, IssuedDocument, IssuedKind, IssuedLanguage
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.typography import has_han
from delegations.models import Delegation, DelegationMember, DelegationState, Direction
from delegations.papers import invitation, visa
from delegations.papers.visa import Journey


class NotIncoming(Refusal):
    message = _("We invite delegations that come to us; this one is sent by us.")


class CalledOff(Refusal):
    message = _("This visit was called off, so no letter is written for it.")


class DatesNotKnown(Refusal):
    message = _("A letter says the days of the visit; they are not known yet.")


class NobodyToInvite(Refusal):
    message = _("Please enter the members of the delegation first: the letter lists them.")


class LetterThere(Refusal):
    message = _("There is a valid letter already: %(number)s. To write another one, revoke it first.")


class PassportNameNotLatin(Refusal):
    message = _("Please write the name in Latin letters, as it stands in the passport.")


class LeavesBeforeArriving(Refusal):
    message = _("The journey does not end before it starts.")


@transaction.atomic
def issue_invitation(
    *,
    delegation: Delegation,
    by,
    language: str = IssuedLanguage.BOTH,
    purpose: dict[str, str] | None = None,
    costs: dict[str, str] | None = None,
) -> IssuedDocument:
    """Invite an incoming delegation in writing: one letter to its head, with the list of its people."""
    delegation = _locked(delegation)
    if delegation.direction != Direction.INCOMING:
        raise NotIncoming
    people = list(delegation.members.in_protocol_order().select_related("organisation"))
    if not people:
        raise NobodyToInvite
    _no_other_letter(IssuedKind.INVITATION, delegation)
    return issuing.issue(
        kind=IssuedKind.INVITATION,
        template=invitation.TEMPLATE,
        paper=invitation.paper(delegation, people, purpose=purpose or {}, costs=costs or {}),
        language=language,
        by=by,
    )


@transaction.atomic
def issue_visa_letter(
    *, member: DelegationMember, journey: Journey, by, language: str = IssuedLanguage.BOTH
) -> IssuedDocument:
    """Support one person's application for a visa; the passport number is not part of what is kept."""
    member.delegation = _locked(member.delegation)
    if not journey.passport_name.strip() or has_han(journey.passport_name):
        raise PassportNameNotLatin
    if journey.ends_on < journey.starts_on:
        raise LeavesBeforeArriving
    _no_other_letter(IssuedKind.VISA_SUPPORT, member)
    return issuing.issue(
        kind=IssuedKind.VISA_SUPPORT,
        template=visa.TEMPLATE,
        paper=visa.paper(member, journey),
        language=language,
        by=by,
    )


def letters_of(delegation: Delegation):
    """All that was ever issued for a visit and its people, the newest first; what they are set from is not fetched."""
    people = list(delegation.members.all())
    documents = IssuedDocument.objects.about(delegation)
    if people:
        documents = documents | IssuedDocument.objects.about_any(people)
    return documents.defer("content")


def _locked(delegation) -> Delegation:
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("sending_organisation", "host_organisation", "inviting_organisation")
        .get(pk=delegation.pk)
    )
    if delegation.state == DelegationState.CANCELLED:
        raise CalledOff
    if delegation.date_precision != DatePrecision.DAY:
        raise DatesNotKnown
    return delegation


def _no_other_letter(kind, subject) -> None:
    if document := IssuedDocument.objects.valid().about(subject).filter(kind=kind).first():
        raise LetterThere(number=document.number)
