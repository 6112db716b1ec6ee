"""Look at a SPARQL text before any engine does: length, nesting, and what is never allowed.

SERVICE (SPARQL 1.1 Federated Query) and LOAD (Update) would make this machine ask others in a stranger's name;
FROM may name only graphs that the store holds. The look spares the readers; it never replaces their deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin

from cancu.errors import QueryError
from cancu.store.tokens import Kind, Token, place, tokens


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
    """Bounds of one untrusted question; the text is counted in bytes, the answer too."""

    length: int = 64_000
    depth: int = 100
    seconds: float = 10.0
    memory: int = 2 * 1024**3
    answer: int = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the look found: the form (None where no form keyword stands), the graphs of FROM and of FROM NAMED."""

    form: Form | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


_REMOTE = ("service", "load")
_FORMS = {form.value for form in Form}


def inspect(sparql: str, limits: Limits | None = None) -> Inspection:
    """Return form and graphs of ``sparql``. Raises QueryError where it is too long, too deep or not allowed."""
    limits = limits or Limits()
    if len(sparql.encode("utf-8", "surrogatepass")) > limits.length:
        raise QueryError(
            f"Câu hỏi dài quá {limits.length} byte; hãy viết ngắn lại.",
            f"the query is longer than {limits.length} bytes; shorten it.",
        )
    found = [token for token in tokens(sparql) if token.kind is not Kind.COMMENT]
    _refuse_depth(sparql, found, limits.depth)
    for token in found:
        _refuse_remote(sparql, token)
    graphs = tuple(_graphs(sparql, found))
    return Inspection(
        _form(found),
        default=tuple(iri for iri, is_named in graphs if not is_named),
        named=tuple(iri for iri, is_named in graphs if is_named),
    )


def _wrong(sparql: str, token: Token, vi: str, en: str) -> QueryError:
    where = place(sparql, token.start)
    return QueryError(vi, en, line=where.line, column=where.column)


def _refuse_depth(sparql: str, found: Sequence[Token], depth: int) -> None:
    open_now = 0
    for token in found:
        open_now += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if open_now > depth:
            raise _wrong(
                sparql,
                token,
                f"Ngoặc lồng nhau quá {depth} tầng; hãy viết câu hỏi đơn giản hơn.",
                f"brackets are nested more than {depth} deep; write a simpler query.",
            )


def _refuse_remote(sparql: str, token: Token) -> None:
    if token.kind is Kind.STRAY:
        raise _wrong(
            sparql,
            token,
            f"Dấu {token.text} không có nghĩa ở đây (chuỗi chưa đóng, hoặc mã thoát ngoài chuỗi).",
            f"{token.text} means nothing here (an unclosed string, or an escape outside strings).",
        )
    if _may_hide_remote(token):
        raise _wrong(
            sparql,
            token,
            f"Không được dùng SERVICE hoặc LOAD ở đây: “{token.text[:60]}”.",
            f"SERVICE and LOAD are not allowed here: “{token.text[:60]}”.",
        )


def _may_hide_remote(token: Token) -> bool:
    """Tell whether an engine that reads by grammar could read SERVICE or LOAD in this token."""
    text = token.text.lower()
    if token.kind is Kind.WORD:
        return any(word in text for word in _REMOTE)
    if token.kind is Kind.NAME:
        return any(word in text.split(":", 1)[0] for word in _REMOTE)
    if token.kind is Kind.IRI:
        return re.search(r"\).*(service|load)", text) is not None
    return False


def _form(found: Sequence[Token]) -> Form | None:
    words = (token.text.lower() for token in found if token.kind is Kind.WORD)
    name = next((word for word in words if word in _FORMS), None)
    return Form(name) if name else None


def _graphs(sparql: str, found: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    prefixes: dict[str, str] = {}
    base = ""
    for index, token in enumerate(found):
        if token.kind is not Kind.WORD:
            continue
        word, after = token.text.lower(), found[index + 1 : index + 3]
        if word == "prefix" and len(after) == 2 and after[1].kind is Kind.IRI:
            prefixes[after[0].text.rstrip(":")] = urljoin(base, after[1].text[1:-1])
        elif word == "base" and after and after[0].kind is Kind.IRI:
            base = urljoin(base, after[0].text[1:-1])
        elif word == "from" and after:
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
