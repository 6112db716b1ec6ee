"""The store that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cancu.errors import StoreError
from cancu.namespaces import PREFIXES
from cancu.settings import Settings
from cancu.store import Federation, Limits, Outside, Store, check_address, default_readers, open_store


@contextmanager
def opened(settings: Settings, *, is_new_fine: bool = False, is_shared: bool = False) -> Iterator[Store]:
    """Yield the store of ``settings`` and close it. Raises StoreError, also where there is none yet.

    ``is_shared`` reads what a running service has committed; ``is_new_fine`` makes a store where there is none.
    """
    if not is_new_fine and not Path(settings.store).is_dir():
        raise StoreError(
            "chưa có kho; hãy chạy cancu ingest.", "there is no store yet; run cancu ingest.", where=settings.store
        )
    limits = Limits(seconds=settings.timeout)
    store = open_store(
        settings.store, limits=limits, prefixes=PREFIXES, is_shared=is_shared,
        readers=settings.readers or default_readers(), federation=_federation(settings),
    )  # fmt: skip
    try:
        yield store
    finally:
        store.close()


def _federation(settings: Settings) -> Federation:
    allowed = tuple(check_address(address) for address in settings.services)
    return Federation(allowed, Outside(is_local_fine=settings.services_local))
