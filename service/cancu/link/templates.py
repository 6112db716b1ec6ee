"""Bodies known by their name and place alone: “Công an xã” is the police of the commune that is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from cancu.link.names import key
from cancu.link.registry import PROVINCES, Registry
from cancu.link.tables import Template
from cancu.linked import Body, BodyKind, Unit
from cancu.vietnamese import fold, slug

_RELATIVE = ("thanh pho", "tinh", "thu do", "phuong", "xa", "dac khu")
_PROVINCE_WORDS = frozenset({"thanh pho", "tinh", "thu do"})
_NOT_A_NAME = frozenset({"hoi", "chu"})
"""“xã hội”, “xã chủ” are no communes."""
_LONGEST_NAME = 4
_CONNECTORS = ("tren dia ban ", "thuoc ", "cua ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body is: a listed unit, or one that only the words tell of (``unit`` is None).

    ``is_open``: several listed places bear the name, and nothing tells which is meant.
    """

    slug: str
    name: str
    kind: str
    unit: Unit | None
    above: Unit | None
    is_open: bool = False

    @property
    def is_province(self) -> bool:
        """Tell whether the place is a province or a city under the centre."""
        return self.kind in PROVINCES


@dataclass(frozen=True, slots=True)
class Match:
    """A template, the place meant (None: no place at all) and the folded words that an open template took in."""

    template: Template
    place: Place | None
    words: str = ""


@cache
def _patterns(templates: tuple[Template, ...]) -> dict[tuple[bool, str], tuple[tuple[str, Template], ...]]:
    """Return the (key, template) that are open or not and begin with a word, the longest key first."""
    found: list[tuple[str, bool, Template]] = []
    for template in templates:
        for name in (template.label, *template.aliases):
            is_open = name.endswith("*")
            committees = ("thành ủy", "tỉnh ủy") if "{tu}" in name else ("",)
            heads = (name.replace("{tu}", committee).rstrip(" *") for committee in committees)
            found.extend((key(head), is_open, template) for head in heads)
    begun: defaultdict[tuple[bool, str], list[tuple[str, Template]]] = defaultdict(list)
    for head, is_open, template in sorted(set(found), key=lambda entry: (-len(entry[0]), entry[0], entry[2].key)):
        begun[is_open, head.partition(" ")[0]].append((head, template))
    return {first: tuple(entries) for first, entries in begun.items()}


