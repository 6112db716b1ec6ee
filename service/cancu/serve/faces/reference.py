"""The page of a document that is cited and not held: what is known of it, who cites it, its namesakes.

“Nghị quyết 59” is several documents: they are told apart by issuer and date, and each with how many documents cite it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rdflib import DCTERMS, SKOS
from starlette.requests import Request

from cancu.namespaces import CC
from cancu.query import Kind
from cancu.serve.faces.asking import Asking
from cancu.serve.faces.citing import Citing, citing
from cancu.serve.faces.facts import Property, by_property, source_of, values
from cancu.serve.faces.notes import Note, note
from cancu.serve.faces.showing import Shown
from cancu.serve.views import Row

_NAMESAKES = 30
_CHAIN = 60
_ONCE = ("validityFrom", "validityBy", "validityReason", "validityKnown", "learntReason")


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a document beside its head, and how it stands among others.

    ``standing`` has its validity where one is known; ``sources`` tells where the registry has it from.
    """

    header: Row
    titles: tuple[str, ...]
    standing: Mapping[str, str]
    notes: tuple[Note, ...]
    sources: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, tuple[Row, ...]], ...]
    chain: tuple[Row, ...]
    namesakes: tuple[Row, ...]
    number: str
    citing: Citing


def reference_face(asking: Asking, request: Request, iri: str) -> Shown | None:
    """Return what the page shows; None where there is no head. Raises what ``citing`` raises."""
    heads = asking.rows("document-header", {"document": iri})
    if not heads:
        return None
    own_last = sorted(heads, key=lambda row: row["document"] == iri)
    header = {name: value for row in own_last for name, value in row.items()}
    iris = tuple(dict.fromkeys((iri, *asking.service.finder.resolve(Kind.REFERENCE, iri))))
    facts = by_property(asking.rows("facts-of", {"subject": iri}), asking.language)
    number, namesakes = _namesakes(asking, iri, iris, str(header.get("number", "")))
    who = citing(asking, request, iris)
    view = Reference(
        header=header,
        titles=values(facts, str(SKOS.altLabel)),
        standing=_standing(facts),
        notes=tuple(note(text, asking.language) for text in values(facts, str(SKOS.note))),
        sources=tuple(source_of(code) for code in values(facts, str(DCTERMS.source))),
        relations=_relations(asking.rows("relations", {"document": iri})),
        chain=asking.rows("basis-chain", {"document": iri})[:_CHAIN],
        namesakes=namesakes,
        number=number,
        citing=who,
    )
    asked = {"reference": iri, "role": who.filters.get("role", "")}
    issuer = who.filters.get("issuer", "").split()
    filters = asked | ({"issuedBy": issuer[0]} if len(issuer) == 1 else {})
    filters = {name: value for name, value in filters.items() if value}
    rest = f"/api/v1/references?{urlencode({name: asked[name] for name in ('reference', 'role') if asked[name]})}"
    return Shown(view, str(header.get("documentLabel", iri)), "units-citing", filters, rest)


def _standing(facts: Mapping[str, Property]) -> dict[str, str]:
    states = facts[str(CC.validity)].rows if str(CC.validity) in facts else ()
    found = {"validity": str(states[0].get("valueLabel", states[0]["value"]))} if states else {}
    for name in _ONCE:
        if told := values(facts, str(CC[name])):
            found[name] = "; ".join(told)
    return found


def _relations(rows: Iterable[Row]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        name = str(row["relation"]).removeprefix(str(CC))
        found.setdefault(f"relation.{row['way']}.{name}", []).append(row)
    return tuple((key, tuple(of)) for key, of in found.items())


def _namesakes(asking: Asking, iri: str, iris: Sequence[str], number: str) -> tuple[str, tuple[Row, ...]]:
    """Return what people call the document (“Nghị quyết 59”), and the others that are called so, most cited first."""
    digits = re.match(r"\d+", number)
    own = asking.rows("documents-told", {"document": iri, "language": "vi"})
    if not digits or not own or "typeLabel" not in own[0]:
        return "", ()
    called = f"{own[0]['typeLabel']} {digits[0]}"
    others = [match.iri for match in asking.service.finder.documents(called) if match.iri not in iris]
    rows = asking.chosen("documents-told", "document", others[: 10 * _NAMESAKES]).values()
    ordered = sorted(rows, key=lambda row: (-int(row["documents"]), _before(row), str(row["document"])))
    return called, tuple(ordered[:_NAMESAKES])


def _before(row: Row) -> tuple[int, ...]:
    """Later documents before earlier ones, undated ones last."""
    return tuple(-int(part) for part in re.findall(r"\d+", str(row.get("date", ""))))
