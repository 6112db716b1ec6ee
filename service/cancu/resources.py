"""Where the files that ship with cancu live, and how its tables are read.

``ontology/``, ``data/`` and ``queries/`` stand at the top of a checkout and inside the package in a wheel; this
module is the one place that knows both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cancu.errors import ResourceError

FOLDERS = ("ontology", "data", "queries")
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """Return the folder ``name`` (one of FOLDERS), in a wheel, an editable install or a checkout.

    Raises ResourceError where the installation lacks it.
    """
    for base in (_PACKAGE, _CHECKOUT):
        path = base / name
        if name in FOLDERS and path.is_dir():
            return path
    raise ResourceError(
        f"Bản cài đặt thiếu thư mục “{name}”; hãy cài lại cancu.",
        f"this installation lacks the folder “{name}”; install cancu again.",
    )


def path(*parts: str) -> Path:
    """Return the file below one of FOLDERS, e.g. ``path("data", "lexicon", "verbs.tsv")``.

    Raises ResourceError where it is missing.
    """
    found = folder(parts[0]).joinpath(*parts[1:])
    if not found.exists():
        raise ResourceError(
            f"Bản cài đặt thiếu tệp “{'/'.join(parts)}”; hãy cài lại cancu.",
            f"this installation lacks the file “{'/'.join(parts)}”; install cancu again.",
        )
    return found


def text(*parts: str) -> str:
    """Return the text of a shipped file."""
    return path(*parts).read_text(encoding="utf-8")


@cache
def table(*parts: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped TSV file: first line the column names, ``#`` lines are comments.

    Cells hold no tabs and no quotes of their own; an empty cell is an empty string. Raises ResourceError where a row
    has another number of cells than the head.
    """
    lines = [line for line in text(*parts).split("\n") if line and not line.startswith("#")]
    head = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(head):
            raise ResourceError(
                f"Dòng có {len(cells)} ô thay vì {len(head)}: {line[:60]}",
                f"a row has {len(cells)} cells instead of {len(head)}: {line[:60]}",
                where="/".join(parts),
            )
        rows.append(dict(zip(head, cells, strict=True)))
    return tuple(rows)
