"""The store that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cancu.errors import StoreError
from cancu.namespaces import PREFIXES
from cancu.settings import Settings
from cancu.store import (
    MIRROR,
    Credentials,
    Federation,
    Limits,
    Outside,
    Remote,
    Store,
    check_address,
    default_readers,
    folder_of,
    is_address,
    open_store,
)


@contextmanager
def opened(settings: Settings, *, is_new_fine: bool = False, is_shared: bool = False) -> Iterator[Store]:
    """Yield the store of ``settings`` and close it. Raises StoreError, also where there is none yet.

    ``is_shared`` reads what a running service has committed; ``is_new_fine`` makes a store where there is none.
    """
    if not is_new_fine and not exists(settings):
        raise StoreError(
            "chưa có kho; hãy chạy cancu ingest.", "there is no store yet; run cancu ingest.", where=settings.store
        )
    limits = Limits(seconds=settings.timeout, kept=settings.answers * 1_000_000)
    store = open_store(
        settings.store, limits=limits, prefixes=PREFIXES, is_shared=is_shared,
        readers=settings.readers or default_readers(), federation=_federation(settings), remote=remote(settings),
    )  # fmt: skip
    try:
        yield store
    finally:
        store.close()


def exists(settings: Settings) -> bool:
    """Tell whether there is a store already; at an address there always is."""
    return is_address(settings.store) or Path(settings.store).is_dir()


def state(settings: Settings) -> Path:
    """Return the folder that belongs to the store: the store itself, or what is kept here for a remote one."""
    return folder_of(settings.store, Path(settings.states)) if is_address(settings.store) else Path(settings.store)


def copy(settings: Settings) -> Path | None:
    """Return the folder of the embedded database that answers: the store itself or the copy of a remote one, if any."""
    if not is_address(settings.store):
        return Path(settings.store)
    mirror = state(settings) / MIRROR
    return mirror if mirror.is_dir() else None


def remote(settings: Settings) -> Remote:
    """Return how a remote database is used."""
    return Remote(
        engine=settings.engine,
        credentials=Credentials(
            settings.store_user, settings.store_password.get_secret_value(), settings.store_token.get_secret_value()
        ),
        authorities=settings.store_ca or None,
        states=Path(settings.states),
        is_mirrored=settings.mirror,
    )


def _federation(settings: Settings) -> Federation:
    allowed = tuple(check_address(address) for address in settings.services)
    return Federation(allowed, Outside(is_local_fine=settings.services_local))
