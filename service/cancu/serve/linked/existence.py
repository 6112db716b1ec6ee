"""Whether a thing is known: described, only mentioned, known under another identifier, gone, or never heard of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cancu.errors import NotFoundError
from cancu.graph import Version
from cancu.namespaces import history_graph, version_iri
from cancu.pipeline.history import versions
from cancu.query import Catalogue, Table
from cancu.serve.http.addresses import address, as_iri
from cancu.serve.service import Service

_STEPS = 30
"""Steps of a path that are looked at; keys of documents have about six."""
_LOOKED = 100
"""Earlier versions that are looked at."""


class GoneError(NotFoundError):
    """The thing was here, and was removed (RFC 9110 §15.5.11); its last version stays reachable."""

    status = 410
    code = "gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing is known: its path after ``/id/``, its IRI, and the path of the one that took its place."""

    path: str
    iri: str
    canonical: str | None = None
    is_described: bool = True


def standing(service: Service, own: Catalogue, path: str) -> Standing:
    """Return how the thing at ``/id/{path}`` is known; ``own`` holds the service's own questions.

    Raises GoneError where only its history is left, NotFoundError with near misses where there is nothing.
    """
    iris = tuple(dict.fromkeys((service.iri(path), service.iri(as_iri(path)))))
    for iri in iris:
        if rows := _rows(service, own, "standing", iri).records:
            replacement = service.path(str(rows[0].get("canonical", "")))
            return Standing(path, iri, address(replacement) if replacement else None)
    _refuse_gone(service, path, iris[0])
    for iri in iris:
        if is_mentioned(service, own, iri):
            return Standing(path, iri, is_described=False)
    near = [match.iri for match in service.finder.near(path.replace("/", " "))]
    raise NotFoundError(
        f"Không có gì mang định danh <{iris[0]}>.", f"nothing has the identifier <{iris[0]}>.", near=near
    )


def is_mentioned(service: Service, own: Catalogue, iri: str) -> bool:
    """Tell whether any triple leads to ``iri``."""
    return bool(service.answer(own["mentions"], {"thing": iri}).body.strip())


def _rows(service: Service, own: Catalogue, name: str, iri: str) -> Table:
    return Table.read(service.answer(own[name], {"thing": iri}).body)


def _refuse_gone(service: Service, path: str, iri: str) -> None:
    """Raise GoneError where an earlier version of a document spoke of ``iri``."""
    for key in _keys(path):
        if not service.store.has_graph(history_graph(service.options.base, key)):
            continue
        known = versions(service.store, key, base=service.options.base)
        last = next((one for one in reversed(known[-_LOOKED:]) if _speaks_of(service, one, iri)), None)
        if last is not None and last.until is not None:
            day = last.until.date()
            raise GoneError(
                f"Đã bị bỏ ngày {day:%d/%m/%Y}: <{iri}>.",
                f"removed on {day.isoformat()}: <{iri}>.",
                near=[version_iri(service.options.base, key, last.number)],
            )


def _speaks_of(service: Service, version: Version, iri: str) -> bool:
    try:
        return f"<{iri}>".encode() in service.store.archive.get(version.content)
    except NotFoundError:
        return False


def _keys(path: str) -> Iterator[str]:
    """Yield the keys of documents that a path may belong to, the longest first: ``task/{key}/3-1a2b3c`` …"""
    steps = path.split("/")[1 : _STEPS + 1]
    for length in range(len(steps), 0, -1):
        yield "/".join(steps[:length])
