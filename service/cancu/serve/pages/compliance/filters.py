"""Which findings are meant: the filters of the dashboard, and how other places of the service name the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from rdflib.namespace import SH
from starlette.requests import Request

from cancu.check import rules
from cancu.errors import NotFoundError, ParameterError
from cancu.finding import Opinion, Severity
from cancu.query.terms import day_of
from cancu.serve.http.openapi import parameter

SEVERITIES: Mapping[str, str] = MappingProxyType(
    {
        Severity.VIOLATION.value: str(SH.Violation),
        Severity.WARNING.value: str(SH.Warning),
        Severity.INFO.value: str(SH.Info),
    }
)
"""IRIs in the store, the worst first."""
OPEN = "open"
STATES = (OPEN, *(opinion.value for opinion in Opinion))
PERIODS = ("month", "quarter", "year")
_NAMES = ("rule", "severity", "issuedBy", "since", "until", "state", "document")
_OWN = frozenset({"by", "lang", "offset", *_NAMES})


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page was asked for; ``values`` are as they were typed, those left blank are not there."""

    values: Mapping[str, str]
    by: str

    @property
    def asked(self) -> dict[str, str]:
        """The values as the questions take them."""
        severity = self.values.get("severity")
        return dict(self.values) | ({"severity": SEVERITIES[severity]} if severity else {})

    def address(self, path: str, **more: str) -> str:
        """Return an address of the service for the same findings, with ``more`` parameters."""
        pairs = self.asked | more
        return path + (f"?{urlencode(pairs)}" if pairs else "")

    def page(self, **changed: str) -> dict[str, str]:
        """Return the parameters of this page with some of them changed; an empty one goes."""
        pairs = {**self.values, "by": self.by} | changed
        return {name: value for name, value in pairs.items() if value}


def read(request: Request) -> Filters:
    """Return the filters of a request. Raises ParameterError, NotFoundError."""
    pairs = request.query_params.multi_items()
    if unknown := next((name for name, _ in pairs if name not in _OWN), None):
        known = ", ".join(sorted(_OWN))
        raise ParameterError(f"Chỉ có các tham số: {known}.", f"there are the parameters: {known}.", where=unknown[:40])
    if len({name for name, _ in pairs}) != len(pairs):
        raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.")
    values = {name: value.strip() for name, value in pairs if name in _NAMES and value.strip()}
    _one_of(values.get("severity"), tuple(SEVERITIES), "severity")
    _one_of(values.get("state"), STATES, "state")
    by = request.query_params.get("by") or PERIODS[0]
    _one_of(by, PERIODS, "by")
    for name in ("since", "until"):
        if name in values:
            values[name] = day_of(name, values[name]).isoformat()
    if "rule" in values:
        known_rule(values["rule"])
    return Filters(MappingProxyType(values), by)


def known_rule(name: str) -> None:
    """Raise NotFoundError where no rule has this id."""
    known = sorted({rule.id for rule in rules().values()})
    if name not in known:
        near = [one for one in known if one.lower() == name.lower() or one[:1] == name[:1].upper()]
        raise NotFoundError("Không có quy tắc này.", "there is no such rule.", where=name[:40], near=near)


def _one_of(value: str | None, known: tuple[str, ...], name: str) -> None:
    if value is not None and value not in known:
        names = ", ".join(known)
        raise ParameterError(f"Phải là: {names}.", f"must be one of: {names}.", where=name)


def described() -> list[dict[str, Any]]:
    """Return the OpenAPI descriptions of the filters; a form sends what is left blank as empty."""

    def choice(name: str, explanation: str, known: tuple[str, ...]) -> dict[str, Any]:
        return parameter(name, explanation, known[0], enum=[*known, ""])

    day = {"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}
    return [
        parameter("rule", "only this rule", "T03"),
        choice("severity", "only this severity", tuple(SEVERITIES)),
        parameter("issuedBy", "body that issued the document: name or IRI", "UBND thành phố Sông Mây"),
        parameter("since", "documents issued on or after", "2026-01-01") | {"schema": day},
        parameter("until", "documents issued on or before", "2026-12-31") | {"schema": day},
        choice("state", "verdict", STATES),
        parameter("document", "only this document: number, name or IRI", "95/KH-UBND"),
        choice("by", "length of the periods", PERIODS),
    ]
