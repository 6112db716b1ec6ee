"""Graphs that are refused for their names or their size, by whichever database keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cancu.engine.evaluation import OWN
from cancu.errors import LimitError, QueryError
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


def refuse_unknown(dataset: Dataset, is_held: Callable[[str], bool]) -> None:
    """Raise QueryError where a text asks FROM a graph that is not there."""
    for iri in (*dataset.default, *dataset.named):
        if not is_held(iri):
            raise QueryError(
                f"Kho không có đồ thị <{iri}>; không đọc tệp hay trang web nào qua FROM.",
                f"the store holds no graph <{iri}>; files and web pages are never read through FROM.",
            )


def too_large(iri: str, most: int) -> LimitError:
    """Return the error for a graph of more than ``most`` bytes."""
    return LimitError(
        f"Đồ thị <{iri}> lớn hơn {most} byte nên không đưa ra một lần được; hãy hỏi từng phần.",
        f"graph <{iri}> is larger than {most} bytes and not given at once; ask for parts of it.",
    )
