"""GET /api/v1/compare: two documents side by side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cancu.errors import ParameterError
from cancu.namespaces import BASE
from cancu.pipeline.comparison.comparing import PARTS
from cancu.pipeline.comparison.model import Bond, Item, Pair, Paper, Part
from cancu.serve.http.openapi import LANGUAGE, parameter, problems
from cancu.serve.http.parameters import TEXT
from cancu.serve.rest.comparing import SIDES, Comparisons, SideBySide
from cancu.serve.service import Service
from cancu.serve.views import Row
from cancu.serve.words import language_of

_HEAD = ("title", "number", "date", "issuer", "issuerName", "period")


def router(service: Service) -> APIRouter:
    """Return the route."""
    routes = APIRouter(prefix="/api/v1", tags=["api"])
    comparisons = Comparisons(service)

    @routes.get(
        "/compare",
        summary="Two documents side by side",
        description="Duties, citations, reports, events and recipients that only one of two documents has, those of "
        "both, and how these differ, word by word. Where one rests on the other: reports that it forgot, duties that "
        "nobody takes up, and duties that are late.",
        response_class=JSONResponse,
        responses={200: _shown(), **problems(300, 400, 404, 503)},
        openapi_extra={"parameters": [_side("a", "95/KH-UBND"), _side("b", "KH 07 UBND phường Đồi Sim"), LANGUAGE]},
    )
    def compared(request: Request) -> JSONResponse:
        sent = [name for name, _ in request.query_params.multi_items()]
        for name in sent:
            if name not in {*SIDES, "lang"} or sent.count(name) > 1:
                raise ParameterError("Chỉ có a, b, lang, mỗi thứ một lần.", "a, b and lang, once each.", where=name)
        a, b = (comparisons.meant(side, request.query_params.get(side, "")).iri for side in SIDES)
        return JSONResponse(as_json(comparisons.of(a, b, language_of(request))))

    return routes


def as_json(found: SideBySide) -> dict[str, Any]:
    """Return a comparison as plain JSON values."""
    comparison = found.comparison
    return {
        "a": _paper(comparison.a, found.heads[0]),
        "b": _paper(comparison.b, found.heads[1]),
        "same": comparison.is_same,
        "below": list(found.below),
        "parts": {part.name: _part(part) for part in comparison.parts},
        "forgotten": list(found.forgotten),
        "notTakenUp": list(found.untaken),
        "late": list(found.late),
    }


def _paper(one: Paper, head: Row) -> dict[str, Any]:
    return {"iri": one.iri, "label": one.label} | {name: head[name] for name in _HEAD if name in head}


def _part(part: Part) -> dict[str, Any]:
    return {
        "same": len(part.same),
        "changed": len(part.changed),
        "whole": part.is_whole,
        "pairs": [_pair(pair) for pair in part.pairs],
        "onlyA": [_item(item) for item in part.only_a],
        "onlyB": [_item(item) for item in part.only_b],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "bond": pair.bond.value,
        "likeness": pair.likeness,
        "differs": list(pair.differs),
        "a": _item(pair.a),
        "b": _item(pair.b),
        "words": [{"a": piece.a, "b": piece.b, "same": piece.is_same} for piece in pair.pieces],
    }


def _item(item: Item) -> dict[str, Any]:
    return {"iri": item.iri, "words": item.words, "facts": {fact.name: fact.shown for fact in item.facts}}


def _side(name: str, example: str) -> dict[str, Any]:
    return parameter(name, "a document: number, name or IRI, as people type it", example, required=True, **TEXT)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _shown() -> dict[str, Any]:
    text, count, truth = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "boolean"}
    facts = {"type": "object", "description": "as printed", "additionalProperties": text}
    item = _object(iri=text, words=text, facts=facts)
    piece = _object(a=text, b=text, same=truth)
    pair = _object(
        bond={"type": "string", "enum": [bond.value for bond in Bond], "description": "why both are taken for one"},
        likeness={"type": "number", "minimum": 0, "maximum": 1, "description": "share of words in common"},
        differs={"type": "array", "items": text, "description": "names of facts that differ"},
        a=item,
        b=item,
        words={"type": "array", "items": piece, "description": "both texts, cut where they differ"},
    )
    items = {"type": "array", "items": item}
    whole = truth | {"description": "false: too many items to look for near words"}
    part = _object(
        same=count, changed=count, whole=whole, pairs={"type": "array", "items": pair}, onlyA=items, onlyB=items
    )
    rows = {"type": "array", "items": {"type": "object"}}
    schema = _object(
        a=_object(iri=text, label=text),
        b=_object(iri=text, label=text),
        same=truth | {"description": "nothing differs"},
        below={"type": "array", "items": {"enum": list(SIDES)}, "description": "sides that rest on the other"},
        parts=_object(**dict.fromkeys(PARTS, part)),
        forgotten=rows | {"description": "rows of the question forgotten-reports"},
        notTakenUp=rows | {"description": "rows of the question duties-not-taken-up"},
        late=rows | {"description": "rows of the question late-duties"},
    )
    return {"description": "What differs", "content": {"application/json": {"schema": schema, "example": _example()}}}


def _example() -> dict[str, Any]:
    def task(side: str, words: str) -> dict[str, Any]:
        return {"iri": f"{BASE}id/task/{side}", "words": words, "facts": {"leads": "Sở Du lịch"}}

    words = [{"a": "Tổ chức hội chợ năm", "b": "Tổ chức hội chợ năm", "same": True}]
    words.append({"a": "2025", "b": "2026", "same": False})
    one, other = (task(side, f"Tổ chức hội chợ năm {year}") for side, year in (("a", 2025), ("b", 2026)))
    pair = {"bond": "near", "likeness": 0.8, "differs": [], "a": one, "b": other, "words": words}
    part = {"same": 0, "changed": 0, "whole": True, "pairs": [], "onlyA": [], "onlyB": []}
    parts = dict.fromkeys(PARTS, part) | {"duties": part | {"changed": 1, "pairs": [pair]}}
    documents = {side: {"iri": f"{BASE}id/doc/{side}", "label": f"Kế hoạch {side}"} for side in SIDES}
    return {**documents, "same": False, "below": [], "parts": parts, "forgotten": [], "notTakenUp": [], "late": []}
