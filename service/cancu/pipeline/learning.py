"""After an ingest: numbers that documents of the store tell each other, whenever they came in, and corrected keys.

What a document has learnt stands in its own graph. It is reckoned anew from all that the store holds, so that the order
in which documents came does not matter; only the documents for which something changed are written again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from rdflib.namespace import DCTERMS, SKOS

from cancu import resources
from cancu.graph import to_nquads
from cancu.graph.learnt import why_learnt, with_learnt
from cancu.graph.quads import Quads
from cancu.link import Registry
from cancu.link.identity import year_of
from cancu.link.learn import Blank, Telling, learnt, run_of
from cancu.linked import LearntNumber
from cancu.namespaces import CC, OF_DOCUMENT, document_iri, identities_graph
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described
from cancu.pipeline.noted import files_of
from cancu.pipeline.overlay import extracted, laid_over, moved_graphs
from cancu.pipeline.papers import keys_of_files
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import Store

_SECONDS = 3600.0
"""What a question over all that a store holds may take at the end of an ingest, however large the store is."""
_CHUNK = 500
"""Documents that are asked about at a time."""
Correction = tuple[str, str]
"""A key under which a file was held, and the key that it has now."""


def relearnt(store: Store, *, base: str, registry: Registry) -> tuple[Described, ...]:
    """Return the documents of the store that have learnt something else than their graphs say, as they shall be."""
    blanks = tuple(_blanks(store, base))
    now = {number.key: number for number in learnt(blanks, _tellings(store, _numbered(store, blanks, base), base))}
    before = {_key(row["document"], base): row for row in _table(store, "learnt-numbers") if row.get("canonical")}
    changed = [key for key in sorted({*now, *before}) if not _is_told(now.get(key), before.get(key), base)]
    again = (
        Described(key, with_learnt(extracted(store, key, base=base), key, now.get(key), base=base)) for key in changed
    )
    return tuple(checked(laid_over(again, store, base=base), base=base, registry=registry, store=store))


def corrections(store: Store, documents: Iterable[Described], *, base: str) -> tuple[Correction, ...]:
    """Return where a file that the store holds under some key has another now that it was read again."""
    every = {document.key: document for document in documents}
    read_from = {key: {*files_of(document.quads)} for key, document in every.items()}
    files = keys_of_files(store, set().union(*read_from.values()), base=base)
    found: dict[str, str] = {}
    for document in every.values():
        digests = read_from[document.key]
        former = {files[digest] for digest in digests if digest in files} - set(every)
        found |= dict.fromkeys(sorted(former), document.key)
    return tuple(found.items())


def corrected(store: Store, found: Sequence[Correction], *, base: str) -> dict[str, bytes]:
    """Return the graphs to write where keys were corrected: the former ones empty, and where they lead from now on."""
    if not found:
        return {}
    graphs = {graph_of(base, old): b"" for old, _ in found for graph_of in OF_DOCUMENT}
    leads = {old: new for old, new in _leads(store, base).items() if old not in {new for _, new in found}}
    now = dict(found)
    leads = {old: now.get(new, new) for old, new in leads.items()} | now
    out = Quads(identities_graph(base))
    for old, new in sorted(leads.items()):
        iri = document_iri(base, old)
        out.kind(iri, CC.Document)
        out.link(iri, DCTERMS.isReplacedBy, document_iri(base, new))
        out.text(
            iri, SKOS.changeNote, "Cùng một tệp, đọc lại thì định danh khác: định danh cũ dẫn tới đây.", language="vi"
        )
    graphs[identities_graph(base)] = to_nquads(out.sorted())
    for old, new in found:
        graphs |= moved_graphs(store, old, new, base=base)
    return graphs


def _leads(store: Store, base: str) -> dict[str, str]:
    quads = facts(store, identities_graph(base))
    return {_key(old, base): _key(new, base) for old, edge, new, _ in quads if edge == DCTERMS.isReplacedBy}


def _is_told(number: LearntNumber | None, row: dict[str, str | int | bool] | None, base: str) -> bool:
    if number is None or row is None:
        return number is None and row is None
    return (_key(row["canonical"], base), row.get("learntReason")) == (number.new_key, why_learnt(number))


def _blanks(store: Store, base: str) -> Iterable[Blank]:
    for row in _table(store, "blank-documents"):
        date = _date(row.get("date"))
        year = date.year if date else year_of(_text(row, "period")) or year_of(_text(row, "title"))
        yield Blank(key=_key(row["document"], base), title=_text(row, "title"), date=date, year=year)


def _numbered(store: Store, blanks: Iterable[Blank], base: str) -> list[str]:
    """Return the IRIs of the documents from which those without a number may learn: others are not looked at."""
    runs = {run_of(blank.key) for blank in blanks if blank.may_learn}
    if not runs:
        return []
    asked = Catalogue.load(resources.path("queries", "learning"))["numbered-documents"].bind({})
    found = (iri for (iri,) in store.rows(asked, timeout=_SECONDS))
    return [iri for iri in found if run_of(_key(iri, base)) in runs]


def _tellings(store: Store, documents: Sequence[str], base: str) -> Iterator[Telling]:
    for first in range(0, len(documents), _CHUNK):
        for row in _table(store, "numbers-told", document=documents[first : first + _CHUNK]):
            yield Telling(
                target=_key(row["document"], base),
                number=str(row["number"]),
                date=_date(row.get("date")),
                title=_text(row, "title"),
                teller=_key(row["teller"], base),
                name=_text(row, "tellerLabel") or _key(row["teller"], base),
                source=_text(row, "citation") or "",
            )


def _table(store: Store, name: str, **only: Sequence[str]) -> Table:
    return Table.read(store.run(Catalogue.load()[name].bind({}, only=only), timeout=_SECONDS).body)


def _key(iri: object, base: str) -> str:
    return str(iri).removeprefix(document_iri(base, ""))


def _text(row: dict[str, str | int | bool], name: str) -> str | None:
    return str(row[name]) if row.get(name) not in (None, "") else None


def _date(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value or "")) else None
