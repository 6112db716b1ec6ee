"""Which graphs may an update write, and over which graphs do its patterns look? Seen from its tokens alone.

Every graph that is written is named in the text by an IRI, unless a variable or a word (ALL, NAMED) stands for it.
So the IRIs of the text, with the default graph, hold all graphs that may change, and a few that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyoxigraph as ox

from cancu.errors import QueryError
from cancu.store.interface import Dataset
from cancu.store.tokens import Kind, Token, place, tokens

_PLAIN = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:(?!.*(?:\\|/\.\.?(?:[/?#>]|$))).*>")
"""An absolute IRI that stands for itself: nothing escaped, nothing to resolve."""
_GLUED = ("graph", "with", "into", "to", "copy", "move", "add", "clear", "drop", "create", "silent")
"""Words that the engine also reads without a blank after them (``GRAPHex:g``)."""


def targets(update: str) -> frozenset[str] | None:
    """Return the graphs that ``update`` may write and more (``""`` is the default graph); None where it may be any."""
    found = _significant(update)
    if _writes_any(found):
        return None
    prefixes: dict[str, list[str]] = {}
    for token, after in pairwise(found):
        if token.kind is Kind.NAME and after.kind is Kind.IRI and token.text.endswith(":"):
            prefixes.setdefault(token.text[:-1], []).append(after.text[1:-1])
    names = {""}
    for token in found:
        if token.kind is Kind.IRI:
            if not _PLAIN.fullmatch(token.text):
                return None
            names.add(token.text[1:-1])
        elif token.kind is Kind.NAME:
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes or "\\" in local or prefix.lower().startswith(_GLUED):
                return None
            names.update(start + local for start in prefixes[prefix])
    return frozenset(names)


def over(update: str, dataset: Dataset) -> str:
    """Return ``update`` with its patterns looking at ``dataset`` (SPARQL 1.1 Protocol §2.2.3), on the same lines.

    ``USING`` clauses are put before each WHERE; ``DELETE WHERE``, which takes none, is written out in full.
    Raises QueryError where the update has WITH or USING itself.
    """
    clauses = _clauses(dataset)
    found = _significant(update)
    parts, done = [], 0
    for index in _outside(found):
        token = found[index]
        if token.kind is Kind.WORD and token.text.lower() in {"with", "using"}:
            where = place(update, token.start)
            raise QueryError(
                "Lệnh cập nhật có WITH hoặc USING thì không dùng using-graph-uri hay using-named-graph-uri được.",
                "an update with WITH or USING takes no using-graph-uri and no using-named-graph-uri.",
                line=where.line,
                column=where.column,
            )
        if _is_where(token):
            group = _group(update, found, index) if _is_short(found, index) else ""
            parts += [update[done : token.start], group, clauses]
            done = token.start
    return "".join([*parts, update[done:]])


def _significant(update: str) -> list[Token]:
    return [token for token in tokens(update) if token.kind is not Kind.COMMENT]


def _outside(found: Sequence[Token]) -> Iterator[int]:
    """Yield the indices of the tokens outside all brackets."""
    depth = 0
    for index, token in enumerate(found):
        depth -= token.kind is Kind.CLOSE
        if depth == 0:
            yield index
        depth += token.kind is Kind.OPEN


def _is_where(token: Token) -> bool:
    return token.kind is Kind.WORD and token.text.lower().endswith("where")


def _is_short(found: Sequence[Token], index: int) -> bool:
    """Tell whether the WHERE at ``index`` is that of DELETE WHERE, whose pattern is also what is deleted."""
    if found[index].text.lower() == "deletewhere":
        return True
    return index > 0 and found[index - 1].kind is Kind.WORD and found[index - 1].text.lower() == "delete"


def _writes_any(found: Sequence[Token]) -> bool:
    """Tell whether a variable, ALL or NAMED stands for graphs to be written; patterns after WHERE only read."""
    is_pattern, depth = False, 0
    for index, token in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind is Kind.WORD:
            word = token.text.lower()
            if depth == 0 and word.endswith(("all", "named")) and not _names_graph(following):
                return True
            if word.endswith("graph") and not is_pattern and following is not None and following.kind is Kind.VARIABLE:
                return True
            if depth == 0 and word.endswith("where"):
                is_pattern = not _is_short(found, index)
        elif depth == 0 and token.kind is Kind.CLOSE:
            is_pattern = False
    return False


def _names_graph(token: Token | None) -> bool:
    return token is not None and token.kind in {Kind.IRI, Kind.NAME}


def _clauses(dataset: Dataset) -> str:
    try:
        default = [f"USING {ox.NamedNode(iri)}" for iri in dataset.default]
        named = [f"USING NAMED {ox.NamedNode(iri)}" for iri in dataset.named]
    except ValueError as error:
        raise QueryError(
            f"IRI của đồ thị không đúng: {error}.", f"the IRI of a graph is not well-formed: {error}."
        ) from error
    return " ".join([*default, *named, ""])


def _group(update: str, found: Sequence[Token], index: int) -> str:
    """Return the bracketed group after the token at ``index``, on one line."""
    depth = 0
    words: list[str] = []
    for token in found[index + 1 :]:
        words.append(token.text)
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth == 0:
            return " ".join([*words, ""])
    where = place(update, found[index].start)
    raise QueryError(
        "Sau DELETE WHERE phải là một nhóm trong ngoặc nhọn.",
        "DELETE WHERE needs a group in braces.",
        line=where.line,
        column=where.column,
    )
