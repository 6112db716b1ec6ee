"""Small views of one entity, type or property: the page in a client's frame, the fly-out beside a suggestion."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from cancu.errors import NotFoundError
from cancu.serve.reconcile.describing import described
from cancu.serve.reconcile.entities import Entity
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.suggesting import property_item
from cancu.serve.reconcile.tables import property_of
from cancu.serve.templating import text

PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Anyone may frame a preview, which is of no use alone; nothing in it runs, loads or sends."""


def known(name: str, index: Index) -> Entity:
    """Return the entity of that id or IRI. Raises NotFoundError."""
    found = index.entity(name)
    if found is None:
        raise NotFoundError(f"Không có thực thể “{name[:200]}”.", f"there is no entity “{name[:200]}”.", where="id")
    return found


def preview(name: str, place: str, index: Index, language: str) -> HTMLResponse:
    """Return the page for a frame. Raises NotFoundError."""
    one = known(name, index)
    types = [index.types[kind].name.say(language) for kind in one.types if kind in index.types]
    body = text(
        "reconcile-preview.html",
        language=language,
        name=one.label.say(language),
        description=described(one, index, language),
        others=[other for other in one.names if other not in {one.label.vi, one.label.en}][:5],
        types=types,
        iri=one.iri,
        view=f"{place}/view",
        id=one.id,
    )
    return HTMLResponse(body, headers={"Content-Security-Policy": PREVIEW_POLICY})


def flyout(kind: str, name: str, index: Index, language: str) -> dict[str, Any]:
    """Return the fly-out of an entity, type or property. Raises NotFoundError."""
    title, description = _about(kind, name, index, language)
    return {"id": name, "html": text("reconcile-flyout.html", name=title, description=description).strip()}


def _about(kind: str, name: str, index: Index, language: str) -> tuple[str, str]:
    if kind == "entity":
        one = known(name, index)
        return one.label.say(language), described(one, index, language)
    if kind == "type" and (own := index.type(name)):
        found = index.types[own]
        return found.name.say(language), index.types[found.broader].name.say(language) if found.broader else ""
    item = property_of(name) if kind == "property" else None
    if item is None:
        raise NotFoundError(f"Không có “{name[:200]}”.", f"there is no “{name[:200]}”.", where="id")
    told = property_item(item, index, language)
    return str(told["name"]), str(told["description"])
