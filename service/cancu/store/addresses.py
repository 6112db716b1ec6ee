"""Addresses of other machines: which can be endpoints, and which are of the open internet."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from cancu.errors import ParameterError

MARK = "Cancu-Federated"
"""Header of our questions: a service that is asked with it asks nobody else, so that no circle can form."""
_CARRIERS = tuple(ipaddress.ip_network(net) for net in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48"))
"""Networks whose addresses carry an IPv4 address that may be anywhere (6to4, Teredo, NAT64)."""


def check_address(url: str) -> str:
    """Return ``url`` where it can be an endpoint: http(s), a host, no user, no fragment. Raises ParameterError."""
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_fit = False
    if not is_fit or parts.username is not None or parts.fragment or not url.isascii():
        raise ParameterError("không phải địa chỉ http(s) dùng được.", "is no usable http(s) address.", where=url)
    return url


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet: not private, local, multicast, reserved or disguised."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
