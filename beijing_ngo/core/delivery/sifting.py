"""Which of the waiting messages leave now: what is not wanted any more is dropped, what is too much for a domain waits."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beijing_ngo.core import outbox
from beijing_ngo.core.models import AddressTrouble, MailOptOut, Message, MessageState

BOUNCED = gettext_lazy("A mail server has refused this address for good.")
A_MINUTE = timedelta(minutes=1)

Guard = Callable[[Message], str]
_guards: list[tuple[str, Guard]] = []


def guard(kind_prefix: str) -> Callable[[Guard], Guard]:
    """Ask this function before a message of such a kind leaves; the reason it returns, if any, drops the message."""

    def register(function: Guard) -> Guard:
        _guards.append((kind_prefix, function))
        return function

    return register


def objection(message: Message) -> str:
    """Why the message should not be sent any more; mostly nothing."""
    for prefix, function in _guards:
        if message.kind.startswith(prefix) and (reason := function(message)):
            return str(reason)
    return ""


def drop(messages: list[Message], reason: str) -> None:
    """Kept with the reason, and never sent."""
    still = Message.objects.filter(pk__in=[message.pk for message in messages], state=MessageState.QUEUED)
    still.update(state=MessageState.DROPPED, error=reason)


class Batch:
    """Messages that are due: first what somebody waits for at the screen, then the oldest.

    `ready` are those that may leave, `looked_at` counts the others too.
    """

    def __init__(self, most: int):
        # Inside somebody's transaction no claim would be committed before its mail is sent.
        with transaction.atomic(durable=True):
            waiting = self._due(most)
            self.looked_at = len(waiting)
            self.bounced = self._bounced(waiting)
            self.ready = self._within_limits(self._wanted(waiting)) if waiting else []

    @staticmethod
    def _due(most: int) -> list[Message]:
        now = timezone.now()
        due = Message.objects.waiting().filter(Q(not_before=None) | Q(not_before__lte=now))
        return list(due.order_by("-urgent", "id")[:most])

    @staticmethod
    def _bounced(waiting: list[Message]) -> set[str]:
        """The addresses among these that a server has refused for good."""
        if not waiting:
            return set()
        addresses = {message.to_address.lower() for message in waiting}
        return set(AddressTrouble.objects.filter(address__in=addresses).values_list("address", flat=True))

    def _wanted(self, waiting: list[Message]) -> list[Message]:
        """Without what its reader has switched off meanwhile or cannot get. Service mail is always tried."""
        may_be_off = {message.to_address.lower() for message in waiting if message.topic}
        if not may_be_off:
            return waiting
        off = set(MailOptOut.objects.filter(address__in=may_be_off).values_list("address", "topic"))
        wanted, unwanted = [], defaultdict(list)
        for message in waiting:
            address = message.to_address.lower()
            if message.topic and (address, message.topic) in off:
                unwanted[outbox.SWITCHED_OFF].append(message)
            elif message.topic and address in self.bounced:
                unwanted[BOUNCED].append(message)
            else:
                wanted.append(message)
        for reason, messages in unwanted.items():
            drop(messages, str(reason))
        return wanted

    @staticmethod
    def _within_limits(wanted: list[Message]) -> list[Message]:
        """So many a minute for each domain; what is more waits its turn and holds nobody up."""
        domains = {message.to_domain for message in wanted}
        limits = {domain: _limit(domain) for domain in domains}
        if not any(limits.values()):
            return wanted
        now = timezone.now()
        recent = Message.objects.filter(to_domain__in=domains, claimed_at__gt=now - A_MINUTE)
        taken = Counter(dict(recent.order_by().values_list("to_domain").annotate(Count("id"))))
        leaving, put_off = [], defaultdict(list)
        for message in wanted:
            limit, place = limits[message.to_domain], taken[message.to_domain]
            taken[message.to_domain] += 1
            if limit == 0 or place < limit:
                leaving.append(message)
            else:
                put_off[place // limit].append(message.pk)
        for minutes, pks in put_off.items():
            still = Message.objects.filter(pk__in=pks, state=MessageState.QUEUED)
            still.update(not_before=now + minutes * A_MINUTE)
        return leaving


def _limit(domain: str) -> int:
    """Messages a minute to this domain; 0: as many as there are."""
    if not domain:
        return 0
    return settings.MAIL_PER_DOMAIN.get(domain, settings.MAIL_PER_DOMAIN_A_MINUTE)
