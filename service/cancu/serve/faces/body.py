"""The page of a body: what it has to do, what it issued, whom it stands under and over, what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rdflib import DCTERMS, SKOS
from starlette.requests import Request

from cancu.namespaces import CC
from cancu.query import Kind
from cancu.serve.faces.asking import Asking
from cancu.serve.faces.duties import Duties, Reports, duties, reports
from cancu.serve.faces.facts import by_property, source_of, values
from cancu.serve.faces.showing import Shown
from cancu.serve.http.parameters import now, origin
from cancu.serve.views import Row

KINDS = ("PublicBody", "PartyBody", "FrontBody", "BodyGroup")
"""Kinds of bodies; what is none of them is ``Body``."""
_DOCUMENTS = 20
_CHILDREN = 60
_PATHS = 3
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents of a body: how many, and the first of them."""

    total: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The line of command: ways from the top down to just above the body, and who stands directly below."""

    above: tuple[tuple[Row, ...], ...]
    below: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of a body; ``read`` are its documents that are here, ``cited`` those that others cite."""

    label: str
    kind: str
    other_names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    places: tuple[Row, ...]
    sources: tuple[tuple[str, str], ...]
    duties: Duties
    reports: dict[str, Reports]
    read: Documents
    cited: Documents
    line: Line
    around: dict[str, tuple[Row, ...]]
    printed: tuple[Row, ...]
    calendar: str
    feed: str
    today: str


def body_face(asking: Asking, request: Request, iri: str) -> Shown | None:
    """Return what the page shows. Raises ParameterError for a wrong filter."""
    facts = by_property(asking.rows("facts-of", {"subject": iri}), asking.language)
    today = now().date()
    read, cited = _documents(asking, iri)
    names = values(facts, str(SKOS.prefLabel))
    classes = asking.rows("kind", {"thing": iri})
    kinds = {str(row.get("class", "")).removeprefix(str(CC)) for row in classes}
    home = origin(request)
    view = Body(
        label=names[0] if names else iri.rpartition("/")[2],
        kind=next((kind for kind in KINDS if kind in kinds), "Body"),
        other_names=values(facts, str(SKOS.altLabel)),
        abbreviations=values(facts, str(CC.abbreviation)),
        places=facts[str(CC.inPlace)].rows if str(CC.inPlace) in facts else (),
        sources=tuple(source_of(code) for code in values(facts, str(DCTERMS.source))),
        duties=duties(asking, request, iri, today),
        reports=reports(asking, iri, today),
        read=read,
        cited=cited,
        line=_line(asking, iri),
        around=_around(asking, iri),
        printed=asking.rows("printed-names", {"body": iri}),
        calendar=f"{home}/calendar.ics?{urlencode({'body': iri})}",
        feed=f"{home}/feed.atom?{urlencode({'issuer': iri})}",
        today=today.isoformat(),
    )
    asked = {"agency": iri}
    return Shown(view, view.label, "tasks-by-agency", asked, f"/api/v1/tasks?{urlencode(asked)}")


def _documents(asking: Asking, iri: str) -> tuple[Documents, Documents]:
    """Return the documents that are here, the newest first, and those that others cite, the most cited first."""
    rows = asking.rows("body-documents", {"body": iri})
    read = [row for row in rows if row["isRead"] == 1]
    cited = sorted((row for row in rows if row["documents"]), key=lambda row: -int(row["documents"]))
    shown = [str(row["document"]) for row in (*read[:_DOCUMENTS], *cited[:_DOCUMENTS])]
    told = asking.chosen("documents-told", "document", shown)
    signed = _heads(asking, shown[: len(read[:_DOCUMENTS])])

    def first(found: list[Row]) -> Documents:
        keys = [str(row["document"]) for row in found[:_DOCUMENTS]]
        return Documents(len(found), tuple({**signed.get(key, {}), **told[key]} for key in keys if key in told))

    return first(read), first(cited)


def _heads(asking: Asking, iris: Sequence[str]) -> dict[str, Row]:
    """Return the heads of documents, each with what its other identifier adds: its text may be known by that."""
    same = {iri: (iri, *asking.service.finder.resolve(Kind.REFERENCE, iri)) for iri in iris}
    heads = asking.chosen("document-header", "document", (one for ones in same.values() for one in ones))
    return {
        iri: {name: value for one in reversed(ones) for name, value in heads.get(one, {}).items()}
        for iri, ones in same.items()
    }


def _line(asking: Asking, iri: str) -> Line:
    rows = asking.rows("body-line", {"body": iri})
    above: dict[str, list[Row]] = {}
    for row in rows:
        if row["way"] == "up":
            above.setdefault(str(row["lower"]), []).append(row)
    below = [row for row in rows if row["way"] == "down"]
    counts = asking.chosen("body-counts", "body", (str(row["lower"]) for row in below[:_CHILDREN]))
    shown = tuple({**row, **counts.get(str(row["lower"]), {})} for row in below[:_CHILDREN])
    return Line(tuple(_ways(above, iri))[:_PATHS], shown, len(below))


def _ways(above: dict[str, list[Row]], iri: str) -> Iterable[tuple[Row, ...]]:
    """Yield the ways up from a body, turned round to begin at the top; a ring is left where it closes."""
    todo: list[tuple[str, tuple[Row, ...]]] = [(iri, ())]
    while todo:
        place, way = todo.pop(0)
        seen = {iri, *(str(row["upper"]) for row in way)}
        further = [row for row in above.get(place, ()) if row["upper"] not in seen]
        if way and (not further or len(way) >= _STEPS):
            yield tuple(reversed(way))
        elif len(todo) < _STEPS:
            todo += [(str(row["upper"]), (*way, row)) for row in further]


def _around(asking: Asking, iri: str) -> dict[str, tuple[Row, ...]]:
    """Return the bodies before and after this one, the posts in it and its terms, each with names.

    A body that took another in is before and after itself; that is left out.
    """
    rows = [row for row in asking.rows("body-around", {"body": iri}) if row.get("other") != iri]
    names = asking.names(str(row[key]) for row in rows for key in ("other", "event", "kind") if key in row)
    found: dict[str, list[Row]] = {}
    for row in rows:
        told = {f"{key}Label": names[str(row[key])] for key in ("other", "event", "kind") if row.get(key) in names}
        found.setdefault(str(row["way"]), []).append({**row, **told})
    return {way: tuple(of) for way, of in found.items()}
