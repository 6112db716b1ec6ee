"""What a record means: documents, bodies and events that its words name, and how sure that is.

``link`` makes these values, ``graph`` writes them down, ``query`` and ``serve`` look documents up among them. A
document is named by its *key*, the part of its IRI after ``id/doc/``; a body by its *slug*, the part after ``id/org/``.
Not knowing is a value: ``None``, an empty tuple, ``Resolution.AMBIGUOUS`` with its candidates, ``Resolution.STUB``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cancu import namespaces
from cancu.model import Citation, Event, Recipient, Record, Relation, Report, Task
from cancu.registered import Change, Link, Post, Replaced, Validity


class BodyKind(StrEnum):
    """What sort of body a name means; OTHER where nothing tells."""

    PUBLIC = "public"
    PARTY = "party"
    FRONT = "front"
    GROUP = "group"
    OTHER = "other"


class Family(StrEnum):
    """Which rules of form a document follows; UNKNOWN where neither number, type nor issuer tells."""

    NORMATIVE = "normative"
    ADMINISTRATIVE = "administrative"
    PARTY = "party"
    UNKNOWN = "unknown"


class Resolution(StrEnum):
    """How far a citation leads: to one known document, to several, or to one known by this citation only."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    STUB = "stub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A place as listed on the day ``epoch``; ``kind`` is tỉnh, thành phố, xã, phường or đặc khu.

    ``aliases`` are other full names (“tỉnh Đồng Nai”), ``successor`` is the place that it went into.
    """

    slug: str
    code: str
    epoch: str
    name: str
    kind: str
    parent: str | None
    source: str
    aliases: tuple[str, ...] = ()
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body or a group of bodies. ``owner`` is the body whose numbers it uses; ``codes`` are pairs of an official list
    and the code there; ``source`` is empty where a document is all that tells of it."""

    slug: str
    kind: BodyKind
    label: str
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    parent: str | None = None
    place: str | None = None
    owner: str | None = None
    successor: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A body between two congresses or first sittings: ``opens`` ≤ day < ``closes``, None where open or unknown."""

    body: str
    slug: str
    ordinal: str
    opens: dt.date | None
    closes: dt.date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A document known beforehand. ``relations`` are pairs of a kind (model.RelationKind) and another key."""

    key: str
    type: str
    number: str | None
    date: dt.date | None
    issuer: str
    title: str
    aliases: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    status: str = ""
    as_of: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """A happening whose anniversaries are kept; ``date`` is the founding day."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    date: dt.date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is said of one document: the one that was read, or one that it cites.

    ``type`` is the printed word, ``type_code`` its code in the list of types, ``issuer`` a slug, ``issuer_name`` the
    name as printed or known. ``label`` is what a reader would call it.
    """

    key: str
    family: Family
    label: str
    type: str | None = None
    type_code: str | None = None
    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    issuer_name: str | None = None
    title: str | None = None
    same_as: tuple[str, ...] = ()
    """Keys of known documents that may be this one."""
    symbol_bodies: tuple[str, ...] = ()
    """Slugs of the bodies that the abbreviation in its own number or symbol may stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRows:
    """All that is known beforehand, in the order of the files; ``documents`` describes ``instruments``, one by one."""

    bodies: tuple[Body, ...]
    units: tuple[Unit, ...]
    terms: tuple[Term, ...]
    instruments: tuple[Instrument, ...]
    events: tuple[KnownEvent, ...]
    posts: tuple[Post, ...] = ()
    changes: tuple[Change, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    links: tuple[Link, ...] = ()
    validity: tuple[Validity, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCitation:
    """A citation with the key of what it means (RESOLVED, STUB) or the keys it may mean (AMBIGUOUS), and why.

    ``candidates`` are kept also where other evidence than the printed number (term, title) decided for one of them; of
    a STUB they are the known documents that it may be: those of the same number and title under another date, or the
    versions of a law that is cited by name alone. ``issuer`` is the slug of the printed issuer where it means one
    body for certain, ``symbol_bodies`` are those that the abbreviation in the number may stand for, ``agreement`` is
    how far the printed title is that of the known document (0 to 1).
    """

    citation: Citation
    resolution: Resolution
    target: str | None
    candidates: tuple[str, ...]
    reason: str
    issuer: str | None = None
    symbol_bodies: tuple[str, ...] = ()
    agreement: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRelation:
    """A relation among cited documents; an end is None where no citation of the document names it."""

    relation: Relation
    source: str | None
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A name as printed and the slugs of the bodies it means, in the order of the words."""

    name: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedTask:
    """A task with the bodies that lead and those that take part."""

    task: Task
    leads: tuple[Agency, ...]
    coordinators: tuple[Agency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedReport:
    """A reporting duty with the bodies that send and receive; None where none is printed."""

    report: Report
    sender: Agency | None
    addressee: Agency | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEvent:
    """An event and, where it is an anniversary of a known happening, the slug of that."""

    event: Event
    commemorates: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRecipient:
    """A line of the distribution list with the bodies it means.

    ``name`` is the line without the names of private persons; ``kept`` marks the copy that the issuer keeps (“Lưu”).
    """

    recipient: Recipient
    name: str
    bodies: tuple[str, ...]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Since which year the item that starts at ``start`` says that something has been with the place ``unit``."""

    start: int
    year: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRecord:
    """A record, what its words mean, and what has to be minted for it.

    ``documents`` are the cited documents that no registry knows, ``bodies`` likewise; both sorted by name.
    ``place`` is the slug of the unit printed beside the date, ``possible`` are those that the issuer may belong to
    where nothing tells which. ``places`` are the issuer's place, all these, those of ``bodies``, and those above them;
    ``unlisted`` are those among them that no table of the registry describes.
    """

    base: str
    sha256: str
    record: Record
    document: DocumentFacts
    citations: tuple[LinkedCitation, ...]
    relations: tuple[LinkedRelation, ...]
    tasks: tuple[LinkedTask, ...]
    events: tuple[LinkedEvent, ...]
    reports: tuple[LinkedReport, ...]
    recipients: tuple[LinkedRecipient, ...]
    documents: tuple[DocumentFacts, ...] = ()
    bodies: tuple[Body, ...] = ()
    place: str | None = None
    possible: tuple[str, ...] = ()
    since: tuple[Since, ...] = ()
    places: tuple[Unit, ...] = ()
    unlisted: tuple[Unit, ...] = ()

    @property
    def key(self) -> str:
        """The document's key, which also names its graphs."""
        return self.document.key

    @property
    def iri(self) -> str:
        """The document's IRI."""
        return namespaces.document_iri(self.base, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntNumber:
    """A blank number that another document's citation tells: ``key`` is where the document stood until now, ``number``
    what was learnt, ``new_key`` where it belongs with that number, ``confidence`` between 0 and 1."""

    key: str
    new_key: str
    number: str
    date: dt.date | None
    learnt_from: str
    """IRI of the citation."""
    citing: str
    """Key of the document that cites."""
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document as a lookup needs it; ``issuer`` is a name, ``aliases`` are other titles, ``label`` its whole name."""

    iri: str
    type: str | None = None
    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    label: str | None = None
    aliases: tuple[str, ...] = ()
