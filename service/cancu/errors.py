"""Every error that cancu raises, as one tree.

    CancuError
    ├── InputError                what was handed in cannot be used
    │   ├── UnreadableError       a file is missing, empty, binary, too large or in another language
    │   ├── ParameterError        a parameter is missing, unknown or of the wrong shape
    │   ├── DataError             RDF that was sent in does not parse or is for another graph
    │   └── QueryError            a SPARQL text is wrong or not allowed
    ├── NotFoundError             nothing of that name is known
    ├── AmbiguousError            several things of that name are known
    ├── AccessError               a token is needed, and none that holds was given
    ├── ForbiddenError            the token given does not allow this
    ├── LimitError                an honest answer would take more time or room than is given
    ├── StoreError                the database cannot be opened, read or written
    └── ResourceError             a file that ships with cancu is missing or malformed: our fault

Each error keeps its facts and tells, in Vietnamese and in English, what happened, where, and what to do.
Expected absence (a number that is blank, a date that is not printed) is a value, never an error.
"""

from __future__ import annotations

from collections.abc import Sequence


class CancuError(Exception):
    """Root of the tree: one sentence in Vietnamese, one in English, and where it happened."""

    status = 500
    """The HTTP status that fits (RFC 9110)."""
    code = "error"
    """A stable short name, used as the problem type (RFC 9457)."""

    def __init__(self, vi: str, en: str, *, where: str | None = None) -> None:
        self.vi = vi
        self.en = en
        self.where = where
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.vi} / {self.en}"

    def __reduce__(self) -> tuple[object, ...]:
        """Cross process borders with all facts: the sentence alone, which ``args`` holds, would not rebuild it."""
        return _rebuilt, (type(self), vars(self))


def _rebuilt(kind: type[CancuError], facts: dict[str, object]) -> CancuError:
    error = kind.__new__(kind)
    vars(error).update(facts)
    error.args = (str(error),)
    return error


class InputError(CancuError):
    """What was handed in cannot be used; the sender can mend it."""

    status = 400
    code = "bad-input"


class UnreadableError(InputError):
    """A document that cannot be read: missing, empty, binary, too large, or not Vietnamese."""

    status = 422
    code = "unreadable"


class ParameterError(InputError):
    """A parameter of a question or a command is missing, unknown or of the wrong shape."""

    code = "bad-parameter"


class QueryError(InputError):
    """A SPARQL text that does not parse or asks for what is not allowed.

    ``line`` and ``column`` count from 1, as editors do; both are None where the engine names no place.
    """

    code = "bad-query"

    def __init__(self, vi: str, en: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(vi, en, where=f"{line}:{column}" if line is not None else None)


class DataError(InputError):
    """RDF that was sent in does not parse, or speaks of a graph that it is not for; places as in QueryError."""

    code = "bad-data"

    def __init__(self, vi: str, en: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(vi, en, where=f"{line}:{column}" if line is not None else None)


class NotFoundError(CancuError):
    """Nothing of that name is known; ``near`` holds names that come close."""

    status = 404
    code = "not-found"

    def __init__(self, vi: str, en: str, *, where: str | None = None, near: Sequence[str] = ()) -> None:
        self.near = tuple(near)
        super().__init__(vi, en, where=where)


class AmbiguousError(CancuError):
    """Several things of that name are known; ``candidates`` holds their IRIs."""

    status = 300
    code = "ambiguous"

    def __init__(self, vi: str, en: str, *, where: str | None = None, candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(vi, en, where=where)


class AccessError(CancuError):
    """Writing needs a token, and none that is known and still holds was given."""

    status = 401
    code = "unauthorized"


class ForbiddenError(CancuError):
    """The token given does not allow this."""

    status = 403
    code = "forbidden"


class LimitError(CancuError):
    """An honest answer would take more time, memory or rows than a question is given."""

    status = 503
    code = "limit"


class StoreError(CancuError):
    """The database cannot be opened, read or written; what it held before is untouched."""

    status = 503
    code = "store"


class ResourceError(CancuError):
    """A file that ships with cancu is missing or malformed: a mistake of ours, not of the reader's."""

    code = "resource"
