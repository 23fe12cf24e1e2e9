"""What the secretariat decides about applications for membership."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import dates, kept
from beijing_ngo.core.refusals import Refusal
from members import emails
from members.models import Membership, MembershipState, OrganisationKind, StepKind
from members.operations.applications import AlreadyMember, lock_to_decide

RIGHT = "members.decide_membership"


class NotAllowed(Refusal):
    message = _("You may not decide applications for membership.")


class UnderReviewAlready(Refusal):
    message = _("This application is under review already.")


class NotInForce(Refusal):
    message = _("This term is not in force.")


class ReasonMissing(Refusal):
    message = _("Please give the reason; the applicant reads it.")


class EndsBeforeItStarts(Refusal):
    message = _("A membership does not expire before it began.")


class StartsBeforeTheEnd(Refusal):
    message = _("The present term lasts until %(day)s: the next one starts after it.")


@transaction.atomic
def start_review(*, membership: Membership, by) -> Membership:
    membership = _to_decide(membership, by)
    if membership.state == MembershipState.UNDER_REVIEW:
        raise UnderReviewAlready
    membership.state = MembershipState.UNDER_REVIEW
    membership.save(update_fields=["state", "updated_at"])
    emails.post_step(membership.steps.create(kind=StepKind.REVIEW, by=by))
    return membership


@transaction.atomic
def ask_for_more(*, membership: Membership, reason: str, by) -> Membership:
    """Something is missing: the applicant is asked by mail, and the application stays where it is."""
    membership = _to_decide(membership, by)
    emails.post_step(membership.steps.create(kind=StepKind.ASKED, by=by, text=_given(reason)))
    return membership


@transaction.atomic
def accept(
    *,
    membership: Membership,
    by,
    expires_on: date,
    starts_on: date | None = None,
    tier_zh_hans="",
    tier_en="",
) -> Membership:
    """Take the organisation in, or give it the next term, which follows the present one without a gap.

    The organisation's page stays a draft until an editor has completed it.
    """
    membership = _to_decide(membership, by)
    today = timezone.localdate()
    organisation = membership.organisation
    present = organisation.memberships.active().select_for_update().first()
    if present and present.pk != membership.renews_id:
        raise AlreadyMember
    starts_on = starts_on or proposed_start(membership, today)
    if expires_on < max(starts_on, today):
        raise EndsBeforeItStarts
    if present:
        if present.expires_on and starts_on <= present.expires_on:
            raise StartsBeforeTheEnd(day=dates.day(present.expires_on))
        present.state, present.ended_on = MembershipState.RENEWED, starts_on - timedelta(days=1)
        present.save(update_fields=["state", "ended_on", "updated_at"])
        present.steps.create(kind=StepKind.RENEWED, by=by)
    membership.state, membership.decided_on, membership.decided_by = MembershipState.ACTIVE, today, by
    membership.starts_on, membership.expires_on = starts_on, expires_on
    membership.grace_until = expires_on + timedelta(days=kept.site().membership_grace_days)
    membership.tier_zh_hans, membership.tier_en = tier_zh_hans, tier_en
    membership.save()
    if organisation.kind != OrganisationKind.MEMBER:
        organisation.kind = OrganisationKind.MEMBER
        organisation.save(update_fields=["kind", "updated_at"])
    emails.post_step(membership.steps.create(kind=StepKind.ACCEPTED, by=by))
    return membership


@transaction.atomic
def decline(*, membership: Membership, reason: str, by) -> Membership:
    membership = _to_decide(membership, by)
    today = timezone.localdate()
    membership.state, membership.decided_on, membership.decided_by = MembershipState.DECLINED, today, by
    membership.reason, membership.ended_on = _given(reason)[:300], today
    membership.save(update_fields=["state", "decided_on", "decided_by", "reason", "ended_on", "updated_at"])
    emails.post_step(membership.steps.create(kind=StepKind.DECLINED, by=by, text=_given(reason)))
    return membership


@transaction.atomic
def resign(*, membership: Membership, reason: str, by) -> Membership:
    """The member has left: the term ends today, and an application to renew it has nothing left to renew."""
    if not by.has_perm(RIGHT):
        raise NotAllowed
    rows = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "applicant")
    membership = rows.get(pk=membership.pk)
    if membership.state != MembershipState.ACTIVE:
        raise NotInForce
    membership.state, membership.ended_on = MembershipState.RESIGNED, timezone.localdate()
    membership.reason = _given(reason)[:300]
    membership.save(update_fields=["state", "ended_on", "reason", "updated_at"])
    emails.post_step(membership.steps.create(kind=StepKind.RESIGNED, by=by, text=_given(reason)))
    return membership


def proposed_start(membership: Membership, today: date) -> date:
    """Today; for a renewal the day after the present term's end, if that is still to come."""
    if membership.renews and membership.renews.expires_on:
        return max(today, membership.renews.expires_on + timedelta(days=1))
    return today


def proposed_end(starts_on: date) -> date:
    """A year less a day."""
    try:
        return starts_on.replace(year=starts_on.year + 1) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return starts_on.replace(year=starts_on.year + 1, day=28)


def _to_decide(membership, by):
    if not by.has_perm(RIGHT):
        raise NotAllowed
    return lock_to_decide(membership)


def _given(reason):
    if not (reason := reason.strip()):
        raise ReasonMissing
    return reason
