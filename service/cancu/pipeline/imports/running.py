"""One import: read, translate, compare with what is there, write; the same again changes nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cancu.errors import ParameterError, StoreError
from cancu.link.cells import TABLES, FolderTable
from cancu.link.imported import ABOUT, imports, written
from cancu.link.registry import Registry, build
from cancu.link.tables import cells_of, rows
from cancu.linked import Instrument
from cancu.pipeline.imports.mapping import read_mapping
from cancu.pipeline.imports.sources import rows as source_rows
from cancu.pipeline.imports.translating import Refused, translated
from cancu.registered import Source


@dataclass(frozen=True, slots=True)
class Report:
    """What an import does or would do: keys by what happens to them, refused rows, and where the list and the shipped
    registry disagree (ours stays)."""

    name: str
    folder: Path
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    same: int
    refused: tuple[Refused, ...]
    differing: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Tell whether anything is or would be written."""
        return bool(self.new or self.changed or self.gone)


def run_import(path: Path, mapping_path: Path, folder: Path, *, is_dry: bool = False) -> Report:
    """Import the list in ``path`` into a folder below ``folder``; with ``is_dry`` nothing is written.

    Raises UnreadableError, ParameterError, StoreError where the folder cannot be written.
    """
    mapping = read_mapping(mapping_path)
    others = tuple(one for one in imports(folder) if one.source.name != mapping.name)
    registry = build(rows(), others)
    found = translated(source_rows(path, mapping), mapping, registry)
    source = Source(
        name=mapping.name,
        title=mapping.title,
        as_of=mapping.as_of,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        mapping=mapping.sha256,
    )
    tables = {
        name: FolderTable(name, (), TABLES[name], tuple(sorted(map(cells_of, facts))))
        for name, facts in (
            ("bodies.tsv", found.bodies),
            ("units.tsv", found.units),
            ("instruments.tsv", found.instruments),
        )
        if facts
    }
    place = folder / mapping.name
    report = _compared(mapping.name, place, tables, found.refused, _differing(found.instruments, registry))
    if not is_dry:
        put_folder(place, {**{name: table.text() for name, table in tables.items()}, ABOUT: written(source)})
    return report


def remove_import(name: str, folder: Path) -> None:
    """Forget an imported list. Raises ParameterError where there is none of that name."""
    place = folder / name
    if not (place / ABOUT).is_file() or place.parent != folder:
        raise ParameterError("không có danh mục này.", "there is no such list.", where=name)
    shutil.rmtree(place)


def _compared(
    name: str, place: Path, tables: Mapping[str, FolderTable], refused: tuple[Refused, ...], differing: Iterable[str]
) -> Report:
    before = {path.name: FolderTable.read(path) for path in place.glob("*.tsv")}
    old = {(table.name, row[0]): row for table in before.values() for row in table.rows}
    now = {(table.name, row[0]): row for table in tables.values() for row in table.rows}
    return Report(
        name=name,
        folder=place,
        new=tuple(key for table, key in now if (table, key) not in old),
        changed=tuple(key for table, key in now if old.get((table, key), now[table, key]) != now[table, key]),
        gone=tuple(key for table, key in old if (table, key) not in now),
        same=sum(old.get(key) == row for key, row in now.items()),
        refused=refused,
        differing=tuple(differing),
    )


def _differing(found: Iterable[Instrument], registry: Registry) -> Iterable[str]:
    """Yield where the list and what is known tell different days or issuers of one document."""
    for theirs in found:
        ours = registry.instruments.get(theirs.key)
        if ours is None:
            continue
        for field in ("date", "issuer"):
            one, other = getattr(ours, field), getattr(theirs, field)
            if one and other and one != other:
                yield f"{theirs.key}: {field}: {one} ≠ {other}"


def put_folder(place: Path, files: Mapping[str, str]) -> None:
    """Put the folder there whole; where it holds just these files already, touch nothing. Raises StoreError."""
    there = {path.name: path.read_bytes() for path in place.glob("*")} if place.is_dir() else {}
    wanted = {name: text.encode() for name, text in files.items()}
    if there == wanted:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        for name, body in wanted.items():
            (made / name).write_bytes(body)
        made.chmod(0o755)
        former = Path(f"{made}.old")
        if place.exists():
            os.rename(place, former)  # noqa: PTH104 (a folder's name changes in one step)
        os.rename(made, place)  # noqa: PTH104
        shutil.rmtree(former, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"không ghi được sổ ({error.strerror}).",
            f"the registry cannot be written ({error.strerror}).",
            where=str(place),
        ) from error
