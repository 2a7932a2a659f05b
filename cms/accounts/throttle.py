"""Guesses are few: by account, and by the network that they come from. Nobody is written down.

A guess takes one of a number of places in the cache, under a hash of whom it is about. The hash's
salt is made anew within each hour and kept nowhere else, so that nothing tells afterwards which
account was tried, or from where. Taking a place asks the cache alone; no database is written.
"""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "accounts.throttle.salt"
HOUR = 60 * 60
# What the web server in front says of where somebody comes from: a network, not an address.
NETWORK_HEADER = "x-client-network"
IPV4_NETWORK, IPV6_NETWORK = 24, 48


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds, each place free again by itself."""

    name: str
    times: int
    seconds: int

    def take(self, whom: str) -> bool:
        """Take a place; False where all are taken. Nobody in particular has no limit."""
        if not whom:
            return True
        return any(cache.add(place, 1, self.seconds) for place in self._places(whom))

    def taken(self, whom: str) -> int:
        """How many places are taken."""
        return len(cache.get_many(self._places(whom))) if whom else 0

    def give_back(self, whom: str) -> None:
        """Forget all that was taken."""
        if whom:
            cache.delete_many(self._places(whom))

    def _places(self, whom: str) -> list[str]:
        digest = salted_hmac(f"{self.name}:{_salt()}", whom, algorithm="sha256").hexdigest()
        return [f"accounts.{self.name}.{digest}.{place}" for place in range(self.times)]


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from; empty where nothing says so.

    Behind a web server that does not tell, all requests come from this machine: a limit for it
    would be one for everybody.
    """
    said = request.headers.get(NETWORK_HEADER, "")[:64]
    if said:
        return said
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    length = IPV4_NETWORK if address.version == 4 else IPV6_NETWORK
    return str(ip_network(f"{address}/{length}", strict=False))


def _salt() -> str:
    salt = cache.get(SALT)
    if salt is None:
        cache.add(SALT, secrets.token_hex(32), HOUR)
        salt = cache.get(SALT, "")
    return str(salt)
