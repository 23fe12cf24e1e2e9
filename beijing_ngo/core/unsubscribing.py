"""Switching mail off, topic by topic and address by address.

Whoever holds a mail may switch its topic off by the link in it, without an account: the link is signed and never runs out.
What has no topic (news of one's own registrations, sign-in codes) cannot be switched off.
"""

from functools import cache

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import public_address
from beijing_ngo.core.language import CHINESE, TAGS
from beijing_ngo.core.models import AddressTrouble, MailOptOut, MailTopic

PLACE = "token"

QUESTIONS = {
    MailTopic.REMINDERS: gettext_lazy("Don't want reminders of events?"),
    MailTopic.CALLS: gettext_lazy("Don't want calls to register?"),
    MailTopic.DIGESTS: gettext_lazy("Don't want the daily digest?"),
}


# ---------------------------------------------------------------- the link in a mail


def _signer() -> signing.Signer:
    return signing.Signer(salt="beijing_ngo.core.unsubscribing", sep=".")


def page(address: str, topic: str, language: str) -> str:
    """The full address of the page that switches a topic off for an address; Chinese where both languages are read."""
    token = _signer().sign_object([address.lower(), str(topic)])
    return public_address.full(_way(language if language in TAGS else CHINESE).replace(PLACE, token))


@cache
def _way(language: str) -> str:
    """The page's path with a place for the token: a hundred thousand reminders look it up once."""
    with translation.override(language):
        return reverse("mail_unsubscribe", args=[PLACE])


def read(token: str) -> tuple[str, MailTopic] | None:
    """The address and the topic that a link stands for; nothing where we did not make it."""
    try:
        address, topic = _signer().unsign_object(token)
        return address, MailTopic(topic)
    except (signing.BadSignature, ValueError):
        return None


def footer(address: str, topic: str, language: str) -> dict[str, str]:
    """How a mail of a topic ends, in the language of the moment."""
    return {
        "question": str(QUESTIONS[topic]),
        "act": _("Switch this mail off"),
        "url": page(address, topic, language),
    }


def footer_text(words: dict[str, str]) -> str:
    return _("%(question)s Switch it off: %(url)s") % words


def masked(address: str) -> str:
    """wa***@example.org: enough for the owner to know it by, too little for whoever comes by the link."""
    local, _at, domain = address.rpartition("@")
    return f"{local[: 2 if len(local) > 3 else 1]}***@{domain}"


# ---------------------------------------------------------------- what is switched off


def is_off(address: str, topic: str) -> bool:
    return MailOptOut.objects.filter(address=address.lower(), topic=topic).exists()


def off(address: str) -> set[str]:
    """The topics that are switched off for an address."""
    return set(MailOptOut.objects.filter(address=address.lower()).values_list("topic", flat=True))


def switch_off(address: str, *topics: str) -> None:
    """Once is enough: who switches off twice has it switched off."""
    rows = [MailOptOut(address=address.lower(), topic=topic) for topic in topics]
    MailOptOut.objects.bulk_create(rows, ignore_conflicts=True)


def switch_on(address: str, *topics: str) -> None:
    MailOptOut.objects.filter(address=address.lower(), topic__in=topics).delete()


def carry_along(old: str, new: str) -> None:
    """What somebody has switched off stays off at their new address.

    It stays off at the old one too: registrations made with that go on being written to there.
    """
    switch_off(new, *off(old))


# ---------------------------------------------------------------- addresses that bounce


def trouble(address: str) -> AddressTrouble | None:
    return AddressTrouble.objects.filter(address=address.lower()).first()


def works_again(address: str) -> None:
    """Its owner says so; if it bounces once more, the trouble is back."""
    AddressTrouble.objects.filter(address=address.lower()).delete()


def forget(address: str) -> None:
    """Whose address it was leaves: nothing is kept about it."""
    MailOptOut.objects.filter(address=address.lower()).delete()
    works_again(address)
