"""People for a UN climate conference: proposed, nominated, confirmed, replaced.

Everything that changes who holds a badge waits for the lock on the participation, because badges are counted. Being late is a
rule of the secretariat of the conference, which accepts no late nominations. Where it made an exception, the officer records
it with the reason.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from beijing_ngo.core import dates
from beijing_ngo.core.refusals import Refusal
from delegations.models import BadgeKind, DelegationMember, Nomination, NominationState, Participation

OFF_THE_LIST = (NominationState.WITHDRAWN, NominationState.SUBSTITUTED)


class NotOfThisConference(Refusal):
    message = _("%(name)s does not travel with a delegation to this conference.")


class OnTheListAlready(Refusal):
    message = _("%(name)s is on the list already.")


class WrongState(Refusal):
    message = _("This is not possible any more: %(name)s is now “%(state)s”.")


class DetailsMissing(Refusal):
    message = _("Before the nomination ORS needs to know of %(name)s: %(missing)s.")


class QuotaUnknown(Refusal):
    message = _("Please enter first how many badges of this kind were requested: %(badge)s.")


class NoBadgeLeft(Refusal):
    message = ngettext_lazy(
        "There is only %(limit)d badge of this kind (%(badge)s), and it is taken.",
        "There are only %(limit)d badges of this kind (%(badge)s), and all are taken.",
        "limit",
    )

    def __str__(self):
        return str(self.message % self.context)


class TooManyHolders(Refusal):
    message = _(
        "%(holders)d people are nominated for %(limit)d badges of this kind (%(badge)s). "
        "Somebody has to be withdrawn before anybody is confirmed."
    )


class TooLateToNominate(Refusal):
    message = _(
        "The deadline for nominations has passed: %(deadline)s. Late nominations are not accepted. "
        "If the secretariat of the conference accepted this one all the same, record the reason."
    )


class TooLateToConfirm(Refusal):
    message = _(
        "The deadline for confirmations has passed: %(deadline)s. Late confirmations are not accepted. "
        "If the secretariat of the conference accepted this one all the same, record the reason."
    )


def _locked(participation_pk) -> Participation:
    found = Participation.objects.select_for_update(of=("self",)).select_related("conference")
    return found.get(pk=participation_pk)


def _held(nomination: Nomination, *allowed) -> tuple[Participation, Nomination]:
    """The participation, locked, and the nomination as it is now that nobody else can change it."""
    participation = _locked(nomination.participation_id)
    found = Nomination.objects.select_related("member").get(pk=nomination.pk)
    found.participation = participation
    if allowed and found.state not in allowed:
        raise WrongState(name=found, state=found.get_state_display())
    return participation, found


def _limit(participation, kind) -> int:
    quota = participation.quotas.filter(badge_kind=kind).first()
    limit = None
    if quota:
        limit = quota.requested if quota.granted is None else quota.granted
    if limit is None:
        raise QuotaUnknown(badge=BadgeKind(kind).label)
    return limit


def _holders(participation, kind) -> int:
    return participation.nominations.holding_a_badge().filter(badge_kind=kind).count()


def _check_details(nomination) -> None:
    if nomination.missing:
        raise DetailsMissing(name=nomination, missing=nomination.missing_in_words)


def _check_in_time(participation, deadline, refusal, reason, nomination) -> None:
    """Late is refused, unless somebody says why the other side accepted it; the reason stays with the person."""
    if deadline is None or timezone.now() <= deadline:
        return
    if not reason.strip():
        raise refusal(deadline=dates.moment_here_and_there(deadline, participation.deadline_zone))
    nomination.late_reason = "\n".join(filter(None, [nomination.late_reason, reason.strip()]))


@transaction.atomic
def propose(
    *, participation: Participation, members: Iterable[DelegationMember], badge_kind: str
) -> list[Nomination]:
    """Put people of the delegations to the conference on the list: all of them, or nobody."""
    participation = _locked(participation.pk)
    on_the_list = {row.member_id: row for row in participation.nominations.select_related("member")}
    return [_propose(participation, member, badge_kind, on_the_list.get(member.pk)) for member in members]


def _propose(participation, member, badge_kind, nomination) -> Nomination:
    if member.delegation.conference_id != participation.conference_id:
        raise NotOfThisConference(name=member)
    if nomination and nomination.state not in OFF_THE_LIST:
        raise OnTheListAlready(name=member)
    if nomination is None:
        # What is known in English already need not be typed again.
        organisation = member.organisation
        nomination = Nomination(
            participation=participation,
            member=member,
            function=(member.position_en or "")[:120],
            affiliation=((organisation.name_en if organisation else "") or "")[:160],
        )
    nomination.state, nomination.badge_kind = NominationState.PROPOSED, badge_kind
    nomination.nominated_at = nomination.confirmed_at = nomination.replaces = None
    nomination.save()
    return nomination


@transaction.atomic
def nominate(*, nomination: Nomination, late_reason: str = "") -> Nomination:
    """Named to the secretariat of the conference: in time, with everything it asks, within the badges there are."""
    participation, nomination = _held(nomination, NominationState.PROPOSED)
    return _nominate(participation, nomination, late_reason)


def _nominate(participation, nomination, late_reason) -> Nomination:
    _check_details(nomination)
    kind = nomination.badge_kind
    limit = _limit(participation, kind)
    if _holders(participation, kind) >= limit:
        raise NoBadgeLeft(limit=limit, badge=BadgeKind(kind).label)
    _check_in_time(participation, participation.nominate_by, TooLateToNominate, late_reason, nomination)
    nomination.state, nomination.nominated_at = NominationState.NOMINATED, timezone.now()
    nomination.save()
    return nomination


@transaction.atomic
def confirm(*, nomination: Nomination, late_reason: str = "") -> Nomination:
    """Said to come for certain. Fewer badges than asked for may have been granted since the nomination."""
    participation, nomination = _held(nomination, NominationState.NOMINATED)
    _check_details(nomination)
    kind = nomination.badge_kind
    holders, limit = _holders(participation, kind), _limit(participation, kind)
    if holders > limit:
        raise TooManyHolders(holders=holders, limit=limit, badge=BadgeKind(kind).label)
    _check_in_time(participation, participation.confirm_by, TooLateToConfirm, late_reason, nomination)
    nomination.state, nomination.confirmed_at = NominationState.CONFIRMED, timezone.now()
    nomination.save()
    return nomination


@transaction.atomic
def mark_collected(*, nomination: Nomination) -> Nomination:
    """The badge was collected at the conference."""
    _participation, nomination = _held(nomination, NominationState.CONFIRMED)
    nomination.state = NominationState.USED
    nomination.save()
    return nomination


@transaction.atomic
def take_back_collected(*, nomination: Nomination) -> Nomination:
    """Marked by mistake: the badge still waits."""
    _participation, nomination = _held(nomination, NominationState.USED)
    nomination.state = NominationState.CONFIRMED
    nomination.save()
    return nomination


@transaction.atomic
def withdraw(*, nomination: Nomination) -> Nomination:
    """Does not go, and nobody goes instead; the badge is free again."""
    waiting = (NominationState.PROPOSED, NominationState.NOMINATED, NominationState.CONFIRMED)
    _participation, nomination = _held(nomination, *waiting)
    nomination.state = NominationState.WITHDRAWN
    nomination.save()
    return nomination


@transaction.atomic
def substitute(
    *,
    nomination: Nomination,
    member: DelegationMember,
    function: str = "",
    affiliation: str = "",
    relationship: str = "",
    told_on: date | None = None,
    late_reason: str = "",
) -> Nomination:
    """Somebody else goes in their place and has their badge.

    That is a nomination like any other, with its deadline; whoever comes in is confirmed anew. What is left out stands as it
    is known of them already.
    """
    participation, old = _held(nomination, NominationState.NOMINATED, NominationState.CONFIRMED)
    listed = participation.nominations.filter(member=member).select_related("member").first()
    if listed is None or listed.state in OFF_THE_LIST:
        listed = _propose(participation, member, old.badge_kind, listed)
    elif listed.state != NominationState.PROPOSED:
        raise OnTheListAlready(name=member)
    old.state = NominationState.SUBSTITUTED
    old.save()
    listed.badge_kind, listed.replaces = old.badge_kind, old
    listed.function = function or listed.function
    listed.affiliation = affiliation or listed.affiliation
    listed.relationship = relationship or listed.relationship
    listed.told_on = told_on or listed.told_on
    return _nominate(participation, listed, late_reason)
