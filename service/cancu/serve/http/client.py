"""Who asks, as far as shares and rates are counted: an IPv4 address, or the network of an IPv6 one.

A household or a host gets a /64 of IPv6 (RFC 6177 §2), so that single addresses there cost an attacker nothing.
Addresses that a proxy reports are put in place of its own before, by the server, where the proxy is trusted.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from starlette.types import Scope

_NETWORK = 64
_LONGEST = 64
"""Characters of a name that is no address."""


def client_name(scope: Scope) -> str:
    """Return the name of the client of a request, ``unknown`` where the server does not know."""
    client = scope.get("client")
    return _name(str(client[0])[:_LONGEST]) if client else "unknown"


@lru_cache(maxsize=1000)
def _name(host: str) -> str:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, _NETWORK), strict=False))
        return str(address.ipv4_mapped)
    return str(address)
