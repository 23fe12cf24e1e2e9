"""Who acts for an organisation: the rules that every change to its people keeps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.refusals import Refusal
from members import emails
from members.models import Handover, Organisation, Representative, RepresentativeRole


class NotAContact(Refusal):
    message = _("Only a contact of %(organisation)s can do this.")


class LastContact(Refusal):
    message = _("An organisation keeps at least one contact: hand the role over to a colleague first.")


class NoLongerThere(Refusal):
    message = _("This person does not represent the organisation any more.")


def lock_people(organisation: Organisation) -> list[Representative]:
    """Everybody who acts for the organisation, held until the change is done: contacts are counted among them."""
    rows = Representative.objects.select_for_update(of=("self",)).filter(organisation=organisation)
    return list(rows.select_related("user").order_by("pk"))


def require_contact(organisation: Organisation, by, people: list[Representative] | None = None) -> None:
    """A contact of the organisation, or a colleague of the secretariat who may change representatives."""
    if people is None:
        is_contact = Representative.objects.contacts().of(by).filter(organisation=organisation).exists()
    else:
        is_contact = any(one.is_contact and one.user_id == by.pk for one in people)
    if not (is_contact or (by.is_staff and by.has_perm("members.change_representative"))):
        raise NotAContact(organisation=organisation)


@transaction.atomic
def remove_representative(*, representative: Representative, by) -> None:
    """Somebody acts for the organisation no more: a contact decides, or they leave themselves. Never the last contact."""
    organisation = representative.organisation
    people = lock_people(organisation)
    leaving = next((one for one in people if one.pk == representative.pk), None)
    if leaving is None:
        raise NoLongerThere
    if leaving.user_id != by.pk:
        require_contact(organisation, by, people)
    contacts = [one for one in people if one.is_contact and one.user.is_active]
    if contacts == [leaving]:
        raise LastContact
    offers = Handover.objects.unanswered().of(leaving.user).filter(organisation=organisation)
    offers.update(withdrawn_at=timezone.now())
    leaving.delete()
    if leaving.user_id != by.pk:
        emails.post_removed(organisation, leaving.user)


def set_role(representative: Representative, role: RepresentativeRole) -> None:
    representative.role = role
    representative.save(update_fields=["role", "updated_at"])
