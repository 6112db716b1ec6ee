"""/compare: two documents side by side, and the page on which they are chosen; /api/v1/compare has it as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cancu.errors import AmbiguousError, CancuError, NotFoundError, ParameterError
from cancu.query import Match
from cancu.serve.rest.comparing import SIDES, Comparisons, SideBySide
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say

_SHOWN = 100
"""Items of a list before “more”."""
_CHOICES = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One side as it was typed: the documents that it may mean, what is wrong with it, and what comes close."""

    name: str
    typed: str
    matches: tuple[Match, ...] = ()
    trouble: CancuError | None = None
    near: tuple[Match, ...] = ()

    @property
    def meant(self) -> str | None:
        """The one document meant."""
        return self.matches[0].iri if len(self.matches) == 1 and self.trouble is None else None


def router(service: Service) -> APIRouter:
    """Return the route."""
    routes = APIRouter(include_in_schema=False)
    comparisons = Comparisons(service)

    @routes.get("/compare", response_class=HTMLResponse)
    def compared(request: Request) -> HTMLResponse:
        for name, values in ((name, request.query_params.getlist(name)) for name in request.query_params):
            if len(values) > 1:
                raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.", where=name)
        choices = [_choice(comparisons, side, request.query_params.get(side, "")) for side in SIDES]
        a, b = (choice.meant for choice in choices)
        if a is None or b is None:
            return _chooser(service, request, comparisons, choices)
        return _result(service, request, comparisons.of(a, b, language_of(request)), comparisons)

    return routes


def _choice(comparisons: Comparisons, name: str, typed: str) -> Choice:
    if not typed.strip():
        return Choice(name, "")
    try:
        return Choice(name, typed, (comparisons.meant(name, typed),))
    except AmbiguousError as error:
        return Choice(name, typed, comparisons.candidates(typed)[:_CHOICES], error)
    except (NotFoundError, ParameterError) as error:
        return Choice(name, typed, (), error, comparisons.near(typed))


def _chooser(service: Service, request: Request, comparisons: Comparisons, choices: list[Choice]) -> HTMLResponse:
    """Show the form; what is typed wrong is told beside its field, what is meant in several ways can be chosen."""
    suggested = comparisons.suggested(language_of(request))
    response = page(service, request, "compare.html", choices=choices, suggested=suggested)
    response.status_code = max((choice.trouble.status for choice in choices if choice.trouble), default=200)
    return response


def _result(service: Service, request: Request, found: SideBySide, comparisons: Comparisons) -> HTMLResponse:
    language = language_of(request)
    papers = (found.comparison.a, found.comparison.b)
    sides = {"a": papers[0].iri, "b": papers[1].iri}
    iris = [iri for one in papers for iri in comparisons.same(one.iri)]
    rest = f"/api/v1/compare?{urlencode(sides)}"
    named: dict[str, Any] = {side: one.label for side, one in zip(SIDES, papers, strict=True)}
    values: dict[str, Any] = {
        "found": found,
        "papers": tuple(zip(SIDES, papers, found.heads, strict=True)),
        "sides": sides,
        "most": _SHOWN,
        "whole": request.query_params.get("all", ""),
        "sparql": service.catalogue["tasks"].bind({}, only={"document": iris}),
        "rest": rest,
        "formats": [("JSON", rest)],
        "citation": say("compare.citation", language).format(**named, url=request.url),
    }
    return page(service, request, "compared.html", **values)
