"""A checked paper as bytes, so that it can go to another process or wait in a page, and come back as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

from cancu.check.render.paper import Paper
from cancu.finding import Finding, Judgement, Opinion, Severity


def packed(paper: Paper) -> bytes:
    """Return the paper as one line of JSON."""
    return json.dumps(dataclasses.asdict(paper), ensure_ascii=False, default=_plain, separators=(",", ":")).encode()


def unpacked(data: bytes) -> Paper:
    """Return the paper of ``packed``. Raises ValueError, TypeError or KeyError for other bytes."""
    found = json.loads(data)
    findings = tuple(_finding(one) for one in found["findings"])
    return Paper(name=found["name"], findings=findings, text=found["text"])


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _finding(found: dict[str, Any]) -> Finding:
    said = found["verdict"]
    return Finding(**found | {"severity": Severity(found["severity"]), "verdict": _judgement(said) if said else None})


def _judgement(said: dict[str, Any]) -> Judgement:
    moment = dt.datetime.fromisoformat(said["moment"])
    return Judgement(**said | {"opinion": Opinion(said["opinion"]), "moment": moment})
