"""Two documents of the store side by side, beside what the rules say of one that rests on the other."""

from __future__ import annotations

from dataclasses import dataclass

from cancu import resources
from cancu.errors import AmbiguousError, NotFoundError, ParameterError
from cancu.namespaces import CCV
from cancu.pipeline.comparison.comparing import compare
from cancu.pipeline.comparison.model import Comparison
from cancu.query import Catalogue, Kind, Match, Table
from cancu.serve.http.kept import Kept
from cancu.serve.rest.papers import paper
from cancu.serve.service import Service
from cancu.serve.views import Row

SIDES = ("a", "b")
_KEPT = 50
_EXTRACTED = str(CCV["status/extracted"])
_SUPERIOR = frozenset({str(CCV["role/basis"]), str(CCV["role/implements"])})


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A comparison with the heads of both documents.

    ``below`` names the sides that rest on the other. ``forgotten`` are reports that the other asks and that side
    names nowhere (question “forgotten-reports”); ``untaken`` are duties that the other sets for a group and that no
    document resting on it takes up (“duties-not-taken-up”); ``late`` are duties that end after the day of the superior
    one that they take up (“late-duties”).
    """

    comparison: Comparison
    heads: tuple[Row, Row]
    below: tuple[str, ...]
    forgotten: tuple[Row, ...]
    untaken: tuple[Row, ...]
    late: tuple[Row, ...]


class Comparisons:
    """Compares documents of one service; what was compared is kept until the store changes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))
        self._kept = Kept(lambda: service.store.version, most=_KEPT)

    def meant(self, name: str, typed: str) -> Match:
        """Return the one document that was typed for the side ``name``.

        Raises ParameterError (nothing typed), NotFoundError with near names, AmbiguousError with the candidates.
        """
        text = typed.strip()
        if not text:
            raise ParameterError("Hãy gõ số, tên hoặc IRI của một văn bản.", "give a document.", where=name)
        found = self.candidates(text)
        if not found:
            near = [match.iri for match in self.near(text)]
            raise NotFoundError(
                f"Không biết văn bản “{text}”.", f"“{text}” is no document here.", where=name, near=near
            )
        if len(found) > 1:
            raise AmbiguousError(
                f"“{text}” có thể là {len(found)} văn bản; hãy chọn một.",
                f"“{text}” may be {len(found)} documents; choose one.",
                where=name,
                candidates=[match.iri for match in found],
            )
        return found[0]

    def candidates(self, typed: str) -> tuple[Match, ...]:
        """Return the documents that ``typed`` may mean; one under two identifiers is one.

        Where some of them were read and others are only cited or registered, those are meant that can be compared.
        """
        finder, text = self._service.finder, typed.strip()
        if "://" in text:
            row = self._head(text)
            return (Match(text, str(row.get("documentLabel") or text)),) if row else ()
        seen: set[str] = set()
        found = []
        for match in finder.documents(text):
            if match.iri not in seen:
                found.append(match)
            seen.update(self.same(match.iri))
        read = self._read([match.iri for match in found]) if len(found) > 1 else frozenset()
        return tuple(match for match in found if not read or not read.isdisjoint(self.same(match.iri)))

    def near(self, typed: str) -> tuple[Match, ...]:
        """Return documents whose names come close to ``typed``."""
        found = self._service.finder.near(typed)
        return tuple(match for match in found if (self._service.path(match.iri) or "").startswith("doc/"))

    def suggested(self, language: str) -> tuple[Row, ...]:
        """Return pairs worth comparing among the newest documents, each pair once."""

        def made() -> tuple[Row, ...]:
            rows = self._ask("comparable", {"language": language})
            pairs: dict[frozenset[str], Row] = {}
            for row in rows:
                pairs.setdefault(frozenset((str(row["a"]), str(row["b"]))), row)
            return tuple(pairs.values())

        return self._kept.get(f"suggested {language}", made)

    def of(self, a: str, b: str, language: str) -> SideBySide:
        """Return two documents, by their IRIs, side by side. Raises LimitError, StoreError."""
        return self._kept.get(f"{a} {b} {language}", lambda: self._made(a, b, language))

    def same(self, iri: str) -> tuple[str, ...]:
        """Return all identifiers of a document."""
        return self._service.finder.resolve(Kind.REFERENCE, iri)

    def _made(self, a: str, b: str, language: str) -> SideBySide:
        service, ids = self._service, {"a": self.same(a), "b": self.same(b)}
        heads = tuple(self._head(iri, language) for iri in (a, b))
        papers = [paper(service, self._own, iri, head, language) for iri, head in zip((a, b), heads, strict=True)]
        below = () if set(ids["a"]) & set(ids["b"]) else tuple(filter(lambda side: self._rests(side, ids), SIDES))
        rows: dict[str, list[Row]] = {name: [] for name in ("forgotten-reports", "duties-not-taken-up", "late-duties")}
        for side in below:
            own, other = ids[side], ids[_other(side)]
            asked = service.table("forgotten-reports", {"document": own[0]})
            rows["forgotten-reports"] += [row for row in asked if row["superior"] in other]
            rows["duties-not-taken-up"] += service.table("duties-not-taken-up", {"document": other[0]})
            theirs = {item.iri for item in papers[SIDES.index(_other(side))].duties}
            rows["late-duties"] += [
                row for row in service.table("late-duties", {"document": own[0]}) if row["superiorTask"] in theirs
            ]
        told = [tuple(found) for found in rows.values()]
        return SideBySide(compare(*papers), (heads[0], heads[1]), below, *told)

    def _rests(self, side: str, ids: dict[str, tuple[str, ...]]) -> bool:
        for iri in ids[_other(side)]:
            of = {"document": ids[side][0], "reference": iri}
            if any(str(row["role"]) in _SUPERIOR for row in self._service.table("references", of)):
                return True
        return False

    def _head(self, iri: str, language: str = "vi") -> Row:
        """Return the head of a document under all its identifiers; empty where it is none."""
        rows = self._service.table("document-header", {"document": iri, "language": language}).records
        own_first = sorted(rows, key=lambda row: row["document"] != iri)
        return {name: value for row in reversed(own_first) for name, value in row.items()}

    def _read(self, iris: list[str]) -> frozenset[str]:
        """Return those whose text was read."""
        asked = [other for iri in iris for other in self.same(iri)]
        question = self._service.catalogue["documents"].bind({"status": _EXTRACTED}, only={"document": asked})
        return frozenset(str(row["document"]) for row in Table.read(self._service.run(question).body))

    def _ask(self, name: str, values: dict[str, str]) -> tuple[Row, ...]:
        asked = self._own[name].bind(values, self._service.finder.resolve)
        return Table.read(self._service.run(asked).body).records


def _other(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]
