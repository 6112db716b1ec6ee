"""Which bodies a printed name means: known ones, those of the document's own place, or newly minted ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from cancu.link import names
from cancu.link.registry import PROVINCES, Registry
from cancu.link.templates import Match, Templates, as_spelled, body, listed
from cancu.linked import Agency, Body, BodyKind, Unit
from cancu.vietnamese import fold, slug, squeeze

_SESSION = re.compile(r"\s*,?\s*(?:lần thứ\s+[IVXLC\d]+|kh(?:óa|oá|oa)\s+[IVXLC\d]+.*|nhiệm kỳ\s+\d.*)\s*", re.I)
_MINISTER = re.compile(r"^(?:Bộ trưởng\s*,\s*Chủ nhiệm|Bộ trưởng(?=\s+Bộ))\s+", re.I)
_GROUP_HEADS = ("co quan", "don vi", "to chuc", "doanh nghiep", "xa phuong", "phuong xa", "nguoi", "ca nhan")

_LONGEST, _MOST_CUTS, _WIDEST = 1000, 60, 16
"""A list longer than so many characters or cuts is not taken apart; the last part of a cut holds at most so many cuts.
"""


@cache
def _known_names(registry: Registry) -> Mapping[str, Mapping[str, str]]:
    """Return by place (“” for everywhere) the folded names that mean one body there."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for known in registry.rows.bodies:
        printed = (known.label, *known.aliases, *known.abbreviations)
        unit = registry.units[known.place] if known.place else None
        if unit is None or len(registry.places.full(fold(f"{unit.kind} {unit.name}"))) == 1:
            for name in printed:
                found[""][names.key(name)].add(known.slug)
        if unit and known.place:
            for name in printed:
                for short in _local(names.key(name), unit):
                    found[known.place][short].add(known.slug)
    return {
        place: {name: min(slugs) for name, slugs in table.items() if len(slugs) == 1} for place, table in found.items()
    }


def _local(name: str, unit: Unit) -> set[str]:
    """Return the short names under which a body goes in its own place: ``so du lich ha noi`` → ``so du lich``."""
    kind, own = fold(unit.kind), fold(unit.name)
    found = {name}
    for tail in (f" {kind} {own}", f" {own}"):
        if name.endswith(tail):
            bare = name.removesuffix(tail)
            found |= {bare, f"{bare} {kind}"}
    return found


@dataclass(frozen=True, slots=True)
class Meant:
    """A body that a name means: a known one (by slug alone), or one to be minted from a template."""

    slug: str
    match: Match | None = None
    name: str = ""


