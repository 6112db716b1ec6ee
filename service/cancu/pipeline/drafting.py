"""A stranger's document read and checked in a process that can be killed: ``python -m cancu.pipeline.drafting PARENT``.

Standard input holds one line of JSON (see ``Draft``) and the bytes of the document; nothing is written to a file. The
answer on standard output is one line of JSON, ``{"error": …}`` with code, sentences and place, or ``{}`` and a body.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cancu import confine
from cancu.check import Paper, apply, changes, packed, render
from cancu.errors import CancuError
from cancu.extract import extract
from cancu.link import Registry
from cancu.namespaces import PREFIXES
from cancu.pipeline.checking import check_described
from cancu.pipeline.describing import describe
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.reading import Reading
from cancu.pipeline.verdicts import opined
from cancu.read import read_bytes
from cancu.records import to_json
from cancu.store import Store, open_store

_MEMORY = 2 * 1024**3
OBJECT = "object"
PAPER = "paper"
READING = "reading"
"""Forms of answers beside those of ``cancu.check``: one JSON object with all; the paper itself, as ``packed`` has it;
and what a later ``describe`` needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What shall be done with a document: its name for reports, and the form of the answer.

    ``store`` is the folder of the store of a running service, whose newest snapshot stands beside the draft.
    """

    name: str
    form: str
    base: str
    registry: str
    store: str | None = None
    profile: str | None = None
    language: str = "vi"
    is_corrected: bool = False
    office: bool = False

    def written(self) -> bytes:
        """Return the line that the process reads."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main(parent: int) -> None:
    """Answer standard input."""
    confine.die_with_parent(parent)
    draft = Draft(**json.loads(sys.stdin.buffer.readline()))
    confine.refuse_sockets(local=draft.office)
    confine.bound_memory(_MEMORY)
    try:
        head, body = {}, _answer(draft, sys.stdin.buffer.read())
    except CancuError as error:
        head, body = {"error": [error.code, error.vi, error.en, error.where]}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def _answer(draft: Draft, data: bytes) -> bytes:
    text = read_bytes(data, draft.name, office=draft.office)
    reading = Reading(Path(draft.name), text.sha256, extract(text), text.content)
    if draft.form == READING:
        found = {"sha256": reading.sha256, "record": to_json(reading.record), "text": reading.text}
        return json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if draft.store is None:
        return _report(draft, _paper(draft, reading, text.content, None))
    store = open_store(draft.store, prefixes=PREFIXES, is_shared=True)
    try:
        return _report(draft, _paper(draft, reading, text.content, store))
    finally:
        store.close()


def _paper(draft: Draft, reading: Reading, text: str, store: Store | None) -> Paper:
    registry = Registry.load(Path(draft.registry))
    (document,) = describe([reading], base=draft.base, registry=registry)
    findings = check_described(
        document, base=draft.base, profile=draft.profile, registry=registry, text=text, store=store
    )
    if store is not None:
        reviews = reviews_of(store, document.key, base=draft.base)
        findings = opined(findings, document.quads, reviews, base=draft.base)
    return Paper(name=draft.name, findings=findings, text=text)


def _report(draft: Draft, paper: Paper) -> bytes:
    if draft.form == PAPER:
        return packed(paper)
    if draft.form != OBJECT:
        return render([paper], draft.form, language=draft.language)
    text = paper.text or ""
    body: dict[str, Any] = {
        "name": paper.name,
        "profile": draft.profile,
        "worst": paper.worst,
        "total": len(paper.findings),
        "findings": json.loads(render([paper], "json")),
    }
    if draft.is_corrected:
        body["corrected"] = apply(text, paper.findings)
        body["changes"] = [asdict(change) for change in changes(text, paper.findings)]
    return json.dumps(body, ensure_ascii=False).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]))
