"""The tables of a registry folder as cells: which there are, their columns, how they are read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cancu import resources
from cancu.errors import ResourceError

TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "abbreviations.tsv": ("printed", "meaning"),
        "bodies.tsv": (
            *("slug", "kind", "label", "aliases", "abbreviations", "parent", "place", "owner", "successor", "codes"),
            "source",
        ),
        "changes.tsv": ("slug", "kind", "date", "before", "after", "label", "source"),
        "events.tsv": ("slug", "name", "aliases", "date", "source"),
        "instruments.tsv": (
            *("key", "type", "number", "date", "issuer", "title", "aliases", "relations", "status", "as_of", "source"),
        ),
        "links.tsv": ("theirs", "ours", "relation", "reason", "source"),
        "posts.tsv": ("slug", "label", "aliases", "body", "rank", "source"),
        "replaced.tsv": ("key", "by", "date", "reason", "source"),
        "symbols.tsv": ("symbol", "order", "body", "source"),
        "templates.tsv": ("key", "slug", "label", "kind", "level", "parent", "owner", "successor", "aliases"),
        "terms.tsv": ("key", "body", "term", "ordinal", "opens", "closes", "source"),
        "units.tsv": ("slug", "code", "epoch", "name", "kind", "parent", "aliases", "successor", "source"),
        "validity.tsv": ("key", "state", "since", "by", "reason", "as_of", "source"),
    }
)
"""The tables of a registry folder and their columns; a folder of somebody else's facts may lack tables."""


@dataclass(frozen=True, slots=True)
class FolderTable:
    """A table as it stands in its file: the comment lines, the head, the rows as cells."""

    name: str
    comments: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @staticmethod
    def read(path: Path) -> FolderTable:
        """Read a table without judging it. Raises ResourceError where the file cannot be read."""
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ResourceError("không đọc được bảng này.", "this table cannot be read.", where=str(path)) from error
        cells = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
        comments = tuple(line for line in lines if line.startswith("#"))
        return FolderTable(path.name, comments, cells[0] if cells else (), tuple(cells[1:]))

    def text(self) -> str:
        """Return the table as its file holds it."""
        return "\n".join((*self.comments, *("\t".join(row) for row in (self.head, *self.rows)), ""))

    def records(self) -> tuple[dict[str, str], ...]:
        """Return the rows by column. Raises ResourceError where the columns are not those of the table."""
        wrong = self.head != TABLES[self.name] or any(len(row) != len(self.head) for row in self.rows)
        if wrong:
            raise ResourceError(
                "bảng có cột hoặc ô không đúng; hãy chạy cancu registry check.",
                "columns or cells of the table are wrong; run cancu registry check.",
                where=self.name,
            )
        return tuple(dict(zip(self.head, row, strict=True)) for row in self.rows)


def shipped() -> Path:
    """Return the folder of the shipped tables."""
    return resources.path("data", "registry")


def folder_tables(folder: Path) -> dict[str, FolderTable]:
    """Return the tables of a registry folder by name; other files there are passed over."""
    return {name: FolderTable.read(folder / name) for name in TABLES if (folder / name).exists()}
