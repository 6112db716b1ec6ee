"""Look at a SPARQL text before any engine does: length, nesting, and what is never allowed.

SERVICE (SPARQL 1.1 Federated Query) and LOAD (Update) would make this machine ask others in a stranger's name: LOAD is
refused, SERVICE allowed where it names an address of the list and stands so that it can be taken out as a whole;
FROM may name only graphs that the store holds. The look spares the readers; it never replaces their deadline.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from urllib.parse import urljoin

from cancu.engine.topk import TopK
from cancu.errors import QueryError
from cancu.store.clauses import Clause, read_clause
from cancu.store.tokens import Kind, Token, place, tokens
from cancu.store.topk import top_k
from cancu.store.whole import whole_graph


class Form(StrEnum):
    """The four forms of a query."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"

    @property
    def is_graph(self) -> bool:
        """Tell whether the answer is a graph rather than solutions."""
        return self in {Form.CONSTRUCT, Form.DESCRIBE}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one untrusted question or update, in bytes and seconds.

    ``update`` bounds the text of an update, ``change`` the graphs that one update or upload writes anew; ``kept`` are
    the bytes of answers to questions that are kept, all together, until the store changes.
    """

    length: int = 64_000
    depth: int = 100
    seconds: float = 10.0
    memory: int = 2 * 1024**3
    answer: int = 64 * 1024**2
    update: int = 1_000_000
    change: int = 256 * 1024**2
    rows: int = 500_000
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the look found: the form (None where no form keyword stands), the graphs of FROM and of FROM NAMED.

    ``whole`` is the graph whose triples are all that is asked for, where that is so; ``topk`` how the first rows of an
    order are found, where that is known.
    """

    form: Form | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    services: tuple[Clause, ...] = ()
    prologue: str = ""
    whole: str | None = None
    topk: TopK | None = None


_SHORT = 8_000
_LONG_LOOK = threading.Lock()
"""Held while a text of more than ``_SHORT`` characters is looked at: many at a time would take the interpreter from all
other requests."""

_REMOTE = ("service", "load")
_OWN = 10_000_000
_FORMS = {form.value for form in Form}


def inspect(sparql: str, limits: Limits | None = None, *, services: Collection[str] | None = ()) -> Inspection:
    """Return what ``sparql`` is. Raises QueryError where it is too long, too deep or not allowed.

    ``services`` are the addresses that SERVICE may name; None lets any pass (for who only wants to know the form).
    """
    limits = limits or Limits()
    if len(sparql) > limits.length or len(sparql.encode("utf-8", "surrogatepass")) > limits.length:
        raise QueryError(
            f"Câu hỏi dài quá {limits.length} byte; hãy viết ngắn lại.",
            f"the query is longer than {limits.length} bytes; shorten it.",
        )
    allowed = None if services is None else frozenset(services)
    if len(sparql) <= _SHORT:
        return _look_once(sparql, limits.depth, allowed)
    with _LONG_LOOK:
        return _look(sparql, limits.depth, allowed)


def form_of(sparql: str) -> Form | None:
    """Return the form of a text of our own, of whatever length, which is looked at as a stranger's only where it could
    name another machine. Raises QueryError as ``inspect``.
    """
    plain = sparql.lower()
    if any(word in plain for word in (*_REMOTE, "\\u")):
        return inspect(sparql, Limits(length=_OWN)).form
    words = (token.text.lower() for token in tokens(sparql) if token.kind is Kind.WORD)
    return next((Form(word) for word in words if word in _FORMS), None)


def _look(sparql: str, depth: int, services: frozenset[str] | None) -> Inspection:
    found = list(_cut(sparql, depth))
    base, prefixes = _prologue(found)
    clauses = tuple(_clauses(sparql, found, prefixes, services))
    graphs = tuple(_graphs(sparql, found, base, prefixes))
    form = next((token for token in found if token.kind is Kind.WORD and token.text.lower() in _FORMS), None)
    return Inspection(
        Form(form.text.lower()) if form else None,
        default=tuple(iri for iri, is_named in graphs if not is_named),
        named=tuple(iri for iri, is_named in graphs if is_named),
        services=clauses,
        prologue=sparql[: form.start] if form else "",
        whole=whole_graph(found),
        topk=top_k(sparql, found),
    )


