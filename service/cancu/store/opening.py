"""One way to open a store: a folder of this machine, or the address of a SPARQL 1.1 database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import overload

from cancu.store import embedded
from cancu.store.embedded import EmbeddedStore
from cancu.store.federation import Federation
from cancu.store.guard import Limits
from cancu.store.interface import Store
from cancu.store.remote import Remote, is_address


@overload
def open_store(
    location: Path,
    *,
    limits: Limits | None = None,
    prefixes: Mapping[str, str] | None = None,
    readers: int = 1,
    is_shared: bool = False,
    is_union: bool = True,
    federation: Federation | None = None,
    remote: Remote | None = None,
) -> EmbeddedStore: ...
@overload
def open_store(
    location: str,
    *,
    limits: Limits | None = None,
    prefixes: Mapping[str, str] | None = None,
    readers: int = 1,
    is_shared: bool = False,
    is_union: bool = True,
    federation: Federation | None = None,
    remote: Remote | None = None,
) -> Store: ...
def open_store(
    location: str | Path,
    *,
    limits: Limits | None = None,
    prefixes: Mapping[str, str] | None = None,
    readers: int = 1,
    is_shared: bool = False,
    is_union: bool = True,
    federation: Federation | None = None,
    remote: Remote | None = None,
) -> Store:
    """Open the store in the folder ``location``, made where it is missing, or at the address ``location``.

    With ``is_shared``, a store that another process (the service) has open is only read: of a folder, its newest
    snapshot, which is then private: what is written there is lost. ``prefixes`` are used in Turtle answers;
    ``federation`` says whom SERVICE may ask (nobody, unless told). With ``is_union`` False, strangers' queries see the
    plain default graph instead of the union of all. ``remote`` tells how a database at an address is used.
    Raises ParameterError, LimitError, StoreError.
    """
    if isinstance(location, str) and is_address(location):
        from cancu.store.remote.opening import open_remote  # noqa: PLC0415 (its HTTP client takes long to load)

        return open_remote(
            location, remote or Remote(), limits=limits or Limits(), prefixes=prefixes or {}, readers=readers,
            is_shared=is_shared, is_union=is_union, federation=federation,
        )  # fmt: skip
    return embedded.open_store(
        location, limits=limits, prefixes=prefixes, readers=readers,
        is_shared=is_shared, is_union=is_union, federation=federation,
    )  # fmt: skip
