"""Names of graphs that are refused, by whichever database keeps the graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cancu.engine.evaluation import OWN
from cancu.errors import QueryError
from cancu.store.interface import Dataset


def refuse_files(dataset: Dataset, is_held: Callable[[str], bool]) -> None:
    """Refuse what is no IRI, and files, which nobody should believe to be read here; other unknown graphs are empty."""
    for iri in (*dataset.default, *dataset.named):
        if not is_held(iri) and (":" not in iri or " " in iri or iri.lower().startswith("file:")):
            raise QueryError(
                f"Không dùng được <{iri}> làm đồ thị; không đọc tệp hay trang web nào.",
                f"<{iri}> cannot be used as a graph; files and web pages are never read.",
            )


def refuse_reserved(graphs: Iterable[str]) -> None:
    """Raise QueryError where a name is one of our own."""
    if OWN.value in graphs:
        raise QueryError(
            f"Tên đồ thị <{OWN.value}> dành cho máy; hãy dùng tên khác.",
            f"the name <{OWN.value}> is kept for the service itself; use another.",
        )
