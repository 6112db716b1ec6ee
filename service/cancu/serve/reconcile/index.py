"""The entities of one version of the store, ready to be found by id, name, number and word."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rdflib.namespace import DCTERMS, SKOS

from cancu.linked import KnownDocument
from cancu.namespaces import CC, CCV
from cancu.query import Listed, Lookup, type_words
from cancu.query.question import Words
from cancu.query.typed import Types, words
from cancu.serve.reconcile.entities import Entity, Sort, entities, short, whole, years
from cancu.serve.reconcile.keys import document_key, number_key, spelled, when
from cancu.serve.reconcile.tables import Type, classes
from cancu.serve.service import Service
from cancu.store import N_TRIPLES
from cancu.vietnamese import fold

_SECONDS = 120.0
_NEAR = 75.0
_ALIKE = 3
_LONG_ENOUGH = 4
_FIGURES = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Index:
    """Entities, and ways to them. Places in ``entities`` stand for entities."""

    base: str
    version: int = -1
    entities: tuple[Entity, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    by_iri: Mapping[str, int] = field(default_factory=dict)
    by_key: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_number: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_word: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_value: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    types: Mapping[str, Type] = field(default_factory=dict)
    lookup: Lookup = field(default_factory=lambda: Lookup(Listed((), {}), {}))

    def entity(self, name: str) -> Entity | None:
        """Return the entity of that id or IRI."""
        place = self.by_iri.get(whole(name.strip(), self.base))
        return None if place is None else self.entities[place]

    def type(self, name: str) -> str | None:
        """Return the id of the type of that id, IRI or name in either language; None where there is none."""
        if (own := short(name, self.base)) in self.types:
            return own
        key = fold(name)
        return next((item.id for item in self.types.values() if name == item.iri or key in _names_of(item)), None)

    def documents(self, text: str) -> frozenset[str]:
        """Return the IRIs of the documents that a typed name fits."""
        return frozenset(document.iri for document in self.lookup.documents(text)) if text else frozenset()

    def bodies(self, text: str) -> frozenset[str]:
        """Return the IRIs of the bodies whose names have all the words of ``text``."""
        lists = [set(self.by_word.get(word, ())) for word in words(spelled(text))]
        found = (self.entities[place] for place in set.intersection(*lists)) if lists else ()
        return frozenset(one.iri for one in found if one.sort is Sort.BODY)

    def label(self, iri: str, language: str) -> str | None:
        """Return the name of an entity or a type, None where it is unknown here."""
        place = self.by_iri.get(iri)
        if place is not None:
            return self.entities[place].label.say(language)
        known = self.types.get(short(iri, self.base))
        return known.name.say(language) if known else None

    def nearest(self, word: str) -> tuple[str, ...]:
        """Return the words of entities that differ from this one by a slip of the finger."""
        if len(word) < _LONG_ENOUGH or word.isdigit():
            return ()
        found = process.extract(word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_ALIKE)
        return tuple(near for near, _, _ in found)


class Shelf:
    """Keeps the index of the newest version; it is made when first asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._index = Index(service.options.base)

    def index(self) -> Index:
        """Return the index of what the store holds now. Raises what ``Store.run`` raises."""
        with self._lock:
            version = self._service.store.version
            if self._index.version != version:
                base = self._service.options.base
                question = self._service.catalogue["reconcilable"].bind({})
                answer = self._service.store.run(question, accept=N_TRIPLES, timeout=_SECONDS)
                self._index = built(entities(answer.body, base), base, version)
            return self._index


def built(found: Iterable[Entity], base: str, version: int) -> Index:
    """Return the index of these entities; documents that stand under a later identifier are left out."""
    everything = tuple(found)
    later = _later(everything)
    kept = tuple(one for one in everything if one.sort is not Sort.SCHEME and one.iri not in later)
    by_iri = {one.iri: place for place, one in enumerate(kept)}
    kinds = {one.iri: one.label.vi for one in everything if one.sort is Sort.CONCEPT}
    keys = tuple(_keys(one, kinds) for one in kept)
    by_word = _many((word, place) for place, names in enumerate(keys) for word in _words(kept[place], names))
    return Index(
        base=base,
        version=version,
        entities=kept,
        keys=keys,
        by_iri=by_iri | {former: by_iri[iri] for former, iri in later.items() if iri in by_iri},
        by_key=_many((key, place) for place, names in enumerate(keys) for key in names),
        by_number=_many(
            (number_key(number), place) for place, one in enumerate(kept) for number in one.values(str(CC.number))
        ),
        by_word=by_word,
        by_value=_many((value, place) for place, one in enumerate(kept) for value in _values(one)),
        words=tuple(sorted(by_word)),
        vocabulary=tuple(sorted(word for word in by_word if len(word) >= _LONG_ENOUGH and not _FIGURES.match(word))),
        types=_types(everything),
        lookup=Lookup(Listed(_documents(kept, everything), {}), _type_words(everything)),
    )


