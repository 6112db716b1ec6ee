"""Gains and losses: what another version takes from the same documents, item by item.

    python bench/gains.py --docs DIR [--base REV] [--gold DIR]

Extracts every document of DIR with the working tree and with REV (default: the last commit), aligns the items of
each key by their words, and prints what appeared (+), vanished (-) and changed (~), then counts, characters a second
of both, and, with gold records, precision and recall of both by the same alignment, and of the fields of aligned items
how many are right, wrong, and left open: abstaining is no error, but it is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEYS = ("citations", "relations", "sections", "tasks", "events", "reports", "recipients")
ALIKE = 0.7
"""Two items with fewer words in common are two items."""
NOT_COMPARED = frozenset({"text", "start", "end", "offsets", "page", "paragraph"})
FIELDS = {
    "document": ("type", "number", "date", "place", "title", "issuer", "period"),
    "citations": ("type", "number", "date", "issuer", "pinpoint"),
    "tasks": ("leads", "coordinators", "start", "end"),
    "events": ("date", "anniversary", "original_date"),
    "reports": ("from", "to", "frequency", "due"),
    "recipients": ("purpose",),
}
"""The fields that gold records give and that may be left open."""
ROOT = Path(__file__).resolve().parent.parent

Item = Mapping[str, Any]
Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the report: ``sign`` is +, - or ~; ``fields`` are those that differ, old and new."""

    document: str
    key: str
    sign: str
    words: str
    fields: tuple[tuple[str, Any, Any], ...] = ()

    def __str__(self) -> str:
        changed = "".join(f"\n      {name}: {old!r} → {new!r}" for name, old, new in self.fields)
        return f"{self.sign} {self.document} {self.key}: {self.words[:100]}{changed}"


def identity(key: str, item: Item) -> tuple[str, ...]:
    """Return the words by which an item is known again: its text, or its ends where it is a relation."""
    if key == "relations":
        return (item["source"], item["relation"], item["target"])
    if key == "sections":
        return (item["number"], *item["heading"].casefold().split())
    return tuple(str(item.get("text") or "").casefold().split())


def pairs(key: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Yield aligned items, those of equal words first, then the most alike; what only one side has stands with None."""
    scored = sorted(
        (
            (-likeness(identity(key, a), identity(key, b)), abs(i - j), i, j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
        ),
    )
    olds, news = set(range(len(old))), set(range(len(new)))
    for score, _, i, j in scored:
        if -score >= ALIKE and i in olds and j in news:
            olds.remove(i)
            news.remove(j)
            yield old[i], new[j]
    yield from ((None, new[j]) for j in sorted(news))
    yield from ((old[i], None) for i in sorted(olds))


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of words that two items have in common (F1); the shorter decides how far to look."""
    least = min(len(one), len(other))
    if not least:
        return float(one == other)
    both = sum((Counter(one[: least + 2]) & Counter(other[: least + 2])).values())
    return both / least if one[:1] == other[:1] else 0.8 * both / least


def compare(old: Records, new: Records) -> Iterator[Change]:
    """Yield every difference between two sets of records, by document and key."""
    for document in sorted(old.keys() | new.keys()):
        before, after = old.get(document, {}), new.get(document, {})
        header = tuple(differences(before.get("document", {}), after.get("document", {})))
        if header:
            yield Change(document, "document", "~", "", header)
        for key in KEYS:
            for one, other in pairs(key, before.get(key, ()), after.get(key, ())):
                yield from change(document, key, one, other)


def change(document: str, key: str, old: Item | None, new: Item | None) -> Iterator[Change]:
    """Yield the difference between two aligned items, if there is one."""
    words = " ".join(identity(key, new or old or {}))
    if old is None or new is None:
        yield Change(document, key, "+" if old is None else "-", words)
    elif fields := tuple(differences(old, new)):
        yield Change(document, key, "~", words, fields)


def differences(old: Item, new: Item) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields that differ."""
    for name in sorted((old.keys() | new.keys()) - NOT_COMPARED - {"spans"}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def precision_recall(gold: Records, found: Records) -> Iterator[str]:
    """Yield a line for each key: items in gold, found, matched, precision and recall."""
    for key in KEYS:
        want = {name: record.get(key, ()) for name, record in gold.items() if key in record}
        matched = sum(
            one is not None and other is not None
            for name, items in want.items()
            for one, other in pairs(key, items, found.get(name, {}).get(key, ()))
        )
        total, got = sum(map(len, want.values())), sum(len(found.get(name, {}).get(key, ())) for name in want)
        yield f"{key:12} gold {total:4} found {got:4} P {matched / max(got, 1):.3f} R {matched / max(total, 1):.3f}"


def verdicts(gold: Records, found: Records) -> Iterator[str]:
    """Yield a line for each key: fields that gold gives, read right, read wrong, and left open (abstained)."""
    for key in ("document", *KEYS):
        right = wrong = open_ = 0
        for one, other in _aligned(key, gold, found):
            for name in FIELDS.get(key, ()):
                if one.get(name) in (None, [], ()):
                    continue
                if other.get(name) in (None, [], ()):
                    open_ += 1
                elif _folded(one[name]) == _folded(other[name]):
                    right += 1
                else:
                    wrong += 1
        if right or wrong or open_:
            yield f"{key:12} fields right {right:4} wrong {wrong:4} abstained {open_:4}"


def _aligned(key: str, gold: Records, found: Records) -> Iterator[tuple[Item, Item]]:
    for name, record in gold.items():
        if key == "document":
            yield record.get(key, {}), found.get(name, {}).get(key) or {}
            continue
        for one, other in pairs(key, record.get(key, ()), found.get(name, {}).get(key, ())):
            if one is not None and other is not None:
                yield one, other


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().split())


def extracted(code: Path, documents: Path, out: Path) -> tuple[dict[str, Any], float]:
    """Return the records that the version in ``code`` makes, by stem, and the seconds it took."""
    environment = {**os.environ, "PYTHONPATH": str(code / "service")}
    started = time.perf_counter()
    start = "from cancu.cli import main; main()"
    command = [sys.executable, "-c", start, "extract", str(documents), "--out", str(out)]
    subprocess.run(command, env=environment, cwd=code, check=True)
    seconds = time.perf_counter() - started
    return {path.stem: json.loads(path.read_text("utf-8")) for path in out.glob("*.json")}, seconds


def main() -> None:
    """Compare the working tree with a commit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--base", default="HEAD")
    parser.add_argument("--gold", type=Path)
    given = parser.parse_args()
    documents = given.docs.resolve()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "base")
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(base), given.base], cwd=ROOT, check=True)
        try:
            old, old_seconds = extracted(base, documents, Path(folder, "old"))
            new, new_seconds = extracted(ROOT, documents, Path(folder, "new"))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(base)], cwd=ROOT, check=True)
    changes = list(compare(old, new))
    print(*changes, sep="\n")
    counts = {sign: sum(change.sign == sign for change in changes) for sign in "+-~"}
    characters = sum(len(path.read_bytes()) for path in documents.iterdir() if path.is_file())
    print(f"appeared {counts['+']}, vanished {counts['-']}, changed {counts['~']}")
    print(f"bytes a second: {given.base} {characters / old_seconds:,.0f}, working tree {characters / new_seconds:,.0f}")
    if given.gold:
        gold = {path.stem: json.loads(path.read_text("utf-8")) for path in given.gold.glob("*.json")}
        for name, found in ((given.base, old), ("working tree", new)):
            print(f"\n{name}", *precision_recall(gold, found), *verdicts(gold, found), sep="\n")


if __name__ == "__main__":
    main()
