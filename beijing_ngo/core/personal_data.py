"""What is kept about a person: each app tells what it keeps and how it is taken away.

An app registers when it is ready:

    personal_data.register("registrations", _("Registrations"), collect=registrations_of, erase=forget_registrations)

`collect(user)` gives what is kept, in values that JSON knows (dates and lazy texts are turned into text);
`erase(user)` takes it away, or makes it nobody's where the association's records must stay; `refuse(user)` raises a
Refusal where something has to be settled first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.models import Message


@dataclass(frozen=True)
class Holding:
    key: str
    label: str
    collect: Callable[[Any], Any]
    erase: Callable[[Any], None] | None = None
    refuse: Callable[[Any], None] | None = None


_holdings: dict[str, Holding] = {}


def register(key: str, label, *, collect, erase=None, refuse=None) -> None:
    _holdings[key] = Holding(key, label, collect, erase, refuse)


def holdings() -> list[Holding]:
    return list(_holdings.values())


def collect(user) -> dict[str, Any]:
    """Everything kept about this person, under each app's key."""
    return {holding.key: holding.collect(user) for holding in holdings()}


def refuse(user) -> None:
    """Raises the first Refusal there is to this person's leaving."""
    for holding in holdings():
        if holding.refuse:
            holding.refuse(user)


def erase(user) -> None:
    """Takes away what every app keeps, the last to register first: what stands on the account goes before it."""
    for holding in reversed(holdings()):
        if holding.erase:
            holding.erase(user)


def _mails(user):
    fields = ("created_at", "kind", "to_address", "subject", "state")
    return list(Message.objects.filter(recipient=user).order_by("id").values(*fields))


def _forget_mails(user):
    Message.objects.filter(recipient=user).delete()


register("mails", _("Mails to you"), collect=_mails, erase=_forget_mails)
