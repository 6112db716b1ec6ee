"""One call into pyoxigraph: evaluate and serialise in the thread that asked, for results belong to their thread."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

import pyoxigraph as ox

from cancu.engine.formats import Format
from cancu.errors import DataError, QueryError

_PLACE = re.compile(r"error at (\d+):(\d+): (expected )?(.*)", re.DOTALL)
_CLASS = re.compile(r"\[(?:'[^']*'|[^\]'])*+\]|\n|\|")
_SHOWN = 160
_READ = 4_000
"""Characters of the engine's words that are looked at: they may repeat the question's."""


OWN = ox.NamedNode("urn:x-cancu:default-graph")
"""Where a database whose default graph is the union of all keeps what was written to the default graph itself."""

_Default = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None
_Named = list[ox.NamedNode | ox.BlankNode] | None


class TooManyRowsError(Exception):
    """The answer has more triples than it may."""


def evaluate(
    store: ox.Store,
    query: str,
    media: Mapping[str, str],
    output: IO[bytes],
    *,
    dataset: Sequence[Sequence[str]] | None = None,
    prefixes: Mapping[str, str] | None = None,
    base: str | None = None,
    rows: int | None = None,
    is_own: bool = False,
) -> str:
    """Write the answer to ``query`` to ``output`` and return its form: ``ask``, ``select`` or ``construct``.

    ``media`` names the media type for ``solutions`` and for ``graph``; ``dataset`` is (default, named) or None for the
    default graph of ``store`` and all its named ones, with ``is_own`` also that of what has no name. Relative IRIs are
    resolved against ``base``; ``rows`` bounds the triples of a graph. Raises what the engine raises (SyntaxError,
    OSError, RuntimeError), what ``output`` raises, and TooManyRowsError.
    """
    found = evaluated(store, query, dataset=dataset, base=base, is_own=is_own)
    if isinstance(found, ox.QueryTriples):
        form = ox.RdfFormat.from_media_type(media["graph"])
        ox.serialize(found if rows is None else _first(found, rows), output, form, prefixes=dict(prefixes or {}))
        return "construct"
    kind = ox.QueryResultsFormat.from_media_type(media["solutions"])
    if isinstance(found, ox.QueryBoolean) and kind in {ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV}:
        output.write(b"true\n" if found else b"false\n")
    else:
        found.serialize(output, kind)
    return "ask" if isinstance(found, ox.QueryBoolean) else "select"


def evaluated(
    store: ox.Store, query: str, *, dataset: Sequence[Sequence[str]] | None, base: str | None, is_own: bool = False
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Return the engine's answer to ``query``, of which it works out the rows as they are taken; see ``evaluate``."""
    default, named = _chosen(dataset) if dataset is not None else (None, None) if is_own else _shown(store)
    return store.query(query, base_iri=base, default_graph=default, named_graphs=named)


def _shown(store: ox.Store) -> tuple[_Default, _Named]:
    """Return the dataset of a query that names none; None twice for all that is there."""
    if not store.contains_named_graph(OWN):
        return None, None
    return [ox.DefaultGraph()], [name for name in store.named_graphs() if name != OWN]


def _chosen(dataset: Sequence[Sequence[str]]) -> tuple[_Default, _Named]:
    return [*map(ox.NamedNode, dataset[0])], [*map(ox.NamedNode, dataset[1])]


def rewrite(lines: bytes, media: str, prefixes: Mapping[str, str], output: IO[bytes]) -> None:
    """Write N-Triples or N-Quads, as the engine writes them, to ``output`` in another media type.

    Raises OSError or ValueError where that type cannot say one of them, and what ``output`` raises.
    """
    read = ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True)
    ox.serialize(read, output, ox.RdfFormat.from_media_type(media), prefixes=dict(prefixes))


def formatted(lines: bytes, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return N-Triples or N-Quads in another format. Raises DataError where that cannot say one of them."""
    output = io.BytesIO()
    try:
        rewrite(lines, form.media_type, prefixes, output)
    except (OSError, ValueError) as error:
        raise DataError(
            f"Dạng {form.media_type} không diễn đạt được đồ thị này ({error}); hãy chọn dạng khác.",
            f"{form.media_type} cannot express this graph ({error}); choose another format.",
        ) from error
    return output.getvalue()


def _first(triples: Iterable[ox.Triple], rows: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == rows:
            raise TooManyRowsError
        yield triple


def query_error(message: str) -> QueryError:
    """Turn the engine's words (``error at 3:15: expected …``) into a QueryError with line and column."""
    message = message[:_READ]
    match = _PLACE.search(message)
    if not match:
        return QueryError(f"Câu hỏi SPARQL sai: {message}", f"the SPARQL query is wrong: {message}")
    line, column, words = int(match[1]), int(match[2]), _readable(match[4])
    vi, en = ("máy chờ: ", "expected: ") if match[3] else ("", "")
    return QueryError(
        f"Câu hỏi SPARQL sai ở dòng {line}, cột {column}; {vi}{words}",
        f"the SPARQL query is wrong at line {line}, column {column}; {en}{words}",
        line=line,
        column=column,
    )


def _readable(expected: str) -> str:
    """Keep the words a reader can use; the engine also prints its character classes."""
    words = " ".join(_CLASS.sub(" ", expected.removeprefix("one of ")).split())
    words = re.sub(r"(?:, )?(?:, |\s)*,?\s*$", "", re.sub(r"(?:,\s*){2,}", ", ", words)).strip(" ,")
    return (words[:_SHOWN] + "…" if len(words) > _SHOWN else words) or "…"
