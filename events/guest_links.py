"""The link that shows an address to be the guest's own, and opens the form to whoever has it."""

import uuid

from django.core import signing
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import outbox, public_address
from beijing_ngo.core.language import current
from events import ways
from events.emails import EventInWords
from events.models import Audience

SALT = "events.guest_links"
GOOD_FOR = 48 * 3600  # seconds
WHY = _("You receive this message because this address was typed in to register for an event.")


def may_be_asked_for(desk) -> bool:
    """Whether somebody without an account can register at this moment."""
    return desk.takes_guests_now or desk.audience == Audience.INVITATION


def token_for(event, email: str) -> str:
    return signing.dumps([event.pk, email], salt=SALT)


def address_in(token: str, event) -> str:
    """The address the link was sent to; empty where the link is forged, too old or for another event."""
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return email if pk == event.pk else ""


def post_link(event, email: str) -> None:
    """Send the link. Where registration is by invitation only the invited get one; nobody is told which it was."""
    if ways.refusal_for(event.desk, ways.guest(email)):
        return
    language = current()
    outbox.post(
        key=f"registration:guest_link:{uuid.uuid4().hex}",
        kind="registration.guest_link",
        template="events/emails/guest_link",
        address=email,
        language=language,
        reason=WHY,
        context={
            "event": EventInWords(event),
            "url": public_address.page(
                "events:register_guest", event.slug, token_for(event, email), language=language
            ),
        },
    )