def _later(found: Iterable[Entity]) -> dict[str, str]:
    """Return which identifier took the place of which, for documents that are known under both."""
    documents = {one.iri: one for one in found if one.sort is Sort.DOCUMENT}
    pairs = ((one.iri, one.first(str(DCTERMS.isReplacedBy))) for one in documents.values())
    return {former: iri for former, iri in pairs if iri in documents and iri is not None}


def _keys(one: Entity, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of an entity's names; a document's title is a name with its type as well."""
    if one.sort is not Sort.DOCUMENT:
        return tuple(dict.fromkeys(filter(None, map(spelled, one.names))))
    kind = kinds.get(one.first(str(CC.documentType)) or "", "")
    titles = [f"{kind} {title}" for title in one.values(str(CC.title)) if kind]
    return tuple(dict.fromkeys(filter(None, map(document_key, (*one.names, *titles)))))


def _words(one: Entity, names: Iterable[str]) -> set[str]:
    told = " ".join((*names, *one.values(str(CC.number)), *one.values(str(CC.dateIssued))))
    return set(words(told))


def _values(one: Entity) -> set[str]:
    """Return the entities, days and years that an entity's facts name."""
    iris = {cell.value for cells in one.facts.values() for cell in cells if cell.is_iri}
    codes = {value for source in (CC.unitCode, SKOS.notation) for value in one.values(str(source))}
    return iris | codes | set(one.values(str(CC.dateIssued))) | {str(year) for year in years(one)}


def _many(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for key, place in pairs:
        found[key][place] = None
    return {key: tuple(places) for key, places in found.items()}


def _documents(kept: Iterable[Entity], everything: Iterable[Entity]) -> list[KnownDocument]:
    """Return the documents as the lookup by name needs them."""
    labels = {one.iri: one.label.vi for one in everything}

    def known(one: Entity) -> KnownDocument:
        issuer, day = one.first(str(CC.issuedBy)), when(one.first(str(CC.dateIssued)) or "")
        return KnownDocument(
            iri=one.iri,
            type=labels.get(one.first(str(CC.documentType)) or ""),
            number=one.first(str(CC.number)),
            date=day if isinstance(day, dt.date) else None,
            issuer=labels.get(issuer or "") or one.first(str(CC.issuerName)),
            title=one.first(str(CC.title)),
            label=one.label.vi,
            aliases=one.values(str(SKOS.altLabel)),
        )

    return [known(one) for one in kept if one.sort is Sort.DOCUMENT]


def _type_words(found: Iterable[Entity]) -> Types:
    """Return how types are read at the front of a typed name."""
    kinds = [one for one in found if one.sort is Sort.CONCEPT and str(CCV["type"]) in one.values(str(SKOS.inScheme))]
    short_forms = (str(CC.stateAbbreviation), str(CC.partyAbbreviation))
    return type_words((one.label.vi, [form for source in short_forms for form in one.values(source)]) for one in kinds)


def _types(found: Iterable[Entity]) -> dict[str, Type]:
    """Return the types: classes, code lists, and the types of documents that the store knows."""
    known = dict(classes())
    for one in found:
        if one.sort is Sort.SCHEME:
            known[one.id] = Type(one.id, one.iri, "Concept", Words(one.label.vi, one.label.en))
        elif one.sort is Sort.CONCEPT and str(CCV["type"]) in one.values(str(SKOS.inScheme)):
            known[one.id] = Type(one.id, one.iri, "Document", Words(one.label.vi, one.label.en))
    return known


def _names_of(item: Type) -> tuple[str, str]:
    return (fold(item.name.vi), fold(item.name.en))
