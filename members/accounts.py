"""What can be done with accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import outbox, personal_data, public_address
from members.models import Representative, User


@transaction.atomic
def delete_account(*, user: User) -> None:
    """A person leaves: what is theirs goes, what the association must keep is nobody's."""
    # Two contacts of one organisation who leave at the same moment must not both find the other still there.
    organisations = list(user.representations.values_list("organisation_id", flat=True))
    list(Representative.objects.select_for_update().filter(organisation__in=organisations).order_by("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    personal_data.refuse(user)
    personal_data.erase(user)


@transaction.atomic
def invite_to_set_a_password(*, user: User) -> None:
    """The office made the account; its owner gets a link to choose a password, good for three days."""
    user.vouch_for_address()
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    url = public_address.page(
        "account_reset_password_from_key",
        *key.split("-", 1),
        language=user.preferred_language,
    )
    outbox.post(
        key=f"account.invitation:{user.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        kind="account.invitation",
        template="account/email/invitation",
        context={"url": url, "email": user.email},
        person=user,
        reason=_("You get this mail because the secretariat has made an account for you."),
    )


@transaction.atomic
def remove_second_factors(*, user: User) -> None:
    """Phone and passkey are lost, recovery codes too: the administrator has made sure who is asking."""
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    outbox.post(
        key=f"account.second_factors_removed:{user.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        kind="account.second_factors_removed",
        template="account/email/second_factors_removed",
        context={},
        person=user,
        reason=_("You receive this message because something was changed about your account."),
    )
