"""Why something is said: on which words, file, rules and reviews the statements about one thing rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu.errors import NotFoundError
from cancu.namespaces import BASE
from cancu.query import NamedQuery
from cancu.serve.http.openapi import LANGUAGE, problems, shown
from cancu.serve.http.parameters import described, given
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.views import Row
from cancu.serve.words import language_of

_STATEMENT = ("property", "value")
_EXAMPLE = f"{BASE}id/doc/tw/k13/nq/59"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that bears witness (words of a document, a row of the registry), and what rests on it."""

    told: Row
    statements: tuple[Row, ...]


def router(service: Service) -> APIRouter:
    """Return the route."""
    routes = APIRouter(tags=["pages"])
    question = service.catalogue["why"]

    @routes.get(
        "/why",
        summary="Why something is said",
        description="On which words, file, rules, registry and reviews the statements about one thing rest, as a page; "
        "the same as data is `/queries/why`.",
        response_class=Response,
        responses={200: shown({"text/html": "<!doctype html>…"}, "The page"), **problems(400, 404, 503)},
        openapi_extra={"parameters": [*_parameters(question), LANGUAGE]},
    )
    def why(request: Request) -> Response:
        values = given(request, question)
        subject, language = values.get("subject", "").strip(), language_of(request)
        sparql = question.bind(values, service.finder.resolve)
        rows = service.table("why", values).records
        facts = service.table("facts-of", {"subject": subject, "language": language}).records
        if not rows and not facts:
            raise NotFoundError(
                f"Kho không nói gì về <{subject}>.", f"the store says nothing of <{subject}>.", where="subject"
            )
        address = {name: value for name, value in values.items() if value}
        return page(
            service,
            request,
            "why.html",
            subject=subject,
            label=_label(rows, facts) or subject,
            evidence=evidence(rows, facts),
            facts=facts,
            sparql=sparql,
            address=address,
        )

    return routes


def evidence(rows: Iterable[Row], facts: Iterable[Row]) -> tuple[Evidence, ...]:
    """Return the answer of the question “why” by what bears witness.

    ``facts`` (of “facts-of”) give the labels of statements; what is not among them was only inferred, and is left out.
    """
    labels = {(row["property"], row["value"]): row for row in facts}
    found: dict[tuple[Any, ...], tuple[Row, dict[tuple[Any, Any], Row]]] = {}
    for row in rows:
        key = tuple(row.get(name) for name in ("evidence", "document", "source", "sha256", "version"))
        told, statements = found.setdefault(key, ({}, {}))
        told |= {name: value for name, value in row.items() if name not in _STATEMENT}
        pair = (row["property"], row["value"])
        if pair in labels:
            statements[pair] = labels[pair]
    return tuple(Evidence(told, tuple(said.values())) for told, said in found.values())


def _label(rows: Iterable[Row], facts: Iterable[Row]) -> str | None:
    """Return what to call the thing: its name, else its words, else what the check says of it."""
    names = ("prefLabel", "label", "heading", "quote", "resultMessage")
    told = {name: str(row["value"]) for row in facts for name in names if str(row["property"]).endswith(f"#{name}")}
    quotes = (str(row["quote"]) for row in rows if "quote" in row)
    return next((told[name] for name in names if name in told), None) or next(quotes, None)


def _parameters(question: NamedQuery) -> list[dict[str, Any]]:
    told = described(question, is_form=True)
    return [one | ({"example": _EXAMPLE} if one["name"] == "subject" else {}) for one in told]
