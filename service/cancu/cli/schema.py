"""``cancu schema``: the form of the record."""

from __future__ import annotations

import json

import click

from cancu.schema import record_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema (2020-12) of what `cancu extract` writes."""
    click.echo(json.dumps(record_schema(), ensure_ascii=False, indent=2))
