"""What ``cancu doctor`` looks at: the installation, the machine, the store, and what a service over it would need."""

from __future__ import annotations

import datetime as dt
import platform
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cancu import __version__, resources
from cancu.access import Tokens
from cancu.check import rules
from cancu.cli.stores import copy, exists, remote, state
from cancu.errors import CancuError
from cancu.link import Registry
from cancu.query import Catalogue
from cancu.settings import Settings
from cancu.store import FORMAT, Store, format_of, last_backup, open_store

_ENGINES = ("pyoxigraph", "rdflib", "pyshacl", "owlready2", "fastapi")
_PROGRAMS = (
    ("java", "HermiT (tests of the ontology)"),
    ("tesseract", "reading of scans"),
    ("soffice", "reading of .doc, .odt and .rtf (CANCU_OFFICE=1)"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at; ``is_well`` is None for what one can do without."""

    name: str
    words: str
    is_well: bool | None


_ROOM = 1_000_000_000
"""Free bytes below which a disk is nearly full: a store needs room to rewrite its files."""
_CONFINED = "from cancu import confine; print(confine.refuse_sockets())"


def examined(settings: Settings) -> Iterator[Line]:
    """Yield what is found, one line a thing; each is looked at even where another is missing."""
    yield from _installation()
    yield from _resources()
    yield _held("rules", lambda: f"{len(rules())} rules can be read")
    yield _held("questions", lambda: f"{len(Catalogue.load())} questions can be asked")
    yield _held("registry", lambda: f"read, {_size(Registry.load())} bodies known")
    yield from _store(settings)
    yield from _kept(settings)
    yield _disk(settings)
    yield _tokens(settings)
    yield _port(settings)
    yield _confinement()
    yield _clock()
    yield from _programs()


def _installation() -> Iterator[Line]:
    yield Line("cancu", __version__, is_well=True)
    yield Line("python", platform.python_version(), is_well=True)
    for name in _ENGINES:
        yield Line(name, metadata.version(name), is_well=True)


def _resources() -> Iterator[Line]:
    for name in resources.FOLDERS:
        try:
            folder = resources.folder(name)
        except CancuError as error:
            yield Line(name, error.en, is_well=False)
        else:
            count = sum(1 for path in folder.rglob("*") if path.is_file())
            yield Line(name, f"{count} files in {folder}", is_well=count > 0)


def _held(name: str, look: Callable[[], str]) -> Line:
    try:
        return Line(name, look(), is_well=True)
    except CancuError as error:
        return Line(name, str(error), is_well=False)


def _size(registry: Registry) -> int:
    return len(registry.bodies)


def _store(settings: Settings) -> Iterator[Line]:
    if not exists(settings):
        yield Line("store", f"none yet in {settings.store}; `cancu ingest` makes it", is_well=None)
        return
    try:
        store = open_store(settings.store, is_shared=True, remote=remote(settings))
    except CancuError as error:
        yield Line("store", error.en, is_well=False)
        return
    try:
        yield Line("store", f"{store.size()} quads in {settings.store}", is_well=store.size() > 0 or None)
        yield _identifiers(store, settings)
    finally:
        store.close()


def _kept(settings: Settings) -> Iterator[Line]:
    """Tell the format of the store and when it was last backed up."""
    folder = copy(settings)
    if folder is None:
        yield Line("state", f"in {state(settings)}; back the database up by its own means", is_well=None)
        return
    try:
        found = format_of(folder)
    except CancuError:  # told where the store was opened
        return
    if found is None:
        return
    yield Line("format", f"{found}, this cancu writes {FORMAT}", is_well=found <= FORMAT)
    last = last_backup(folder)
    words = f"{last.made} in {last.target}" if last else "none known of; `cancu backup DIR` makes one"
    yield Line("backup", words, is_well=True if last else None)


def _identifiers(store: Store, settings: Settings) -> Line:
    """Tell whether the store's names begin as the settings say: under another base no address would answer."""
    names = store.graphs()
    own = sum(name.startswith(settings.base) for name in names)
    words = f"{own} of {len(names)} graphs are named below {settings.base}"
    if names and not own:
        return Line("identifiers", f"{words}; set CANCU_BASE as when they were read in", is_well=False)
    return Line("identifiers", words, is_well=True)


def _disk(settings: Settings) -> Line:
    folder = next(path for path in (state(settings).absolute(), *state(settings).absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return Line("disk", f"{free / 1e9:.1f} GB free in {folder}", is_well=free > _ROOM)


def _tokens(settings: Settings) -> Line:
    path = Path(settings.tokens)
    if not path.exists():
        return Line("tokens", f"none in {path}; nobody may write until `cancu token new`", is_well=None)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Line("tokens", f"others may read {path}; chmod 600 it", is_well=False)
    return _held("tokens", lambda: f"{len(Tokens(path).held())} in {path}")


def _port(settings: Settings) -> Line:
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.create_server((settings.host, settings.port), family=family):
            return Line("port", f"{where} is free", is_well=True)
    except OSError as error:
        return Line(
            "port", f"{where}: {error.strerror}; choose another with CANCU_PORT, or it serves already", is_well=None
        )


def _confinement() -> Line:
    """Try in another process: what is refused there stays refused for good."""
    told = subprocess.run((sys.executable, "-c", _CONFINED), capture_output=True, text=True, check=False)  # noqa: S603
    if told.stdout.strip() == "True":
        return Line("confinement", "readers of strangers' questions cannot open sockets", is_well=True)
    return Line("confinement", "this system cannot forbid sockets to a process; keep the service private", is_well=None)


def _clock() -> Line:
    today = dt.datetime.now(dt.UTC)
    return Line("clock", f"{today:%Y-%m-%d %H:%M} UTC", is_well=today.year >= 2026)


def _programs() -> Iterator[Line]:
    for name, purpose in _PROGRAMS:
        path = shutil.which(name)
        yield Line(name, f"{path or 'not found'}: {purpose}", is_well=True if path else None)
