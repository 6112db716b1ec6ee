"""Which page a thing gets: by its classes, and for documents by whether their text was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from cancu.namespaces import CC, CCV
from cancu.query import Catalogue
from cancu.serve.faces.asking import Asking
from cancu.serve.faces.body import body_face
from cancu.serve.faces.reference import reference_face
from cancu.serve.faces.showing import Shown, offered
from cancu.serve.faces.thing import thing_face
from cancu.serve.service import Service
from cancu.serve.words import language_of

_READ = str(CCV["status/extracted"])


@dataclass(frozen=True, slots=True)
class Face:
    """A template and what it shows, ``view`` among it."""

    template: str
    values: Mapping[str, Any]


def face_of(service: Service, own: Catalogue, request: Request, iri: str) -> Face | None:
    """Return the face of a thing, None of a document whose text was read; ``own`` holds the questions of pages.

    Raises ParameterError for a filter that is wrong, NotFoundError for one that names nothing.
    """
    asking = Asking(service, own, language_of(request))
    rows = asking.rows("kind", {"thing": iri})
    statuses = {str(row["status"]) for row in rows if "status" in row}
    classes = {str(row["class"]) for row in rows if "class" in row}
    if _READ in statuses:
        return None
    makers: tuple[tuple[bool, str, Callable[[Asking, Request, str], Shown | None]], ...] = (
        (bool(statuses), "reference.html", reference_face),
        (str(CC.Body) in classes, "body.html", body_face),
        (True, "thing.html", thing_face),
    )
    found = ((template, make(asking, request, iri)) for fits, template, make in makers if fits)
    template, shown = next((template, shown) for template, shown in found if shown is not None)
    return Face(template, offered(asking, request, iri, shown))
