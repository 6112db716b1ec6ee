"""``cancu doctor``: is this installation complete, and what can this machine do."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from cancu import __version__, resources
from cancu.cli import options
from cancu.errors import CancuError
from cancu.settings import Settings, load
from cancu.store import open_store

_ENGINES = ("pyoxigraph", "rdflib", "pyshacl", "owlready2", "fastapi")
_PROGRAMS = (
    ("java", "HermiT (tests of the ontology)"),
    ("tesseract", "reading of scans"),
    ("soffice", "reading of .doc, .odt and .rtf (CANCU_OFFICE=1)"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing looked at; ``is_well`` is None for what one can do without."""

    name: str
    words: str
    is_well: bool | None


@click.command("doctor")
@options.store
@click.pass_context
def command(ctx: click.Context, store: str | None) -> None:
    """Look at the installation, the store and the helpers; exit code 2 where something needed is missing."""
    settings = load(store=store)
    lines = [*_installation(), *_resources(), _store(settings), *_programs()]
    signs = {True: "ok", False: "MISSING", None: "-"}
    for line in lines:
        click.echo(f"{signs[line.is_well]:8}{line.name:22}{line.words}")
    if any(line.is_well is False for line in lines):
        ctx.exit(2)


def _installation() -> Iterator[_Line]:
    yield _Line("cancu", __version__, is_well=True)
    yield _Line("python", platform.python_version(), is_well=True)
    for name in _ENGINES:
        yield _Line(name, metadata.version(name), is_well=True)


def _resources() -> Iterator[_Line]:
    for name in resources.FOLDERS:
        try:
            folder = resources.folder(name)
        except CancuError as error:
            yield _Line(name, error.en, is_well=False)
        else:
            count = sum(1 for path in folder.rglob("*") if path.is_file())
            yield _Line(name, f"{count} files in {folder}", is_well=count > 0)


def _store(settings: Settings) -> _Line:
    if not Path(settings.store).exists():
        return _Line("store", f"none yet in {settings.store}; `cancu ingest` makes it", is_well=None)
    try:
        store = open_store(settings.store, is_shared=True)
    except CancuError as error:
        return _Line("store", error.en, is_well=False)
    try:
        return _Line("store", f"{store.size()} quads in {settings.store}", is_well=True)
    finally:
        store.close()


def _programs() -> Iterator[_Line]:
    for name, purpose in _PROGRAMS:
        path = shutil.which(name)
        yield _Line(name, f"{path or 'not found'}: {purpose}", is_well=True if path else None)
