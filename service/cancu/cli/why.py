"""``cancu why``: on what a statement rests."""

from __future__ import annotations

import click

from cancu.cli import options
from cancu.cli.stores import opened
from cancu.errors import NotFoundError
from cancu.query import Catalogue, NamedQuery, Table, write
from cancu.settings import load


@click.command("why")
@click.argument("iri")
@click.argument("name", metavar="[PROPERTY]", required=False)
@click.argument("value", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json", "csv", "tsv")), default="text", show_default=True)
@options.language
@options.store
def command(*, iri: str, name: str | None, value: str | None, form: str, language: str, store: str | None) -> None:
    """Say why what is known of IRI is known: words, place, file, reading, ingestion, rules, precision, review.

    Example: cancu why https://w3id.org/cancu/id/doc/… basedOn https://w3id.org/cancu/id/doc/tw/k13/nq/59
    """
    question = Catalogue.load()["why"]
    given = {"subject": iri}
    if name is not None:
        given["property"] = name if ":" in name else f"cc:{name}"
    if value is not None:
        given["value"] = value
    with opened(load(store=store), is_shared=True) as held:
        table = Table.read(held.run(question.bind(given)).body)
    if not table.rows:
        raise NotFoundError("kho không nói điều này.", "the store does not say this.", where=iri)
    if form == "text":
        click.echo(_text(table, question, language), nl=False)
    else:
        click.echo(write(table, form, question=question, language=language), nl=False)


def _text(table: Table, question: NamedQuery, language: str) -> str:
    """Return one paragraph a statement: what is said, then a line for each thing known of why."""
    names = {column.name: column.heading.say(language) for column in question.columns}
    lines = []
    for row in table:
        lines.append(f"{row.get('property', '')} → {row.get('value', '')}")
        told = ((names[name], value) for name, value in row.items() if name not in {"property", "value"})
        lines += [f"    {name}: {value}" for name, value in told]
    return "\n".join(lines) + "\n"
