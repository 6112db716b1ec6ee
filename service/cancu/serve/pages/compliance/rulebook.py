"""/compliance/rules: every rule with its meaning, source, and how often it fires; and one rule with its examples."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cancu.check import PROFILES, Form, Rule, forms, rules
from cancu.serve.http.openapi import LANGUAGE, place, problems, shown
from cancu.serve.pages.compliance.dashboard import SIGNS, Counts, citation, figures, formats, words
from cancu.serve.pages.compliance.filters import Filters, known_rule
from cancu.serve.rest.lists import LISTS, Lists, Wanted
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_EXAMPLES = 10
_NEVER: Mapping[str, int] = MappingProxyType({})


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["compliance"])
    counts, lists = Counts(service), Lists(service)

    @routes.get(
        "/compliance/rules",
        summary="The rules: the page",
        description="Every rule of the check with its meaning, legal source, and how often it fires in this store. "
        "Programs use `/shapes` and `/queries/finding-verdicts`.",
        response_class=HTMLResponse,
        responses={200: shown({"text/html": "<!doctype html>…"}), **problems(503)},
        openapi_extra={"parameters": [LANGUAGE]},
    )
    def every(request: Request) -> HTMLResponse:
        question = service.catalogue["finding-verdicts"]
        return page(
            service,
            request,
            "compliance-rules.html",
            groups=_groups(),
            fired=_fired(service),
            never=_NEVER,
            words=words,
            signs=SIGNS,
            sparql=question.sparql,
            rest=f"/queries/{question.name}?format=json",
            formats=[(name.upper(), f"/queries/{question.name}?format={name}") for name in ("json", "csv", "xlsx")]
            + [("SHACL", "/shapes.ttl")],
            citation=citation(service, request),
        )

    @routes.get(
        "/compliance/rules/{rule}",
        summary="One rule: the page",
        description="What a rule demands, on what law, since when, how often it fires, and words on which it does.",
        response_class=HTMLResponse,
        responses={200: shown({"text/html": "<!doctype html>…"}), **problems(404, 503)},
        openapi_extra={"parameters": [place("rule", "id of a rule", "T03"), LANGUAGE]},
    )
    def one(rule: str, request: Request) -> HTMLResponse:
        return _one(service, counts, lists, request, rule)

    return routes


def _one(service: Service, counts: Counts, lists: Lists, request: Request, rule: str) -> HTMLResponse:
    known_rule(rule)
    asked = Filters({"rule": rule}, "month")
    values = asked.asked | {"language": language_of(request)}
    listed = lists.page(LISTS["findings"], Wanted(values, "document", _EXAMPLES))
    question = service.catalogue["findings"]
    return page(
        service,
        request,
        "compliance-rule.html",
        rule=rule,
        shapes=[known for known in rules().values() if known.id == rule],
        laws=_laws(rule),
        fired=_fired(service),
        never=_NEVER,
        words=words,
        **figures(counts.of(asked)),
        asked=asked,
        examples=listed.rows,
        sparql=question.bind(values, service.finder.resolve),
        rest=asked.address("/api/v1/findings"),
        formats=[*formats(asked), ("SHACL", f"/rules/{rule}.ttl")],
        citation=citation(service, request),
    )


def _groups() -> list[tuple[str, list[Rule]]]:
    known = sorted(rules().values(), key=lambda rule: (rule.id, rule.severity.rank, rule.shape))
    return [(profile, [rule for rule in known if rule.profile == profile]) for profile in PROFILES]


def _laws(rule: str) -> list[Form]:
    """Return the forms in force that alone ask for this rule; none where it holds for every document."""
    shapes = {known.shape for known in rules().values() if known.id == rule}
    return [form for form in forms() if shapes & set(form.rules)]


def _fired(service: Service) -> dict[str, dict[str, Any]]:
    """Return how often each shape fires, and what people said of its findings; kept until the store changes."""

    def made() -> dict[str, dict[str, Any]]:
        return {str(row["shape"]): dict(row) for row in service.table("finding-verdicts").records}

    return service.kept.get("compliance fired", made)
