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
from cancu.link import Registry
from cancu.pipeline.describing import METADATA, describe, metadata
from cancu.pipeline.formats import RDF_FORMATS, written
from cancu.pipeline.reading import Reading, Refusal, read_all
from cancu.pipeline.tally import Tally, tallies
from cancu.pipeline.workers import hired
from cancu.records import to_json
from cancu.settings import Settings, load


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write DIR/<stem>.json …")
@click.option(
    "--format", "form", type=click.Choice(("json", *RDF_FORMATS, *METADATA)), default="json", show_default=True
)
@click.option("--tally", "counted", is_flag=True, help="Say on stderr what is sure, and what was left open.")
@options.jobs
@options.cluster
@options.base
def command(
    *,
    paths: tuple[Path, ...],
    out: Path | None,
    form: str,
    counted: bool,
    jobs: int | None,
    cluster: str | None,
    base: str | None,
) -> None:
    """Print what documents say: head, citations, sections, tasks, events, reports, recipients.

    edxml and nd30 are the head and the recipients alone, as offices exchange them: the message header of edXML (QCVN
    102), and the fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI.

    PATHS are documents or folders of them. On stdout one document is one JSON object and several are an array; with
    --out each has a file of its own. A file that cannot be read is named on stderr, the others are done all the
    same, and the exit code is 2. --tally counts citations that are resolved, ambiguous or known only by citation, names
    of known and unknown bodies, and what has no lead, sender or value because the words do not tell.
    """
    settings = load(jobs=jobs, base=base)
    files = documents(paths, office=settings.office)
    if out is not None:
        _refuse_equal_stems(files)
    with hired(min(settings.jobs, len(files)), cluster) as workers:
        outcomes = tuple(tracked(read_all(files, workers, office=settings.office), len(files), "extract"))
    readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
    results = _results(readings, form, settings)
    if out is None:
        with output(None) as file:
            file.write(_joined(results, form))
    else:
        suffix = {**RDF_FORMATS, **METADATA}.get(form, form)
        for reading, result in zip(readings, results, strict=True):
            with output(out / f"{reading.path.stem}.{suffix}") as file:
                file.write(result)
    if counted:
        _say_tallies(readings, settings.base)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    for refusal in refused:
        say_error(refusal.error)
    if refused:
        click.get_current_context().exit(2)


def _say_tallies(readings: Sequence[Reading], base: str) -> None:
    """Write one line a document, and one for all of them where there are several."""
    counts = tallies(readings, base=base)
    for reading, count in zip(readings, counts, strict=True):
        click.echo(f"{reading.path.name}: {count}", err=True)
    if len(counts) > 1:
        click.echo(f"{len(counts)}: {sum(counts, Tally())}", err=True)


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


def _results(readings: Sequence[Reading], form: str, settings: Settings) -> list[bytes]:
    if form == "json":
        return [
            (json.dumps(to_json(reading.record), ensure_ascii=False, indent=1) + "\n").encode() for reading in readings
        ]
    registry = Registry.load(Path(settings.registry))
    if form in METADATA:
        return [metadata(reading, form, base=settings.base, registry=registry) for reading in readings]
    return [written(document.quads, form) for document in describe(readings, base=settings.base, registry=registry)]


def _joined(results: Sequence[bytes], form: str) -> bytes:
    """Several JSON documents make one array; RDF documents of the other formats stand one after the other."""
    if form in {"json", "jsonld", "nd30"} and len(results) > 1:
        return b"[\n" + b",\n".join(result.rstrip() for result in results) + b"\n]\n"
    return b"".join(results)
