"""A SERVICE clause (SPARQL 1.1 Federated Query §2) as it stands in a text: where it begins and ends, whom it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.store.tokens import Kind, Token


@dataclass(frozen=True, slots=True)
class Clause:
    """``SERVICE [SILENT] <endpoint> { inner }`` from ``start`` to ``end``; ``inner`` is where its pattern stands."""

    start: int
    end: int
    endpoint: str
    is_silent: bool
    inner: slice


def read_clause(found: Sequence[Token], index: int, prefixes: Mapping[str, str]) -> Clause | None:
    """Return the clause whose keyword is ``found[index]``; None for a variable endpoint or anything else."""
    after = list(found[index + 1 : index + 4])
    if found[index].kind is not Kind.WORD or found[index].text.lower() != "service":
        return None
    is_silent = bool(after) and after[0].kind is Kind.WORD and after[0].text.lower() == "silent"
    if is_silent:
        after = after[1:]
    if len(after) < 2 or after[1].text != "{":
        return None
    endpoint = _iri(after[0], prefixes)
    close = _closing(found, index + 2 + is_silent)
    if endpoint is None or close is None:
        return None
    return Clause(found[index].start, close.end, endpoint, is_silent, slice(after[1].end, close.start))


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind is Kind.NAME and prefix in prefixes else None


def _closing(found: Sequence[Token], opening: int) -> Token | None:
    depth = 0
    for token in found[opening:]:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth == 0:
            return token
    return None