_look_once = lru_cache(1000)(_look)
"""A request may need the look at several places, and many ask the same."""


def _cut(sparql: str, depth: int) -> Iterator[Token]:
    """Yield the tokens but comments; the first that is wrong ends it all, before what follows costs any time.

    Engines read ``!``, ``-``, ``+`` and ``^`` one within the other, as they do brackets.
    """
    open_now = signs = 0
    for token in tokens(sparql):
        kind = token.kind
        if kind is Kind.COMMENT:
            continue
        if kind is Kind.STRAY:
            raise _wrong(
                sparql,
                token,
                f"Dấu {token.text} không có nghĩa ở đây (chuỗi chưa đóng, hoặc mã thoát ngoài chuỗi).",
                f"{token.text} means nothing here (an unclosed string, or an escape outside strings).",
            )
        open_now += (kind is Kind.OPEN) - (kind is Kind.CLOSE)
        signs = signs + 1 if kind is Kind.OTHER else 0
        if max(open_now, signs) > depth:
            raise _wrong(
                sparql,
                token,
                f"Ngoặc hoặc dấu “{token.text}” lồng nhau quá {depth} tầng; hãy viết câu hỏi đơn giản hơn.",
                f"brackets or signs “{token.text}” are nested more than {depth} deep; write a simpler query.",
            )
        yield token


def _wrong(sparql: str, token: Token, vi: str, en: str) -> QueryError:
    where = place(sparql, token.start)
    return QueryError(vi, en, line=where.line, column=where.column)


def _clauses(
    sparql: str, found: Sequence[Token], prefixes: dict[str, str], services: Collection[str] | None
) -> Iterator[Clause]:
    """Yield the SERVICE clauses that are allowed. Raises QueryError for any other way to name another machine."""
    last: Clause | None = None
    for index, token in enumerate(found):
        if not _may_hide_remote(token):
            continue
        clause = read_clause(found, index, prefixes)
        is_known = clause is not None and (services is None or clause.endpoint in services)
        is_nested = last is not None and token.start < last.end
        if clause is None or not is_known or is_nested:
            raise _wrong(
                sparql,
                token,
                f"Không được dùng SERVICE hoặc LOAD ở đây: “{token.text[:60]}”.",
                f"SERVICE and LOAD are not allowed here: “{token.text[:60]}”.",
            )
        last = clause
        yield clause


def _may_hide_remote(token: Token) -> bool:
    """Tell whether an engine that reads by grammar could read SERVICE or LOAD in this token."""
    text = token.text.lower()
    if token.kind is Kind.WORD:
        return any(word in text for word in _REMOTE)
    if token.kind is Kind.NAME:
        return any(word in text.split(":", 1)[0] for word in _REMOTE)
    if token.kind is Kind.IRI:
        return any(word in text.partition(")")[2] for word in _REMOTE)
    return False


def _prologue(found: Sequence[Token]) -> tuple[str, dict[str, str]]:
    """Return the base and the prefixes; each is relative to the base that stands before it (SPARQL 1.1 §4.1.1)."""
    base, prefixes = "", dict[str, str]()
    for token, name, iri in zip_longest(found, found[1:], found[2:]):
        word = token.text.lower() if token.kind is Kind.WORD else ""
        if word == "prefix" and iri and iri.kind is Kind.IRI:
            prefixes[name.text.rstrip(":")] = urljoin(base, iri.text[1:-1])
        elif word == "base" and name and name.kind is Kind.IRI:
            base = urljoin(base, name.text[1:-1])
    return base, prefixes


def _graphs(sparql: str, found: Sequence[Token], base: str, prefixes: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for index, token in enumerate(found[:-1]):
        if token.kind is Kind.WORD and token.text.lower() == "from":
            after = found[index + 1 : index + 3]
            is_named = after[0].text.lower() == "named"
            yield urljoin(base, _graph(sparql, after[-1] if is_named else after[0], prefixes)), is_named


def _graph(sparql: str, token: Token, prefixes: dict[str, str]) -> str:
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if token.kind is Kind.NAME and prefix in prefixes:
        return prefixes[prefix] + local
    raise _wrong(
        sparql,
        token,
        f"Sau FROM phải là IRI của một đồ thị, không phải “{token.text[:60]}”.",
        f"FROM needs the IRI of a graph, not “{token.text[:60]}”.",
    )
