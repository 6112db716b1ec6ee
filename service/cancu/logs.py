"""Logs of a service: one line a record, JSON for machines or words for a terminal, each with the request's id.

What strangers send is never written: no query strings, no bodies, no headers, no addresses of clients.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

REQUEST: ContextVar[str] = ContextVar("cancu_request", default="-")
"""The id of the request that is being answered; ``-`` outside of one."""
_ENCODE = json.JSONEncoder(ensure_ascii=True, default=str).encode
FACTS = "facts"
"""Name of the record's attribute that holds further fields: ``log.info("…", extra={FACTS: {…}})``."""
_LOUD = logging.INFO
_UNTOLD = ("logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks")
"""What the logging module finds out for every record unless told not to (Logging HOWTO, “Optimization”)."""
_QUIET = ("uvicorn", "httpx", "httpx2", "mcp", "asyncio")


class Style(StrEnum):
    """How lines look; ``auto`` is words on a terminal and JSON elsewhere."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"
    OFF = "off"


class JsonLines(logging.Formatter):
    """A record as one JSON object: time (UTC, ISO 8601), level, logger, message, request, and its facts."""

    def format(self, record: logging.LogRecord) -> str:  # noqa: D102
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": REQUEST.get(),
            **getattr(record, FACTS, {}),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return _ENCODE(entry)


class Words(logging.Formatter):
    """A record as a line to read; what would move the cursor or colour the terminal is shown as an escape."""

    def format(self, record: logging.LogRecord) -> str:  # noqa: D102
        time = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        facts = getattr(record, FACTS, {})
        more = " ".join(f"{name}={value}" for name, value in facts.items())
        line = f"{time} {record.levelname.lower():7} {REQUEST.get()} {record.getMessage()} {more}".rstrip()
        shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in line)
        return f"{shown}\n{self.formatException(record.exc_info)}" if record.exc_info else shown


def tell(log: logging.Logger, message: str, facts: dict[str, Any]) -> None:
    """Log ``message`` with its facts as ``log.info`` does, without looking for the line of code that says it."""
    if log.isEnabledFor(logging.INFO):
        log.handle(log.makeRecord(log.name, logging.INFO, "", 0, message, (), None, extra={FACTS: facts}))


def configure(style: Style = Style.AUTO) -> None:
    """Send this process's logs to stderr in ``style``; other packages are heard from warnings on."""
    for name in _UNTOLD:
        setattr(logging, name, False)
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    if style is Style.OFF:
        root.addHandler(logging.NullHandler())
        return
    is_text = style is Style.TEXT or (style is Style.AUTO and sys.stderr.isatty())
    told = logging.StreamHandler()
    told.setFormatter(Words() if is_text else JsonLines())
    root.addHandler(told)
    root.setLevel(logging.WARNING)
    logging.getLogger("cancu").setLevel(_LOUD)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
