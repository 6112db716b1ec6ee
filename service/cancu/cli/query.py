"""``cancu query``: a question of the catalogue, or a SPARQL text of one's own."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.output import output
from cancu.cli.stores import opened
from cancu.errors import ParameterError
from cancu.query import OUTPUTS, Catalogue, Finder, Index, NamedQuery, Source, Table, write
from cancu.settings import load
from cancu.store import GRAPHS, SOLUTIONS, Answer, Store, inspect

_Ask = Callable[..., Answer]
_JSON = SOLUTIONS[0]
_TURTLE = GRAPHS[0]


@click.command("query")
@click.argument("name", metavar="NAME|FILE.rq|-", required=False)
@click.option("--param", "-p", "params", multiple=True, metavar="KEY=VALUE", help="A parameter of the question.")
@click.option(
    "--format", "form", type=click.Choice(tuple(OUTPUTS)), help="[default: table, or turtle where a graph answers]"
)
@click.option("--list", "is_list", is_flag=True, help="List the questions of the catalogue and their parameters.")
@options.language
@options.store
@options.out
def command(
    *,
    name: str | None,
    params: tuple[str, ...],
    form: str | None,
    is_list: bool,
    language: str,
    store: str | None,
    out: Path | None,
) -> None:
    """Ask a question of the catalogue by NAME, or a SPARQL text from a file or from stdin (-).

    Example: cancu query units-citing --param reference="nghi quyet 59"
    """
    catalogue = Catalogue.load()
    if is_list:
        click.echo(_listing(catalogue.values(), language), nl=False)
        return
    if name is None:
        raise click.UsageError("Missing argument 'NAME|FILE.rq|-'; --list shows the names.")
    values = _pairs(params)
    own = _own_text(name, values)
    with opened(load(store=store), is_shared=True) as held:
        question = catalogue[name] if own is None else None
        if question is None:
            body = _rendered(held.query, own or "", form, question, language, values=values)
        else:
            body = _rendered(
                held.run, _bound(held, question, values, language), form, question, language, values=values
            )
    with output(out) as file:
        file.write(body)


def _bound(store: Store, question: NamedQuery, values: dict[str, str], language: str) -> str:
    """Return the text of ``question`` with names looked up in the store and every value bound as a term."""
    if "language" in {parameter.name for parameter in question.parameters}:
        values = {"language": language, **values}
    with closing(Index(store, patience=None)) as index:
        return question.bind(values, Finder(index).resolve)


def _rendered(
    ask: _Ask, sparql: str, form: str | None, question: NamedQuery | None, language: str, *, values: Mapping[str, str]
) -> bytes:
    """Return the answer in the format ``form``, or in the one that fits its kind."""
    kind = inspect(sparql).form
    if kind is None or not kind.is_graph:
        table = Table.read(ask(sparql, accept=_JSON).body)
        source = Source(values, moment=dt.datetime.now(dt.UTC).replace(microsecond=0))
        return write(table, form or "table", question=question, sparql=sparql, language=language, source=source)
    if form not in {None, "turtle"}:
        raise ParameterError(
            "câu hỏi này trả về một đồ thị; hãy dùng --format turtle.",
            "this question answers with a graph; use --format turtle.",
            where=form,
        )
    body: bytes = ask(sparql, accept=_TURTLE).body
    return body


def _own_text(name: str, values: dict[str, str]) -> str | None:
    """Return the SPARQL text of a file or of stdin, None where ``name`` is one of the catalogue."""
    is_file = name.endswith((".rq", ".sparql")) or "/" in name
    if name != "-" and not is_file:
        return None
    try:
        text = (Path(name).read_bytes() if is_file else sys.stdin.buffer.read()).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError("không đọc được câu hỏi này.", "this question cannot be read.", where=name) from error
    if values:
        raise ParameterError(
            "chỉ câu hỏi có tên mới nhận --param.", "only questions of the catalogue take --param.", where=name
        )
    return text


def _pairs(params: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals or not key:
            raise ParameterError("hãy viết --param tên=giá trị.", "write --param key=value.", where=param)
        pairs[key] = value
    return pairs


def _listing(questions: Iterable[NamedQuery], language: str) -> str:
    lines = []
    for question in questions:
        lines.append(f"{question.name}\n    {question.title.say(language)}\n")
        for parameter in question.parameters:
            need = "*" if parameter.is_required else " "
            lines.append(f"    {need} {parameter.name}: {parameter.explanation.say(language)}\n")
    return "".join(lines)
