"""A copied graph is what the pipeline makes of a copied text, and identifiers are those of the store."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice

import pyoxigraph as ox
import pytest

from bench.corpus.corpus import Corpus
from bench.corpus.facts import Facts, Role
from bench.corpus.graphs import Graphs, described, shape
from bench.corpus.templates import Named, Template, can_stand_for_others, named
from cancu.namespaces import BASE, OF_DOCUMENT, document_graph

if find_spec("vietnamadminunits") is None:
    pytest.skip("the 3,321 communes come from the package vietnamadminunits", allow_module_level=True)

SOME = 120


@cache
def written() -> tuple[tuple[Facts, str], ...]:
    graphs = Graphs(Corpus(1))
    found = tuple(islice(graphs.documents(), SOME))
    assert graphs.copied > SOME / 3
    return found


def pairs(corpus: Corpus) -> Iterator[tuple[Facts, Facts]]:
    """Documents of one shape, of other places: one for each role but the ministries'."""
    first: dict[object, Facts] = {}
    done: set[Role] = set()
    for index in range(16, 4_000):
        facts = corpus.facts(index)
        superiors = tuple(map(corpus.facts, facts.superiors))
        if facts.copy or facts.role in done or not can_stand_for_others(Named(facts, superiors, "0" * 64, "–")):
            continue
        if "\n\nCăn cứ" in corpus.written(facts, index).text and re.search(r"\w \n", corpus.written(facts, index).text):
            continue  # names that a line break parts are not found in a text; graphs have none
        other = first.setdefault(shape(facts, superiors), facts)
        if other.place != facts.place:
            done.add(facts.role)
            yield other, facts


def compared(quads: str) -> Counter[str]:
    """Lines without what depends on the length of names: offsets, digests of words, where long quotations are cut."""
    quads = re.sub(r'(#quote> "[^"]{30})[^"]* …"', r"\1", quads)
    for pattern in (r'"\d+"\^\^<[^>]*integer>', r"(?<=-)[0-9a-f]{6,10}(?=[> /])", r"(?<=id/run/)[0-9a-f]{16}"):
        quads = re.sub(pattern, "…", quads)
    return Counter(line for line in quads.splitlines() if "/graph/findings/" not in line)


def test_a_copied_graph_is_that_of_a_copied_text() -> None:
    corpus = Corpus(1)
    seen = 0
    for one, other in islice(pairs(corpus), 4):
        name = f"{one.index:06d}.txt"
        text = corpus.written(one, one.index).text
        quads, digest, signer = described(text, name)
        original = Named(one, tuple(map(corpus.facts, one.superiors)), digest, signer)
        copy = named(other, tuple(map(corpus.facts, other.superiors)))
        again, own, _ = described(Template(text, original).filled(copy), f"{other.index:06d}.txt")
        again = again.replace(own, copy.digest).replace(own[:12], copy.digest[:12])
        assert compared(Template(quads, original).filled(copy)) == compared(again)
        assert compared(quads) != compared(again)
        seen += 1
    assert seen == 4


def test_documents_are_named_by_their_own_keys_and_say_nothing_of_others() -> None:
    names = set[str]()
    for facts, quads in written():
        graphs = {line.rsplit(" ", 2)[-2].strip("<>") for line in quads.splitlines()}
        assert graphs.isdisjoint(names)
        names |= graphs
        if facts.key:
            assert graphs <= {graph_of(BASE, facts.key) for graph_of in OF_DOCUMENT}
            assert document_graph(BASE, facts.key) in graphs


def test_a_store_takes_every_line() -> None:
    quads = "".join(text for _, text in written())
    store = ox.Store()
    store.load(quads.encode(), format=ox.RdfFormat.N_QUADS)
    assert len(store) == len(set(quads.splitlines()))


def test_citations_lead_to_the_superiors_of_the_corpus() -> None:
    corpus = Corpus(1)
    cites = "<https://w3id.org/cancu/ontology#cited>"
    asked = found = 0
    for facts, quads in written():
        for index in facts.superiors:
            asked += 1
            found += f"{cites} <{BASE}id/doc/{corpus.facts(index).key}>" in quads
    assert asked > SOME
    assert found / asked > 0.97
