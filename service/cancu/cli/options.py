"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

store: Decorator = click.option(
    "--store",
    metavar="DIR|URL",
    help="Folder of the database, or address of a SPARQL 1.1 database.  [default: CANCU_STORE or var/store]",
)
base: Decorator = click.option("--base", metavar="IRI", help="What identifiers begin with.  [default: CANCU_BASE]")
jobs: Decorator = click.option(
    "--jobs", "-j", type=click.IntRange(1, 256), metavar="N", help="Processes that read documents.  [default: 1]"
)
cluster: Decorator = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Dask scheduler (tcp://host:port) whose workers read instead; they see the files under the same paths.",
)
language: Decorator = click.option(
    "--language", type=click.Choice(("vi", "en")), default="vi", show_default=True, help="Language of the words."
)
out: Decorator = click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE instead of stdout.",
)
