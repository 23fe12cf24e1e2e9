"""How often one address may ask.

Counted by the minute in the shared cache, for all processes together. Behind proxies the address is the one that the
accounts' library finds for its own limits; of an IPv6 address the network counts, because one household has all of it.
"""

import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Allowance:
    """What is left to an address in the present minute."""

    limit: int
    used: int
    reset: int  # seconds until the next minute begins

    @property
    def is_used_up(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.reset),
        }


def count(request) -> Allowance | None:
    """Count this request; None where the settings set no limit."""
    limit = settings.API_RATE
    if not limit:
        return None
    minute, second = divmod(int(time.time()), WINDOW)
    key = f"api:{_client(request)}:{minute}"
    try:
        used = cache.incr(key)
    except ValueError:  # the first of this minute
        used = 1 if cache.add(key, 1, timeout=2 * WINDOW) else cache.incr(key)
    return Allowance(limit=limit, used=used, reset=WINDOW - second)


def _client(request) -> str:
    address = get_adapter(request).get_client_ip(request)
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if client.version == 6:
        if client.ipv4_mapped:
            return str(client.ipv4_mapped)
        return str(ipaddress.ip_network((client, 64), strict=False).network_address)
    return str(client)
