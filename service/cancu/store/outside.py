"""Other machines are asked by ``dialling``, which is loaded with the first question: few stores ask any."""

from __future__ import annotations

SIZE = 8 * 1024**2


class Outside:
    """Asks endpoints; ``is_local_fine`` lets addresses of this machine and its network pass (for tests)."""

    def __init__(self, *, size: int = SIZE, is_local_fine: bool = False) -> None:
        self._size = size
        self._is_local_fine = is_local_fine

    def __call__(self, endpoint: str, question: str, seconds: float) -> bytes:
        """Return the SPARQL JSON results of ``question``. Raises LimitError (late, large), StoreError (all else)."""
        from cancu.store.dialling import asked  # noqa: PLC0415 (httpcore takes long to load)

        return asked(endpoint, question, seconds, size=self._size, is_local_fine=self._is_local_fine)
