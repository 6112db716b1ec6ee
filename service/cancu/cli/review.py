"""``cancu review``: what a person says of a fact; it holds for every later reading of the document."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.stores import opened
from cancu.errors import ParameterError
from cancu.finding import Opinion
from cancu.graph import Review, Verdict
from cancu.link import Registry
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.reviewing import Wish, document_of, review, withdraw
from cancu.pipeline.ruling import Ruling, rule_on
from cancu.settings import load


@click.command("review")
@click.argument("iri")
@click.option("--confirm", is_flag=True, help="The fact, or the property named with --property, is right.")
@click.option("--reject", is_flag=True, help="There is no such thing in the document.")
@click.option("--set", "change", metavar="PROPERTY=VALUE", help="The value it should have; nothing after = for none.")
@click.option("--was", metavar="VALUE", help="Which of several values is replaced.")
@click.option("--property", "name", metavar="PROPERTY", help="With --confirm: only this property.")
@click.option("--finding", "which", metavar="RULE[@START]", help="Which finding of the document IRI.")
@click.option("--accept", is_flag=True, help="The finding is true; the document stays as it is.")
@click.option("--false-alarm", "false_alarm", is_flag=True, help="The finding is wrong.")
@click.option("--withdraw", "digest", metavar="REVIEW", help="Take back the review of this short name (see --list).")
@click.option("--list", "is_list", is_flag=True, help="List the reviews of the document of IRI.")
@click.option("--by", "reviewer", metavar="WHO", help="Who says so (an office or a name).")
@click.option("--note", metavar="TEXT", help="Why.")
@options.store
@options.base
def command(
    *,
    iri: str,
    confirm: bool,
    reject: bool,
    change: str | None,
    was: str | None,
    name: str | None,
    which: str | None,
    accept: bool,
    false_alarm: bool,
    digest: str | None,
    is_list: bool,
    reviewer: str | None,
    note: str | None,
    store: str | None,
    base: str | None,
) -> None:
    """Confirm, correct or reject a fact of a document; IRI is a task, a citation, an event … or the document itself.
    Or judge what cancu check finds: IRI is then the finding, or its document with --finding.

    Example: cancu review IRI --set endDate=2026-06-30 --by "Văn phòng" --note "theo bản ký"

    Example: cancu review IRI --finding T03@6164 --accept --by "Văn phòng" --note "việc thường xuyên"
    """
    if sum((confirm, reject, change is not None, accept, false_alarm, digest is not None, is_list)) != 1:
        raise click.UsageError(
            "Give exactly one of --confirm, --reject, --set, --accept, --false-alarm, --withdraw and --list."
        )
    if which is not None and not (accept or false_alarm):
        raise click.UsageError("--finding goes with --accept or --false-alarm.")
    settings = load(store=store, base=base)
    registry = Registry.load(Path(settings.registry))
    with opened(settings, is_shared=is_list) as held:
        if is_list or digest is not None:
            key = document_of(held, iri, base=settings.base)
        if digest is not None:
            click.echo(_line(withdraw(held, key, digest, base=settings.base, registry=registry)))
        elif is_list:
            for one in reviews_of(held, key, base=settings.base):
                click.echo(_line(one))
        else:
            if not reviewer:
                raise ParameterError("hãy nói ai xem xét: --by.", "say who reviews: --by.")
            if accept or false_alarm:
                opinion = Opinion.ACCEPTED if accept else Opinion.FALSE_ALARM
                ruling = Ruling(iri=iri, opinion=opinion, reviewer=reviewer, which=which, note=note)
                click.echo(_line(rule_on(held, ruling, base=settings.base, registry=registry)))
                return
            verdict = Verdict.CONFIRMED if confirm else Verdict.REJECTED if reject else Verdict.CORRECTED
            prop, value = _pair(change) if change is not None else (name, None)
            wish = Wish(iri=iri, verdict=verdict, reviewer=reviewer, name=prop, old=was, value=value, note=note)
            click.echo(_line(review(held, wish, base=settings.base, registry=registry)))


def _pair(change: str) -> tuple[str, str | None]:
    name, equals, value = change.partition("=")
    if not equals or not name:
        raise ParameterError("hãy viết --set thuộc_tính=giá_trị.", "write --set property=value.", where=change)
    return name.removeprefix("cc:"), value or None


def _line(one: Review) -> str:
    name = str(one.predicate).rpartition("#")[2] if one.predicate is not None else ""
    old, new = (str(term) if term is not None else "" for term in (one.old, one.value))
    cells = (
        one.digest,
        one.verdict,
        one.anchor,
        name,
        old,
        new,
        one.reviewer,
        f"{one.moment:%Y-%m-%d}",
        one.note or "",
    )
    return "\t".join(cells)
