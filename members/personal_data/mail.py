"""What is kept about a person's address: the mail they have switched off, and that a mail server refused it."""

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import personal_data, unsubscribing
from beijing_ngo.core.models import AddressTrouble, MailOptOut


def _switched_off(user):
    rows = MailOptOut.objects.filter(address=user.email.lower()).order_by("id")
    return list(rows.values("address", "topic", "created_at"))


def _bounced(user):
    rows = AddressTrouble.objects.filter(address=user.email.lower())
    return list(rows.values("address", "said", "since"))


def _collect(user):
    return {"switched_off": _switched_off(user), "bounced": _bounced(user)}


def _forget(user):
    unsubscribing.forget(user.email)


def register():
    personal_data.register(
        "mail_preferences",
        _("Mail you have switched off, and whether your address refused ours"),
        collect=_collect,
        erase=_forget,
    )
