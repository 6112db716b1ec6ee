"""/compliance/findings: what the rules find in the store, by rule and issuer over time, and the findings themselves."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cancu.check import Rule, rules
from cancu.errors import ParameterError
from cancu.finding import Severity
from cancu.serve.http.kept import Kept
from cancu.serve.http.openapi import LANGUAGE, parameter, problems, shown
from cancu.serve.pages.compliance import chart, filters
from cancu.serve.pages.compliance.filters import Filters
from cancu.serve.pages.compliance.tally import Tally, tally
from cancu.serve.rest.lists import LISTS, Lists, Page, Wanted
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say

_BLANK = re.compile(r"\{[?$]\w+\}")
_PERIODS = 24
_ISSUERS = 50
_ROWS = 25
_KEPT = 64
_MOST = 9
"""Digits of an offset."""
NAMES = {iri: name for name, iri in filters.SEVERITIES.items()}
SIGNS = {Severity.VIOLATION.value: "■", Severity.WARNING.value: "▲", Severity.INFO.value: "○"}


class Counts:
    """Counted findings, kept until the store changes. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept = Kept(lambda: service.store.version, most=_KEPT)

    def of(self, asked: Filters) -> Tally:
        """Return what is counted. Raises ParameterError, NotFoundError, LimitError, StoreError."""

        def made() -> Tally:
            return tally(self._service.table("findings-over-time", asked.asked).records, asked.by)

        return self._kept.get(repr((sorted(asked.asked.items()), asked.by)), made)


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["compliance"])
    counts, lists = Counts(service), Lists(service)

    @routes.get(
        "/compliance/findings",
        summary="Findings of the store: the page",
        description="How many findings there are by rule, issuer and period of issue, and the findings with their "
        "words. Programs use `GET /api/v1/findings` and `/queries/findings-over-time`.",
        response_class=HTMLResponse,
        responses={200: shown({"text/html": "<!doctype html>…"}), **problems(400, 404, 503)},
        openapi_extra={
            "parameters": [
                *filters.described(),
                parameter("offset", "findings to pass over", 25, type="integer", minimum=0),
                LANGUAGE,
            ]
        },
    )
    def findings(request: Request) -> HTMLResponse:
        asked = filters.read(request)
        offset = _offset(request)
        counted = counts.of(asked)
        values = asked.asked | {"language": language_of(request)}
        listed = lists.page(LISTS["findings"], Wanted(values, "document", _ROWS, offset))
        question = service.catalogue["findings-over-time"]
        return page(
            service,
            request,
            "compliance-findings.html",
            asked=asked,
            **figures(counted),
            listed=listed.rows,
            total=listed.total,
            offset=offset,
            following=_following(listed, offset),
            before=None if offset == 0 else max(0, offset - _ROWS),
            meanings=meanings(language_of(request)),
            choices=filters,
            sparql=question.bind(asked.asked, service.finder.resolve),
            rest=asked.address("/api/v1/findings"),
            formats=formats(asked),
            citation=citation(service, request),
        )

    return routes


def figures(counted: Tally) -> dict[str, Any]:
    """Return what templates show of counted findings: tables and drawings, each bounded."""
    last = counted.periods[-_PERIODS:]
    most_rule = max((line.total for line in counted.rules), default=0)
    most_issuer = max((line.total for line in counted.issuers), default=0)
    return {
        "counted": counted,
        "chart": chart.columns(last),
        "cut_periods": len(counted.periods) - len(last),
        "issuers": counted.issuers[:_ISSUERS],
        "cut_issuers": max(0, len(counted.issuers) - _ISSUERS),
        "bar": chart.bar,
        "most_rule": most_rule,
        "most_issuer": most_issuer,
        "long": chart.LONG,
        "thick": chart.THICK,
        "signs": SIGNS,
        "severity_names": NAMES,
    }


def words(rule: Rule, language: str) -> str:
    """Return what a rule says; the places that it fills are shown as “…”."""
    return _BLANK.sub("…", rule.message_en if language == "en" else rule.message_vi)


def meanings(language: str) -> dict[str, str]:
    """Return by id, in order, what the gravest shape of each rule says."""
    gravest = sorted(rules().values(), key=lambda rule: (rule.id, -rule.severity.rank, rule.shape))
    return {rule.id: words(rule, language) for rule in gravest}


def formats(asked: Filters) -> list[tuple[str, str]]:
    """Return addresses of the same figures as data."""
    path = "/queries/findings-over-time"
    return [(name.upper(), asked.address(path, format=name)) for name in ("json", "csv", "xlsx")]


def citation(service: Service, request: Request) -> str:
    """Return words by which a figure of this page can be cited."""
    told = partial(say, language=language_of(request))
    return f"{service.options.publisher}: {told('comply.findings')}. {request.url}"


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST):
        raise ParameterError("Phải là số nguyên ≥ 0.", "must be a whole number ≥ 0.", where="offset")
    return int(text)


def _following(listed: Page, offset: int) -> int | None:
    return offset + _ROWS if listed.last is not None else None
