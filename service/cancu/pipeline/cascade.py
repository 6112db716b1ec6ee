"""Which tasks of a document take up tasks that its superiors set for its level.

A superior is a document of the same graph that this one cites as its basis or carries out. One of its tasks is set for
a level where its lead is a group to which the issuer here belongs (“UBND các phường, xã”). Two tasks are alike where
they share words: function words, stock words, names of bodies and words of time do not count, rare words count more.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from rdflib import URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from cancu import resources
from cancu.graph import Triple
from cancu.namespaces import CC
from cancu.vietnamese import fold

LEAST = 0.35
"""Two tasks are the same work from this likeness on; measured in tests/pipeline/test_cascade.py."""
_EDGES = frozenset(
    {
        CC.assigns, CC.basedOn, CC.implements, CC.issuedBy, CC.leadName, CC.quote, CC.title, DCTERMS.isReplacedBy,
        SKOS.prefLabel,
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


class Relations:
    """Of some triples, which may be many, what tells which tasks take up which."""

    def __init__(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Index those triples whose predicate counts."""
        self._objects: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        self._subjects: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        for subject, edge, value in triples:
            if edge in _EDGES:
                self._objects[subject, edge].append(value)
                if edge == DCTERMS.isReplacedBy:
                    self._subjects[edge, value].append(subject)

    def objects(self, subject: Node, edge: Node) -> Sequence[Node]:
        """Return what a thing is related to."""
        return self._objects.get((subject, edge), ())

    def subjects(self, edge: Node, value: Node) -> Sequence[Node]:
        """Return what is replaced by a thing."""
        return self._subjects.get((edge, value), ())

    def words(self, subject: Node, edge: Node) -> str:
        """Return a text of a thing, the first in order where there are several, nothing where there is none."""
        return min(map(str, self.objects(subject, edge)), default="")


def links(view: Relations, document: URIRef) -> tuple[Triple, ...]:
    """Return “task takes up superior's task” for a document of ``view`` whose superiors are in it, sorted."""
    mine, level = _tasks(view, document), _level(view, document)
    if not mine or not level:
        return ()
    above = {
        task: words
        for superior in superiors(view, document)
        for task, words in _tasks(view, superior).items()
        if _is_set_for(view, task, level)
    }
    found: Iterator[Triple] = ((task, CC.takesUp, other) for task, other in pairs(mine, above, _title(view, document)))
    return tuple(sorted(found))


def superiors(view: Relations, document: Node) -> Iterator[Node]:
    """Yield the documents that one cites as basis or carries out, under the names that they had before, too."""
    for edge in (CC.basedOn, CC.implements):
        for named in view.objects(document, edge):
            yield named
            yield from view.subjects(DCTERMS.isReplacedBy, named)


def pairs(mine: dict[URIRef, str], above: dict[URIRef, str], title: str = "") -> Iterator[tuple[URIRef, URIRef]]:
    """Yield the tasks here with the tasks above that they take up; what the title says is the subject of all tasks."""
    subject = bag(title)
    below_bags = {task: bag(words) - subject for task, words in mine.items()}
    above_bags = {task: bag(words) - subject for task, words in above.items()}
    weighed = weights([*below_bags.values(), *above_bags.values()])
    for task, words in below_bags.items():
        for other, wanted in above_bags.items():
            if likeness(words, wanted, weighed) >= LEAST:
                yield task, other


def likeness(mine: frozenset[str], wanted: frozenset[str], weights: Counter[str]) -> float:
    """Return between 0 and 1 how much of the weight of either task's words both share (the geometric mean)."""
    shared = sum(weights[word] for word in mine & wanted)
    both = sum(weights[word] for word in mine) * sum(weights[word] for word in wanted)
    return shared / math.sqrt(both) if both else 0.0


def bag(words: str) -> frozenset[str]:
    """Return what counts of the words of a task: pairs of syllables next to each other once stock words are out.

    Vietnamese words have mostly two syllables; single ones mean too little to be compared.
    """
    syllables = _WORD.findall(_stock_pattern().sub(" ", words.lower()))
    return frozenset(f"{a} {b}" for a, b in pairwise(syllables))


@cache
def _stock_pattern() -> re.Pattern[str]:
    rows = resources.table("data", "lexicon", "cascade-words.tsv")
    listed = sorted((row["words"] for row in rows), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def weights(bags: Iterable[frozenset[str]]) -> Counter[str]:
    """Return what words weigh: those that many tasks share (the subject of both plans) tell little of one task."""
    listed = list(bags)
    often = Counter(word for words in listed for word in words)
    return Counter({word: math.log(1 + len(listed) / times) for word, times in often.items()})


def _tasks(view: Relations, document: Node) -> dict[URIRef, str]:
    return {
        URIRef(str(task)): view.words(task, CC.quote)
        for task in view.objects(document, CC.assigns)
        if view.objects(task, CC.quote)
    }


def _title(view: Relations, document: Node) -> str:
    return view.words(document, CC.title)


def _level(view: Relations, document: Node) -> str:
    """Return the folded name of who issued the document."""
    labels = (view.words(body, SKOS.prefLabel) for body in view.objects(document, CC.issuedBy))
    return next((fold(label) for label in labels if label), "")


def _is_set_for(view: Relations, task: Node, level: str) -> bool:
    names = [fold(str(name)) for name in view.objects(task, CC.leadName)]
    return any(is_level(name, level) for name in names)


def is_level(group: str, issuer: str) -> bool:
    """Does a group, by its folded name (“ubnd cac phuong, xa”), hold the body that issued the document?"""
    return any(
        re.match(row["issuer"], issuer) and re.search(row["group"], group)
        for row in resources.table("data", "lexicon", "levels.tsv")
    )
