"""The lists of ``examples/registries`` and a folder to import them into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cancu.pipeline.imports.running import Report, run_import

LISTS = Path(__file__).parents[2] / "examples" / "registries"
Importer = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "registry"


@pytest.fixture
def imported(folder: Path) -> Importer:
    """Import an example list by name; ``file`` and ``mapping`` where they differ."""

    def run(name: str, *, file: Path | None = None, mapping: str = "", is_dry: bool = False) -> Report:
        path = file or LISTS / f"{name}.csv"
        return run_import(path, LISTS / f"{mapping or name}.toml", folder, is_dry=is_dry)

    return run