class Templates:
    """The templates as seen from a document that belongs to the places ``chain`` (innermost first)."""

    def __init__(self, registry: Registry, chain: tuple[Unit, ...]) -> None:
        self._registry = registry
        self._chain = chain
        self._begun = _patterns(registry.templates)
        self._by_key: Mapping[str, Template] = {template.key: template for template in registry.templates}

    def closed(self, name: str) -> Match | None:
        """Return what the folded ``name`` means, by a template that names the body in full."""
        return next((match for match in self._matches(name, is_open=False)), None)

    def open(self, name: str) -> Match | None:
        """Return what the folded ``name`` means, by a template that takes in more words (“Sở …”)."""
        return next((match for match in self._matches(name, is_open=True)), None)

    def _matches(self, name: str, *, is_open: bool) -> Iterator[Match]:
        for head, template in self._begun.get((is_open, name.partition(" ")[0]), ()):
            if not (name == head or name.startswith(f"{head} ")):
                continue
            rest = name[len(head) :].strip()
            if is_open:
                words, place = self._tail(rest, template)
                if words:
                    yield Match(template, place, words)
                continue
            found, place = self.place(rest, template)
            if found:
                yield Match(template, place)

    def _tail(self, rest: str, template: Template) -> tuple[str, Place | None]:
        """Take the place off the end of ``rest``: ``du lich thanh pho`` → ``du lich`` and the city."""
        if template.level == "centre":
            return rest, None
        words = rest.split()
        for cut in range(1, len(words)):
            found, place = self.place(" ".join(words[cut:]), template)
            if found:
                return " ".join(words[:cut]), place
        found, place = self.default(template)
        return (rest, place) if found else ("", None)

    def default(self, template: Template) -> tuple[bool, Place | None]:
        """Return the place that is meant where none is printed; a document without a place means all of a sort.

        In a city's document “Công an xã” or “Đảng ủy” alone mean no body of the city.
        """
        if not self._chain or template.level == "centre":
            return True, None
        here = self._chain[0]
        if template.level == "province":
            provinces = [unit for unit in self._chain if unit.kind in PROVINCES]
            return (True, listed(provinces[0], self._registry)) if provinces else (False, None)
        if template.level == "commune" and here.kind in PROVINCES:
            return False, None
        return True, listed(here, self._registry)

    def place(self, words: str, template: Template) -> tuple[bool, Place | None]:
        """Return whether ``words`` name a place, and which; no words mean the default one."""
        if not words:
            return self.default(template)
        if template.kind is BodyKind.GROUP:
            for connector in _CONNECTORS:
                words = words.removeprefix(connector)
        if words in _RELATIVE:
            return self._relative(words)
        unit = self._named(words)
        if unit:
            return True, listed(unit, self._registry)
        return self._unlisted(words)

    def _relative(self, word: str) -> tuple[bool, Place | None]:
        wanted = [unit for unit in self._chain if (unit.kind in PROVINCES) == (word in _PROVINCE_WORDS)]
        return (True, listed(wanted[0], self._registry)) if wanted else (False, None)

    def _named(self, words: str) -> Unit | None:
        """Return the unit of that name (with or without its kind): of the document's places, of those in its province,
        of all, where only one fits."""
        fits = [*self._registry.places.full(words), *self._registry.places.bare(words)]
        near = [unit for unit in fits if unit in self._chain]
        inside = [unit for unit in fits if unit.parent in {place.slug for place in self._chain}]
        for group in (near, [unit for unit in fits if unit.kind in PROVINCES], inside, fits):
            if len(group) == 1:
                return group[0]
        return None

    def _unlisted(self, words: str) -> tuple[bool, Place | None]:
        """Return a place that no list has yet: ``xa suoi mo``, in the province of the document.

        Of several listed places of that name, none in that province, no one is chosen: it is somewhere.
        """
        kind = next((kind for kind in ("xã", "phường", "đặc khu") if words.startswith(f"{fold(kind)} ")), None)
        if kind is None:
            return False, None
        name = words[len(fold(kind)) + 1 :]
        above = next((unit for unit in self._chain if unit.kind in PROVINCES), None)
        if name.split()[0] in _NOT_A_NAME or len(name.split()) > _LONGEST_NAME:
            return False, None
        if self._registry.places.full(words):
            return True, Place(slug(words), name.title(), kind, None, None, is_open=True)
        path = f"{slug(name)}-{above.slug}" if above else slug(words)
        return True, Place(path, name.title(), kind, None, above)

    def body_slug(self, match: Match) -> str:
        """Return the slug of the body that is meant."""
        parts = (match.template.slug, slug(match.words), match.place.slug if match.place else "")
        return "-".join(part for part in parts if part)

    def related(self, spec: str, place: Place | None) -> Match | str | None:
        """Return the body that a cell of the table (parent, owner) means: a match at some place, or a known slug."""
        province, slash, commune = spec.partition("/")
        spec = commune if slash and place and not place.is_province else province
        if spec.startswith("="):
            return spec[1:]
        if not spec or place is None:
            return None
        if spec.startswith("^"):
            return Match(self._by_key[spec[1:]], listed(place.above, self._registry)) if place.above else None
        return Match(self._by_key[spec], place)


def listed(unit: Unit, registry: Registry) -> Place:
    """Return a listed unit as a place."""
    above = registry.units[unit.parent] if unit.parent else None
    return Place(unit.slug, unit.name, unit.kind, unit, above)


def as_spelled(match: Match, name: str) -> Match:
    """Give a place that no list has the spelling that it has at the end of the printed ``name``."""
    place = match.place
    if place is None or place.unit is not None:
        return match
    spelled = " ".join(name.split()[-len(place.name.split()) :])
    if fold(spelled) != fold(place.name):
        return match
    return replace(match, place=replace(place, name=spelled))


def body(match: Match, own_slug: str, name: str, parent: str | None, owner: str | None) -> Body:
    """Return the body that a match tells of; ``name`` is the printed name, for open templates.

    A body without a place stands for all of its sort.
    """
    template, place = match.template, match.place
    label = template.label if not match.words else name
    if place and "{tu}" in label:
        committee = "Thành ủy" if place.kind == "thành phố" else "Tỉnh ủy"
        label = f"{label.replace('{tu}', committee)} {place.name}"
    elif place and template.kind is BodyKind.GROUP:
        label = f"{label} ({place.kind} {place.name})"
    elif place and not fold(name).endswith(fold(place.name)):
        label = f"{_without_relative(label) if match.words else label} {place.kind} {place.name}"
    elif place and not match.words:
        label = f"{label} {place.kind} {place.name}"
    return Body(
        slug=own_slug,
        kind=template.kind if place or template.level == "centre" else BodyKind.GROUP,
        label=label.replace("{tu}", "Thành ủy, Tỉnh ủy"),
        parent=parent,
        place=place.unit.slug if place and place.unit else None,
        owner=owner,
    )


def _without_relative(label: str) -> str:
    for word in ("thành phố", "tỉnh", "thủ đô", "phường", "xã", "đặc khu"):
        if fold(label).endswith(f" {fold(word)}"):
            return label[: -len(word)].rstrip()
    return label
