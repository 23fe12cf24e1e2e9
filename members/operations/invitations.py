"""A contact invites colleagues to act for the organisation; whoever opens the link with the invited address joins it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.refusals import Refusal
from members import emails
from members.models import Invitation, Organisation, Representative, RepresentativeRole
from members.models.representatives import INVITATION_LASTS
from members.operations.people import require_contact

MOST_OPEN = 30  # invitations of one organisation at a time
BETWEEN_MAILS = timedelta(minutes=5)


class AlreadyRepresents(Refusal):
    message = _("%(email)s represents this organisation already.")


class AlreadyInvited(Refusal):
    message = _("%(email)s has been invited already; you can send the mail again.")


class TooManyInvitations(Refusal):
    message = _("There are %(count)d open invitations. Please revoke some, or wait for answers.")


class JustSent(Refusal):
    message = _("The mail was sent a moment ago. Please wait a few minutes before sending it again.")


class InvitationOver(Refusal):
    message = _(
        "This invitation has been used, revoked or has run out. Please ask your colleague for a new one."
    )


class OtherAddress(Refusal):
    message = _(
        "This invitation is for %(invited)s, and you are signed in as %(email)s. "
        "Please sign out, then sign in with the invited address."
    )


class AddressNotConfirmed(Refusal):
    message = _("Please confirm your e-mail address first.")


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by,
    family_name: str = "",
    given_name: str = "",
    latin_name: str = "",
    language: str = "",
) -> Invitation:
    """Ask somebody to act for the organisation. One open invitation for an address; one that has run out makes room."""
    require_contact(organisation, by)
    email = email.strip()
    if Representative.objects.filter(organisation=organisation, user__email__iexact=email).exists():
        raise AlreadyRepresents(email=email)
    unanswered = Invitation.objects.unanswered().filter(organisation=organisation)
    run_out = unanswered.filter(email__iexact=email, expires_at__lte=timezone.now())
    run_out.update(revoked_at=timezone.now())
    if unanswered.filter(email__iexact=email).exists():
        raise AlreadyInvited(email=email)
    if (count := Invitation.objects.open().filter(organisation=organisation).count()) >= MOST_OPEN:
        raise TooManyInvitations(count=count)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        invited_by=by,
        family_name=family_name,
        given_name=given_name,
        latin_name=latin_name,
        language=language or by.preferred_language,
    )
    token = invitation.renew_token()
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:  # a colleague sent the same invitation at the same moment
        raise AlreadyInvited(email=email) from error
    emails.post_invitation(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by) -> Invitation:
    """A new link with a new term; the old link opens nothing any more."""
    require_contact(invitation.organisation, by)
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationOver
    if invitation.expires_at - INVITATION_LASTS > timezone.now() - BETWEEN_MAILS:
        raise JustSent
    token = invitation.renew_token()
    invitation.save(update_fields=["token_digest", "expires_at"])
    emails.post_invitation(invitation, token)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by) -> None:
    require_contact(invitation.organisation, by)
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationOver
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by) -> Representative:
    """The invited person, signed in with the invited address, acts for the organisation from now on."""
    invitation = _locked(invitation)
    if not invitation.is_open:
        raise InvitationOver
    if by.email.lower() != invitation.email.lower():
        raise OtherAddress(invited=invitation.email, email=by.email)
    if not has_confirmed_address(by):
        raise AddressNotConfirmed
    representative, is_new = Representative.objects.get_or_create(
        user=by, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    if not is_new and invitation.role == RepresentativeRole.CONTACT:
        representative.role = RepresentativeRole.CONTACT
        representative.save(update_fields=["role", "updated_at"])
    invitation.accepted_at, invitation.accepted_by = timezone.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    emails.post_joined(invitation, representative)
    return representative


def has_confirmed_address(user) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
