"""Which items of two documents are one: by the surest bond first, each item once at most.

The order of the documents does not matter: groups are paired in the order of their documents, and of candidates with a
score the best comes first, then the one whose places are nearest, then by name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Indel

from cancu.pipeline.cascade import LEAST, bag, likeness, weights
from cancu.pipeline.comparison.model import Bond, Item
from cancu.pipeline.comparison.wording import keys, letters

NEAR = 0.8
"""From this share of common words on one text is a copy of the other (as two titles are one: link/titles.py)."""
MOST = 1_000_000
"""Pairs of items that are compared word by word at most."""
_COMMON = 40
"""A pair of syllables that more items have tells nothing of one of them."""

Scored = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """What makes items of one kind one: their words, the same work, or, with neither, only their keys.

    Words make items one that have no key in any case.
    """

    by_words: bool = True
    by_work: bool = False
    subject: frozenset[str] = frozenset()
    """Pairs of syllables that all items are about."""


@dataclass(slots=True)
class Pairing:
    """Items of both sides by their places, and the pairs found so far."""

    a: Sequence[Item]
    b: Sequence[Item]
    found: dict[int, tuple[int, Bond]] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def free_a(self) -> list[int]:
        """Places in ``a`` that have no other side yet."""
        return [place for place in range(len(self.a)) if place not in self.found]

    @property
    def free_b(self) -> list[int]:
        """Places in ``b`` that have no other side yet."""
        taken = {other for other, _ in self.found.values()}
        return [place for place in range(len(self.b)) if place not in taken]


def paired(a: Sequence[Item], b: Sequence[Item], policy: Policy) -> Pairing:
    """Return which items of ``a`` and ``b`` are one."""
    state = Pairing(a, b)

    def words(item: Item) -> tuple[str, ...] | None:
        return keys(item.words) if policy.by_words or not item.key else None

    _by_groups(state, Bond.WORDS, lambda item: (words(item), _facts(item)) if words(item) is not None else None)
    _by_groups(state, Bond.WORDS, words)
    _by_groups(state, Bond.KEY, lambda item: (item.key, _facts(item)) if item.key else None)
    _by_groups(state, Bond.KEY, lambda item: item.key or None)
    is_small = len(state.free_a) * len(state.free_b) <= MOST
    if policy.by_words and is_small:
        _by_score(state, Bond.NEAR, _near(state))
    _by_score(state, Bond.TAKEN_UP, _linked(state))
    _by_groups(state, Bond.VERSION, lambda item: item.kin or None)
    if policy.by_work and is_small:
        _by_score(state, Bond.WORK, _alike(state, policy.subject))
    state.is_whole = is_small or not (policy.by_words or policy.by_work)
    return state


def _facts(item: Item) -> tuple[tuple[str, str], ...]:
    return tuple((fact.name, fact.key) for fact in item.facts)


def _by_groups(state: Pairing, bond: Bond, group: Callable[[Item], Hashable]) -> None:
    """Pair the items of each group in their order; None is no group."""
    there: dict[Hashable, list[int]] = defaultdict(list)
    for place in reversed(state.free_b):
        there[group(state.b[place])].append(place)
    there.pop(None, None)
    for place in state.free_a:
        others = there.get(group(state.a[place]))
        if others:
            state.found[place] = (others.pop(), bond)


def _by_score(state: Pairing, bond: Bond, candidates: Iterable[Scored]) -> None:
    """Pair the best candidates first; those of one score and distance wait together, for most of them come too late."""
    waiting: dict[tuple[float, int], list[tuple[int, int]]] = defaultdict(list)
    for score, one, other in candidates:
        waiting[-score, abs(one - other)].append((one, other))
    taken = {other for other, _ in state.found.values()}
    for _, places in sorted(waiting.items()):
        free = [(one, other) for one, other in places if one not in state.found and other not in taken]
        for one, other in sorted(free, key=lambda pair: sorted((state.a[pair[0]].iri, state.b[pair[1]].iri))):
            if one not in state.found and other not in taken:
                state.found[one] = (other, bond)
                taken.add(other)


def _near(state: Pairing) -> Iterator[Scored]:
    mine, theirs = state.free_a, state.free_b
    texts = letters([keys(state.a[place].words) for place in mine] + [keys(state.b[place].words) for place in theirs])
    others = texts[len(mine) :]
    for place, text in zip(mine, texts, strict=False):
        found = process.extract(text, others, scorer=Indel.normalized_similarity, score_cutoff=NEAR, limit=None)
        for _, score, index in found:
            yield score, place, theirs[index]


def _linked(state: Pairing) -> Iterator[Scored]:
    theirs = {state.b[place].iri: place for place in state.free_b}
    for place in state.free_a:
        for link in state.a[place].links & theirs.keys():
            yield 1.0, place, theirs[link]
    mine = {state.a[place].iri: place for place in state.free_a}
    for place in state.free_b:
        for link in state.b[place].links & mine.keys():
            yield 1.0, mine[link], place


def _alike(state: Pairing, subject: frozenset[str]) -> Iterator[Scored]:
    """Yield tasks that share the weight of their words (T17); only those that share a rare word are compared."""
    mine = {place: bag(state.a[place].words) - subject for place in state.free_a}
    theirs = {place: bag(state.b[place].words) - subject for place in state.free_b}
    often = Counter(word for words in (*mine.values(), *theirs.values()) for word in words)
    weighed = weights([*mine.values(), *theirs.values()])
    having: dict[str, list[int]] = defaultdict(list)
    for place, words in theirs.items():
        for word in words:
            if often[word] <= _COMMON:
                having[word].append(place)
    for place, words in mine.items():
        for other in {other for word in words for other in having.get(word, ())}:
            score = round(likeness(words, theirs[other], weighed), 6)
            if score >= LEAST:
                yield score, place, other
