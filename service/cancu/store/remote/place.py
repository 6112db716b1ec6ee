"""What cancu keeps on this machine for a remote database: a folder named by a digest of its address, for one writer.

In it stand ``journal.sqlite`` and ``archive`` as beside an embedded database, ``sizes.sqlite`` (how many triples each
graph holds), ``redo`` (a commit that takes several requests), ``mirror`` (the copy that some engines need), ``lock``.
"""

from __future__ import annotations

import hashlib
import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from cancu.errors import ParameterError

MIRROR, SIZES, REDO = "mirror", "sizes.sqlite", "redo"


def is_address(location: str | Path) -> bool:
    """Tell whether a store is named by an address instead of a folder."""
    return isinstance(location, str) and location.lower().startswith(("http:", "https:"))


def checked(url: str) -> str:
    """Return the address without a slash at its end.

    Raises ParameterError where it has a name or password, a question or fragment, or sends in the clear to others.
    """
    try:
        parts = urlsplit(url)
        is_fit = bool(parts.hostname) and parts.port != 0 and url.isascii() and " " not in url
    except ValueError:
        is_fit = False
    if not is_fit or parts.username is not None or parts.query or parts.fragment:
        shown = "" if "@" in url else url
        raise ParameterError(
            "không phải địa chỉ cơ sở dữ liệu dùng được; tên và mật khẩu để ở CANCU_STORE_USER, CANCU_STORE_PASSWORD.",
            "is no usable address of a database; name and password go to CANCU_STORE_USER and CANCU_STORE_PASSWORD.",
            where=shown or None,
        )
    if parts.scheme.lower() == "http" and not _is_here(parts.hostname or ""):
        raise ParameterError(
            "chỉ dùng được http trên máy này; với máy khác phải là https.",
            "http serves on this machine only; another machine needs https.",
            where=url,
        )
    return url.rstrip("/")


def folder_of(url: str, states: Path) -> Path:
    """Return the folder below ``states`` that belongs to the database at ``url``."""
    return states / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