class Bodies:
    """The bodies that one document names. Those that had to be minted are kept in ``minted``."""

    def __init__(self, registry: Registry, chain: tuple[Unit, ...]) -> None:
        self._registry = registry
        self._chain = chain
        self._templates = Templates(registry, chain)
        self._minted: dict[str, Body] = {}
        self._somewhere: set[str] = set()
        self._lists: dict[str, tuple[Meant, ...]] = {}

    @property
    def minted(self) -> tuple[Body, ...]:
        """The bodies that the registry lacks, sorted."""
        return tuple(self._minted[name] for name in sorted(self._minted))

    def owner(self, own_slug: str) -> str:
        """Return the body whose numbers a body uses."""
        found = self.get(own_slug)
        return found.owner or own_slug if found else own_slug

    def is_somewhere(self, own_slug: str | None) -> bool:
        """Tell whether a name means a body of one of several places and nothing tells of which."""
        return own_slug in self._somewhere

    def get(self, own_slug: str) -> Body | None:
        """Return a body, known or minted here."""
        return self._registry.bodies.get(own_slug) or self._minted.get(own_slug)

    def agency(self, name: str) -> Agency:
        """Return the bodies that a printed name or list of names means; what nobody knows is minted as printed."""
        return Agency(name=name, bodies=self.sure(name) or (self._as_printed(self._written_out(name)),))

    def issuer(self, name: str | None) -> str | None:
        """Return the body that issued a document, the first of several, None where none is printed."""
        if not name:
            return None
        first = _MINISTER.sub("", squeeze(_SESSION.sub(" ", name.split(";")[0])))
        text = self._written_out(first)
        found = self._whole(text) or self._open(text)
        return self._mint(found) if found else self._as_printed(text)

    def sure(self, name: str) -> tuple[str, ...]:
        """Return the bodies of a name or list of names, empty where some part of it is not understood."""
        return tuple(dict.fromkeys(self._mint(meant) for meant in self._list(self._written_out(name))))

    def of_template(self, template_key: str) -> str | None:
        """Return the body of that template at the place that is meant where none is printed."""
        return self.at(template_key, "")

    def placed(self, template_key: str, place: str) -> str | None:
        """Return the body of that template at a listed place, or at the one above it to which such a body belongs."""
        template = next(row for row in self._registry.templates if row.key == template_key)
        wanted = {"province": True, "commune": False}.get(template.level)
        for unit in self._registry.chain(place):
            if wanted is None or (unit.kind in PROVINCES) is wanted:
                return self._mint(self._meant(Match(template, listed(unit, self._registry)), template.label))
        return None

    def at(self, template_key: str, words: str) -> str | None:
        """Return the body of that template at the place that folded ``words`` name, None where they name none."""
        template = next(row for row in self._registry.templates if row.key == template_key)
        found, place = self._templates.place(words, template)
        return self._mint(self._meant(Match(template, place), template.label)) if found and place else None

    def _written_out(self, name: str) -> str:
        return names.expand(name, self._registry.abbreviations)

    def _list(self, text: str) -> tuple[Meant, ...]:
        """Each part of a list is asked for once, however many ways there are to part the whole."""
        if text not in self._lists:
            self._lists[text] = () if len(text) > _LONGEST else self._parted(text)
        return self._lists[text]

    def _parted(self, text: str) -> tuple[Meant, ...]:
        head, colon, rest = text.partition(":")
        if colon:
            own = self._whole(head) or self._open(head)
            return (own,) if own else self._all(f"{head} {part.strip()}" for part in re.split(r"[,;]", rest))
        if whole := self._whole(text):
            return (whole,)
        if ";" in text:
            return self._all(part for part in text.split(";") if part.strip())
        cuts = names.splits(text)
        for left, right in cuts[:_WIDEST] if len(cuts) <= _MOST_CUTS else ():
            first = self._list(left) or self._completed(left, right)
            others = self._list(right) if first else ()
            if first and others:
                return first + others
        own = self._open(text)
        return (own,) if own else ()

    def _all(self, parts: Iterable[str]) -> tuple[Meant, ...]:
        found = [self._list(squeeze(part)) for part in parts]
        return tuple(meant for group in found for meant in group) if all(found) else ()

    def _completed(self, left: str, right: str) -> tuple[Meant, ...]:
        """``Thường trực, Ban Thường vụ Đảng ủy``: the first lacks what the second ends with."""
        words = right.split()
        ends = (" ".join(words[start:]) for start in range(1, len(words)))
        return next(((found,) for end in ends if (found := self._whole(f"{left} {end}"))), ())

    def _whole(self, name: str) -> Meant | None:
        """Own place first, then what the name means by itself, then the places above and everywhere."""
        folded = names.key(name)
        known = _known_names(self._registry)
        places = [unit.slug for unit in self._chain]
        if found := known.get(places[0] if places else "", {}).get(folded):
            return Meant(found)
        if match := self._templates.closed(folded):
            return self._meant(match, name)
        above = (known[place][folded] for place in (*places, "") if folded in known.get(place, {}))
        return next((Meant(found) for found in above), None)

    def _open(self, name: str) -> Meant | None:
        if not name.strip() or names.is_plural(name) or name.split(maxsplit=1)[0].endswith(","):
            return None
        match = self._templates.open(names.key(name))
        return self._meant(match, name) if match else None

    def _meant(self, match: Match, name: str) -> Meant:
        return Meant(self._templates.body_slug(match), as_spelled(match, name), name)

    def _mint(self, meant: Meant) -> str:
        own, match = meant.slug, meant.match
        if match and match.place and match.place.is_open:
            self._somewhere.add(own)
        if match and own not in self._registry.bodies and own not in self._minted:
            parent = self._related(match.template.parent, match)
            owner = self._related(match.template.owner, match)
            made = body(match, own, meant.name, parent, owner)
            self._minted[own] = made
            if after := self._related(match.template.successor, match) or self._after(match):
                self._minted[own] = replace(made, successor=after)
        return own

    def _after(self, match: Match) -> str | None:
        """Return the body of the place that the body's place went into."""
        after = match.place.unit.successor if match.place and match.place.unit else None
        if after is None:
            return None
        later = Match(match.template, listed(self._registry.units[after], self._registry), match.words)
        return self._mint(self._meant(later, later.template.label.replace(" *", "")))

    def _related(self, spec: str, match: Match) -> str | None:
        found = self._templates.related(spec, match.place)
        return self._mint(self._meant(found, found.template.label)) if isinstance(found, Match) else found

    def _as_printed(self, name: str) -> str:
        """Mint a body that only these words tell of; several at once, or of no certain sort, as the words say."""
        folded = names.key(name)
        place = self._chain[0] if self._chain else None
        is_group = names.is_plural(name) or folded.startswith(_GROUP_HEADS) or " cac " in f" {folded}"
        own = "-".join(
            part for part in (("cac-" if is_group else "") + slug(folded), place.slug if place else "") if part
        )
        if own not in self._registry.bodies:
            self._minted.setdefault(
                own,
                Body(
                    slug=own,
                    kind=BodyKind.GROUP if is_group else BodyKind.OTHER,
                    label=name,
                    place=place.slug if place else None,
                ),
            )
        return own
