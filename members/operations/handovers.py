"""A contact hands the role over: offered by one side, taken by the other."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.refusals import Refusal
from members import emails
from members.models import Handover, Representative, RepresentativeRole
from members.models.representatives import HANDOVER_LASTS
from members.operations.people import NoLongerThere, NotAContact, lock_people, set_role


class AlreadyContact(Refusal):
    message = _("This person is a contact already.")


class OfferOpen(Refusal):
    message = _("You have offered the role to somebody already; withdraw that offer first.")


class OfferOver(Refusal):
    message = _("This offer has been answered, withdrawn or has run out.")


@transaction.atomic
def offer_handover(*, to: Representative, by) -> Handover:
    """A contact offers the role to a colleague of the same organisation. Nothing changes until they take it."""
    organisation = to.organisation
    people = {one.user_id: one for one in lock_people(organisation)}
    mine, theirs = people.get(by.pk), people.get(to.user_id)
    if mine is None or not mine.is_contact:
        raise NotAContact(organisation=organisation)
    if theirs is None or not theirs.user.is_active:
        raise NoLongerThere
    if theirs.is_contact:
        raise AlreadyContact
    unanswered = Handover.objects.unanswered().filter(organisation=organisation, from_user=by)
    unanswered.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    if unanswered.exists():
        raise OfferOpen
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                organisation=organisation,
                from_user=by,
                to_user=theirs.user,
                expires_at=timezone.now() + HANDOVER_LASTS,
            )
    except IntegrityError as error:
        raise OfferOpen from error
    emails.post_handover_offered(handover)
    return handover


@transaction.atomic
def accept_handover(*, handover: Handover, by) -> None:
    """The other side says yes: they are the contact from now on, whoever offered it is a delegate."""
    people = {one.user_id: one for one in lock_people(handover.organisation)}
    handover = _open(handover, handover.to_user_id == by.pk)
    giver, taker = people.get(handover.from_user_id), people.get(handover.to_user_id)
    if giver is None or taker is None or not giver.is_contact:
        raise NoLongerThere
    set_role(taker, RepresentativeRole.CONTACT)
    set_role(giver, RepresentativeRole.DELEGATE)
    handover.accepted_at = timezone.now()
    handover.save(update_fields=["accepted_at"])
    emails.post_handover_accepted(handover)


@transaction.atomic
def decline_handover(*, handover: Handover, by) -> None:
    handover = _open(handover, handover.to_user_id == by.pk)
    handover.declined_at = timezone.now()
    handover.save(update_fields=["declined_at"])
    emails.post_handover_declined(handover)


@transaction.atomic
def withdraw_handover(*, handover: Handover, by) -> None:
    handover = _open(handover, handover.from_user_id == by.pk)
    handover.withdrawn_at = timezone.now()
    handover.save(update_fields=["withdrawn_at"])
    emails.post_handover_withdrawn(handover)


def _open(handover: Handover, is_theirs: bool) -> Handover:
    locked = Handover.objects.select_for_update(of=("self",)).select_related(
        "organisation", "from_user", "to_user"
    )
    handover = locked.get(pk=handover.pk)
    if not (is_theirs and handover.is_open):
        raise OfferOver
    return handover
