"""What is kept about a person in the dealings of organisations: invitations, offers, lists of colleagues, papers."""

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import personal_data
from members.models import ApplicationUpload, Colleague, Handover, Invitation
from members.operations.applications import discard


def _invitations(user):
    fields = ("organisation__name_zh_hans", "organisation__name_en", "role", "created_at", "accepted_at")
    return list(Invitation.objects.filter(email__iexact=user.email).order_by("id").values(*fields))


def _forget_invitations(user):
    Invitation.objects.filter(email__iexact=user.email).delete()


def _handovers(user):
    fields = (
        "organisation__name_zh_hans",
        "organisation__name_en",
        "offered_at",
        "accepted_at",
        "declined_at",
    )
    return list(Handover.objects.of(user).order_by("id").values(*fields))


def _forget_handovers(user):
    Handover.objects.of(user).delete()


def _listed(user):
    fields = (
        "organisation__name_zh_hans",
        "organisation__name_en",
        "family_name",
        "given_name",
        "latin_name",
    )
    rows = Colleague.objects.filter(email__iexact=user.email).order_by("id")
    return list(rows.values(*fields, "email", "position", "language", "used_at"))


def _forget_listed(user):
    Colleague.objects.filter(email__iexact=user.email).delete()


def _applications(user):
    fields = ("organisation__name_zh_hans", "organisation__name_en", "applied_on", "state", "motivation")
    return list(user.membership_applications.order_by("id").values(*fields))


def _forget_applications(user):
    """The organisation's application stays; who sent it does not, nor the files that were not sent."""
    user.membership_applications.update(applicant=None)
    for upload in ApplicationUpload.objects.of(user):
        discard(upload)


def register():
    put = personal_data.register
    put("invitations", _("Invitations to your address"), collect=_invitations, erase=_forget_invitations)
    put("handovers", _("Hand-overs"), collect=_handovers, erase=_forget_handovers)
    put("listed", _("You in organisations' lists of colleagues"), collect=_listed, erase=_forget_listed)
    put(
        "applications",
        _("Applications for membership you sent"),
        collect=_applications,
        erase=_forget_applications,
    )
