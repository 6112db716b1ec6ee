"""Who asks, as far as shares and rates are counted: an IPv4 address, or the network of an IPv6 one.

A household or a host gets a /64 of IPv6 (RFC 6177 §2), so that single addresses there cost an attacker nothing.
Addresses that a proxy reports are put in place of its own before, by the server, where the proxy is trusted.
"""

from __future__ import annotations

import ipaddress

from starlette.types import Scope

_NETWORK = 64


def client_name(scope: Scope) -> str:
    """Return the name of the client of a request, ``unknown`` where the server does not know."""
    client = scope.get("client")
    if not client:
        return "unknown"
    try:
        address = ipaddress.ip_address(str(client[0]).partition("%")[0])
    except ValueError:
        return str(client[0])[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, _NETWORK), strict=False))
        return str(address.ipv4_mapped)
    return str(address)
