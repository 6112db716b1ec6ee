"""The shape of the package: data flows one way, and nothing happens on import."""

from __future__ import annotations

import ast
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "service" / "cancu"
MODULES = sorted(PACKAGE.rglob("*.py"))
IDS = [str(path.relative_to(PACKAGE)) for path in MODULES]

BASE = frozenset(
    {
        "access",
        "confine",
        "cycles",
        "errors",
        "finding",
        "linked",
        "logs",
        "model",
        "namespaces",
        "numerals",
        "records",
        "registered",
        "resources",
        "room",
        "schema",
        "terms",
        "text",
        "vietnamese",
    }
)
STAGES = frozenset({"read", "extract", "link", "graph", "check", "store", "query"})
COMPOSERS = frozenset({"settings", "pipeline", "serve", "cli", "mcp"})
MAY_IMPORT = {
    **dict.fromkeys(BASE, BASE),
    **{name: BASE | {name} for name in STAGES},
    "engine": frozenset({"confine", "engine", "errors"}),
    "store": BASE | {"store", "engine"},
    "settings": BASE | {"settings"},
    "pipeline": BASE | STAGES | {"pipeline", "settings"},
    **dict.fromkeys(("serve", "cli", "mcp"), BASE | STAGES | COMPOSERS),
}


def part(module: str) -> str:
    """``cancu.link.registry`` → ``link``; the package itself → ``""``."""
    return [*module.split("."), ""][1]


def name_of(path: Path) -> str:
    parts = ["cancu", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The modules of cancu that a file imports, wherever in the file."""
    known = {name_of(other) for other in MODULES}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "cancu")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively; write the full name"
            if node.module and node.module.split(".")[0] == "cancu":
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in known else node.module


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a file, docstrings left out."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    documentation |= {
        id(node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def test_every_part_has_its_place() -> None:
    parts = {part(name_of(path)) for path in MODULES} - {""}
    assert parts <= BASE | STAGES | COMPOSERS | {"engine"}
    assert STAGES | {"errors", "model", "namespaces", "resources", "pipeline", "cli", "settings"} <= parts


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_imports_follow_the_arrows(path: Path) -> None:
    here = part(name_of(path))
    allowed = MAY_IMPORT.get(here, frozenset()) | {""}
    wrong = sorted({name for name in imports(path) if part(name) not in allowed})
    assert not wrong, f"{here or 'cancu'} may import {sorted(allowed - {''})} only"


SHARED = frozenset({"http", "service", "templating", "views", "words"})
"""Of the service: what all its parts may use."""
SERVE_MAY_IMPORT = {
    **dict.fromkeys(("http", "service", "words"), frozenset({"http", "service", "words"})),
    "linked": SHARED | {"catalog", "faces", "paper"},
    "pages": SHARED | {"calendar", "catalog", "faces", "linked", "rest", "work"},
    "work": SHARED | {"calendar", "rest"},
    "mcp": SHARED | {"rest"},
}


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path).startswith("cancu.serve.")], ids=str)
def test_parts_of_the_service_stand_apart(path: Path) -> None:
    def piece(module: str) -> str:
        return [*module.split("."), ""][2]

    here = piece(name_of(path))
    allowed = SERVE_MAY_IMPORT.get(here, SHARED) | {here, ""}
    others = {piece(name) for name in imports(path) if part(name) == "serve"}
    assert here == "app" or others <= allowed


def test_there_are_no_import_cycles() -> None:
    edges = {name_of(path): set(imports(path)) for path in MODULES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in sorted(edges.get(module, set()) - {module}):
                visit(other, (*way, module))
            done.add(module)

    for module in edges:
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_iris_are_spelled_in_namespaces_only(path: Path) -> None:
    if path.name == "namespaces.py" and path.parent == PACKAGE:
        return
    assert not [(line, text) for line, text in strings(path) if re.match(r"https?://\w", text)]


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_sparql_lives_in_rq_files_only(path: Path) -> None:
    wrong = re.compile(r"\b(?:SELECT|WHERE)\b[\s\S]*[{?*]")
    assert not [(line, text) for line, text in strings(path) if wrong.search(text)]


def test_modules_are_small() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > 400}
    assert statistics.median(lengths.values()) <= 150


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_functions_are_small(path: Path) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    }
    assert not {name: length for name, length in long.items() if length > 60}


WATCH = """
import json, sys
import rdflib, pyoxigraph, pyshacl, owlrl, fastapi, uvicorn, jinja2, openpyxl, rich, pydantic_settings, click
import charset_normalizer, regex, lxml.etree, lxml.html, docx, PIL.Image, pypdfium2, pdfplumber, owlready2
import multiprocessing.pool, concurrent.futures.process, tomllib, sqlite3, httpcore2
import icalendar, mcp.server.mcpserver, prometheus_client, rapidfuzz
seen = []

def hook(event, args):
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")) and not str(args[0]).startswith("<"):
        seen.append(f"open {args[0]}")
    elif event.startswith(("socket.", "subprocess.", "os.putenv", "sqlite3.connect")):
        seen.append(event)

sys.addaudithook(hook)
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(seen))
"""


def test_importing_reads_no_file_and_opens_no_socket() -> None:
    names = [name for name in map(name_of, MODULES) if not name.endswith("__main__")]
    done = subprocess.run([sys.executable, "-c", WATCH, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
