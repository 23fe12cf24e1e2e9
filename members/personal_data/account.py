"""What the members' app keeps about a person: the account, whom they represent, sessions, second factors."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import personal_data
from beijing_ngo.core.refusals import Refusal
from members.models import MembershipState, Representative, RepresentativeRole


class OnlyContact(Refusal):
    message = _(
        "You are the only contact of %(organisation)s, whose membership is active. "
        "Please hand over to a colleague first."
    )


class StaffAccount(Refusal):
    message = _("This is an account of the secretariat. Please ask the administrator to close it.")


def _account(user):
    return {
        "email": user.email,
        "family_name": user.family_name,
        "given_name": user.given_name,
        "latin_name": user.latin_name,
        "preferred_language": user.preferred_language,
        "phone": str(user.phone or ""),
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "privacy_agreed_at": user.privacy_agreed_at,
    }


def _representations(user):
    return [
        {"organisation": str(one.organisation), "role": one.role, "since": one.created_at}
        for one in user.representations.select_related("organisation").order_by("id")
    ]


def _sessions(user):
    fields = ("created_at", "ip", "user_agent", "last_seen_at")
    return list(UserSession.objects.filter(user=user).order_by("id").values(*fields))


def _second_factors(user):
    """What there is, without the secrets."""
    return [
        {"kind": one.type, "name": str(one), "created_at": one.created_at, "last_used_at": one.last_used_at}
        for one in Authenticator.objects.filter(user=user).order_by("id")
    ]


def _refuse(user):
    if user.is_staff:
        raise StaffAccount
    for one in user.representations.filter(
        role=RepresentativeRole.CONTACT, organisation__memberships__state=MembershipState.ACTIVE
    ).select_related("organisation"):
        others = Representative.objects.filter(
            organisation=one.organisation, role=RepresentativeRole.CONTACT, user__is_active=True
        ).exclude(user=user)
        if not others.exists():
            raise OnlyContact(organisation=one.organisation)


def _forget_account(user):
    """The row stays, so that the association's records do, but it is nobody's and opens nothing."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = f"deleted-{user.pk}@invalid"
    user.family_name = user.given_name = user.latin_name = ""
    user.phone = ""
    user.calendar_secret = None
    user.last_login = None
    user.is_active = False
    user.set_unusable_password()
    user.groups.clear()
    user.save()


def _forget_representations(user):
    user.representations.all().delete()


def _forget_sessions(user):
    for session in UserSession.objects.filter(user=user):
        session.end()


def _forget_second_factors(user):
    Authenticator.objects.filter(user=user).delete()


def register():
    put = personal_data.register
    put("account", _("Your account"), collect=_account, erase=_forget_account, refuse=_refuse)
    put(
        "representations",
        _("Whom you represent"),
        collect=_representations,
        erase=_forget_representations,
    )
    put("sessions", _("Where you are signed in"), collect=_sessions, erase=_forget_sessions)
    put("second_factors", _("Second factors"), collect=_second_factors, erase=_forget_second_factors)
