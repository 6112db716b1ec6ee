"""``cancu extract``: what a careful reader takes from documents, as JSON or RDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cancu.cli import options, say_error
from cancu.cli.output import output
from cancu.cli.paths import documents
from cancu.cli.progress import tracked
from cancu.errors import ParameterError
from cancu.pipeline.describing import describe
from cancu.pipeline.formats import RDF_FORMATS, written
from cancu.pipeline.reading import Reading, Refusal, read_all
from cancu.records import to_json
from cancu.settings import load


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write DIR/<stem>.json …")
@click.option("--format", "form", type=click.Choice(("json", *RDF_FORMATS)), default="json", show_default=True)
@options.jobs
@options.base
def command(*, paths: tuple[Path, ...], out: Path | None, form: str, jobs: int | None, base: str | None) -> None:
    """Print what documents say: head, citations, sections, tasks, events, reports, recipients.

    PATHS are documents or folders of them. On stdout one document is one JSON object and several are an array; with
    --out each has a file of its own. A file that cannot be read is named on stderr, the others are done all the
    same, and the exit code is 2.
    """
    settings = load(jobs=jobs, base=base)
    files = documents(paths, office=settings.office)
    if out is not None:
        _refuse_equal_stems(files)
    outcomes = tuple(tracked(read_all(files, jobs=settings.jobs, office=settings.office), len(files), "extract"))
    readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
    results = _results(readings, form, settings.base)
    if out is None:
        with output(None) as file:
            file.write(_joined(results, form))
    else:
        for reading, result in zip(readings, results, strict=True):
            with output(out / f"{reading.path.stem}.{RDF_FORMATS.get(form, form)}") as file:
                file.write(result)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    for refusal in refused:
        say_error(refusal.error)
    if refused:
        click.get_current_context().exit(2)


def _refuse_equal_stems(files: Sequence[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in files:
        other = seen.setdefault(path.stem, path)
        if other != path:
            raise ParameterError(
                f"trùng tên với “{other}”: cả hai sẽ ghi vào một tệp; hãy đổi tên hoặc trích riêng.",
                f"has the name of “{other}”: both would be written to one file; rename one or extract them apart.",
                where=str(path),
            )


def _results(readings: Sequence[Reading], form: str, base: str) -> list[bytes]:
    if form == "json":
        return [
            (json.dumps(to_json(reading.record), ensure_ascii=False, indent=1) + "\n").encode() for reading in readings
        ]
    return [written(document.quads, form) for document in describe(readings, base=base)]


def _joined(results: Sequence[bytes], form: str) -> bytes:
    """Several JSON documents make one array; RDF documents of the other formats stand one after the other."""
    if form in {"json", "jsonld"} and len(results) > 1:
        return b"[\n" + b",\n".join(result.rstrip() for result in results) + b"\n]\n"
    return b"".join(results)
