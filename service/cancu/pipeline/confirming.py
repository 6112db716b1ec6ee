"""Proposals as a table that people fill in, and what they confirmed as an imported list of links."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from cancu.errors import ParameterError, UnreadableError
from cancu.link.cells import TABLES, FolderTable
from cancu.link.imported import ABOUT, written
from cancu.pipeline.imports.running import put_folder
from cancu.pipeline.matching import Proposal
from cancu.registered import Source

HEAD = ("confirmed", "relation", "ours", "theirs", "label", "reason")
_YES = frozenset({"yes", "y", "x", "có", "co", "1", "true"})


def proposal_table(found: Iterable[Proposal]) -> str:
    """Return proposals as tab-separated lines; ``confirmed`` is blank, for a person to fill in."""
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(HEAD)
    table.writerows(("", one.relation, one.ours, one.theirs, one.label, one.reason) for one in found)
    return out.getvalue()


def confirm(path: Path, folder: Path, *, name: str, title: str, as_of: dt.date, is_same: bool = False) -> int:
    """Keep the confirmed rows of a filled-in table as the links of a list ``name``; return how many.

    A link is skos:exactMatch or skos:closeMatch; with ``is_same`` exact ones are owl:sameAs. Raises UnreadableError,
    ParameterError.
    """
    try:
        body = path.read_bytes()
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(
            f"không đọc được bảng này ({error}).", f"this table cannot be read ({error}).", where=str(path)
        ) from error
    if not rows or not set(HEAD) <= set(rows[0]):
        raise ParameterError(
            f"bảng phải có các cột {', '.join(HEAD)}.",
            f"the table needs the columns {', '.join(HEAD)}.",
            where=str(path),
        )
    agreed = [row for row in rows if (row["confirmed"] or "").strip().casefold() in _YES]
    cells = {(row["theirs"], row["ours"], _relation(row["relation"], is_same=is_same), row["reason"]) for row in agreed}
    table = FolderTable("links.tsv", (), TABLES["links.tsv"], tuple(sorted((*row, title) for row in cells)))
    source = Source(
        name=name, title=title, as_of=as_of, file=path.name, sha256=hashlib.sha256(body).hexdigest(), mapping=""
    )
    put_folder(folder / name, {"links.tsv": table.text(), ABOUT: written(source)})
    return len(cells)


def _relation(proposed: str, *, is_same: bool) -> str:
    return "same" if is_same and proposed == "exact" else proposed
