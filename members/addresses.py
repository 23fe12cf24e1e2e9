"""What goes with a person when they confirm a new e-mail address."""

from allauth.account.signals import email_changed

from beijing_ngo.core import unsubscribing


def listen() -> None:
    email_changed.connect(_carry_along, dispatch_uid="members.addresses")


def _carry_along(*, from_email_address, to_email_address, **_signal) -> None:
    """An account's first address, confirmed at signing up, follows no other."""
    if from_email_address:
        unsubscribing.carry_along(from_email_address.email, to_email_address.email)
