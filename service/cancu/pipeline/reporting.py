"""A file or a document of the store as reports show it: findings, what can be mended, what people said, text."""

from __future__ import annotations

from pathlib import Path

from cancu.check import Paper
from cancu.extract import extract
from cancu.finding import Finding
from cancu.link import Registry
from cancu.pipeline.checking import check_described, check_stored
from cancu.pipeline.describing import describe
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.reading import Reading
from cancu.pipeline.verdicts import opined
from cancu.read import read
from cancu.store import Store


def paper_of_file(
    path: Path,
    *,
    base: str,
    name: str | None = None,
    profile: str | None = None,
    registry: Registry | None = None,
    office: bool = False,
    store: Store | None = None,
) -> Paper:
    """Check a file; nothing is kept. ``name`` is what reports call it.

    Where ``store`` holds a document with the same identifier, what people said of its findings counts for the file too.
    Raises UnreadableError, ParameterError.
    """
    text = read(path, office=office)
    reading = Reading(path, text.sha256, extract(text))
    (document,) = describe([reading], base=base, registry=registry)
    findings = check_described(document, base=base, profile=profile, registry=registry, text=text.content, store=store)
    if store is not None:
        findings = opined(findings, document.quads, reviews_of(store, document.key, base=base), base=base)
    return Paper(name=name or str(path), findings=findings, text=text.content)


def paper_of_stored(
    iri: str, store: Store, *, base: str, profile: str | None = None, registry: Registry | None = None
) -> Paper:
    """Check a document of the store; its text is not kept. Raises NotFoundError, ParameterError."""
    findings: tuple[Finding, ...] = check_stored(iri, store, base=base, profile=profile, registry=registry)
    return Paper(name=iri, findings=findings)
