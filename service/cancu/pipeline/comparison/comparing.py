"""Two documents compared: a pure function of two values. ``compare(b, a)`` is ``compare(a, b)`` with sides changed."""

from __future__ import annotations

from cancu.pipeline.cascade import bag
from cancu.pipeline.comparison.model import Bond, Comparison, Item, Pair, Paper, Part
from cancu.pipeline.comparison.pairing import Policy, paired
from cancu.pipeline.comparison.wording import likeness, pieces

PARTS = ("duties", "citations", "reports", "events", "recipients")
"""Names of the parts, in the order in which they are told."""


def compare(a: Paper, b: Paper) -> Comparison:
    """Return what only one of two documents has, what both have, and how that differs."""
    duties = Policy(by_work=True, subject=bag(a.title) | bag(b.title))
    policies = {"duties": duties, "citations": Policy(by_words=False)}
    found = (_part(name, getattr(a, name), getattr(b, name), policies.get(name, Policy())) for name in PARTS)
    return Comparison(a, b, tuple(found))


def _part(name: str, a: tuple[Item, ...], b: tuple[Item, ...], policy: Policy) -> Part:
    state = paired(a, b, policy)
    pairs = [_pair(a[one], b[other], bond) for one, (other, bond) in sorted(state.found.items())]
    only_a = tuple(a[place] for place in state.free_a)
    only_b = tuple(b[place] for place in state.free_b)
    return Part(name, tuple(pairs), only_a, only_b, state.is_whole)


def _pair(a: Item, b: Item, bond: Bond) -> Pair:
    one, other = ({fact.name: fact.key for fact in item.facts} for item in (a, b))
    names = dict.fromkeys(fact.name for fact in (*a.facts, *b.facts))
    differs = tuple(sorted(name for name in names if one.get(name, "") != other.get(name, "")))
    return Pair(a, b, bond, likeness(a.words, b.words), pieces(a.words, b.words), differs)
