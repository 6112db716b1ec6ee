"""The catalogue: every ``queries/*.rq`` and ``queries/checks/*.rq`` by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cancu import resources
from cancu.errors import NotFoundError
from cancu.query.question import NamedQuery, parse


class Catalogue(Mapping[str, NamedQuery]):
    """Questions by name, in alphabetical order."""

    def __init__(self, questions: Mapping[str, NamedQuery]) -> None:
        self._questions = MappingProxyType(dict(sorted(questions.items())))

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogue:
        """Read the questions of ``folder``, or the shipped ones, these once in a process.

        Raises ResourceError where one is malformed.
        """
        return cls(_shipped() if folder is None else _read(folder))

    def __getitem__(self, name: str) -> NamedQuery:
        """Return the question ``name``. Raises NotFoundError (not KeyError) with names that come close."""
        try:
            return self._questions[name]
        except KeyError:
            near = difflib.get_close_matches(name, self._questions)
            hint = f"; gần giống: {', '.join(near)}" if near else ""
            hint_en = f"; close to it: {', '.join(near)}" if near else ""
            raise NotFoundError(
                f"Không có câu hỏi “{name}”{hint}.", f"there is no question “{name}”{hint_en}.", near=near
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    def __contains__(self, name: object) -> bool:
        return name in self._questions


@cache
def _shipped() -> Mapping[str, NamedQuery]:
    return _read(resources.folder("queries"))


def _read(folder: Path) -> Mapping[str, NamedQuery]:
    files = sorted((*folder.glob("*.rq"), *folder.glob("checks/*.rq")))
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in files}
