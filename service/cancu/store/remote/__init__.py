"""store.remote: any SPARQL 1.1 database behind the interface of the store (docs/remote.md).

What speaks to it stands in ``opening`` and is loaded where a store has an address: most have a folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cancu.store.remote.credentials import Credentials
from cancu.store.remote.place import MIRROR, checked, folder_of, is_address

__all__ = ["MIRROR", "Credentials", "Remote", "checked", "folder_of", "is_address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """How a remote database is used: which engine (recognised where empty), who we are to it, which certificates are
    trusted, where our own state stands, and whether a copy answers also where the engine could."""

    engine: str = ""
    credentials: Credentials = field(default_factory=Credentials)
    authorities: str | None = None
    states: Path = Path("var/remote")
    is_mirrored: bool = False
