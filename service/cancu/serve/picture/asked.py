"""What a request for a picture asks: its parameters read strictly, and written again into addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from cancu.errors import NotFoundError, ParameterError
from cancu.serve.http.openapi import LANGUAGE, parameter
from cancu.serve.picture.gather import Wanted
from cancu.serve.picture.grouping import WAYS
from cancu.serve.picture.model import FAMILIES, Relation, relations
from cancu.serve.service import Service
from cancu.serve.words import language_of

STEPS = 3
SIZES = (20, 60, 150, 500)
"""How many nodes the form offers."""
_LEAST, _MOST = 5, 500
_DEFAULT = 60
_KINDS = ("citation", "command")
_ONCE = ("thing", "steps", "limit", "group", "lang", "format")
_MANY = ("kind", "open")
_NAMESAKES = 8
"""Most things of one name that a picture begins from at the same time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters as they were read; ``kinds`` are the words that were sent, families among them."""

    thing: str
    steps: int
    kinds: tuple[str, ...]
    limit: int
    group: str
    opened: tuple[str, ...]
    language: str

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The kinds of link that are meant."""
        return tuple(one for one in relations().values() if one.name in self.kinds or one.family in self.kinds)

    def address(self, path: str, **changes: str | int | Sequence[str]) -> str:
        """Return ``path`` with these parameters, ``changes`` in place of what they name; what is usual is left out."""
        values: dict[str, Any] = {
            "thing": self.thing,
            "steps": self.steps,
            "kind": self.kinds,
            "limit": self.limit,
            "group": self.group,
            "open": self.opened,
            "lang": self.language,
        }
        usual = {"thing": "", "steps": 1, "kind": _KINDS, "limit": _DEFAULT, "group": "", "open": (), "lang": "vi"}
        told = {name: value for name, value in (values | changes).items() if value != usual.get(name)}
        return path + (f"?{urlencode(told, doseq=True)}" if told else "")


def read(request: Request) -> Asked:
    """Read the parameters. Raises ParameterError for unknown, repeated and malformed ones."""
    sent = request.query_params
    for name in sent:
        if name not in (*_ONCE, *_MANY):
            known = ", ".join((*_ONCE, *_MANY))
            raise ParameterError(
                f"Chỉ có các tham số: {known}.", f"there are only the parameters: {known}.", where=name
            )
        if name in _ONCE and len(sent.getlist(name)) > 1:
            raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.", where=name)
    kinds = tuple(dict.fromkeys(filter(None, sent.getlist("kind")))) or _KINDS
    for kind in kinds:
        if kind not in FAMILIES and kind not in relations():
            names = ", ".join((*FAMILIES, *relations()))
            raise ParameterError(f"Chỉ có các loại: {names}.", f"there are only the kinds: {names}.", where="kind")
    group = sent.get("group", "")
    if group and group not in WAYS:
        ways = ", ".join(WAYS)
        raise ParameterError(f"Chỉ gộp theo: {ways}.", f"groups are made only by: {ways}.", where="group")
    return Asked(
        thing=sent.get("thing", "").strip(),
        steps=_whole(sent.get("steps", ""), "steps", 1, (1, STEPS)),
        kinds=kinds,
        limit=_whole(sent.get("limit", ""), "limit", _DEFAULT, (_LEAST, _MOST)),
        group=group,
        opened=tuple(sent.getlist("open")),
        language=language_of(request),
    )


def wanted(service: Service, asked: Asked) -> Wanted:
    """Return what the picture is to be gathered from. Raises NotFoundError, with near names, for an unknown name."""
    things: tuple[str, ...] = ()
    if asked.thing.startswith(("http://", "https://")):
        things = (asked.thing,)
    elif asked.thing:
        things = tuple(match.iri for match in service.finder.things(asked.thing)[:_NAMESAKES])
        if not things:
            raise unknown(service, asked.thing)
    return Wanted(things, asked.steps, asked.relations, asked.limit, asked.language)


def unknown(service: Service, name: str) -> NotFoundError:
    """Return the error that tells that a name means nothing, with names that come close."""
    near = [match.label for match in service.finder.near(name)]
    return NotFoundError(f"Không biết “{name}” là gì.", f"“{name}” is not known.", where="thing", near=near)


def _whole(text: str, name: str, default: int, bounds: tuple[int, int]) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and bounds[0] <= int(text) <= bounds[1]):
        told = f"{bounds[0]}–{bounds[1]}"
        raise ParameterError(f"Phải là số nguyên {told}.", f"must be a whole number {told}.", where=name)
    return int(text)


def parameters() -> list[dict[str, Any]]:
    """Return the parameters as OpenAPI tells them."""
    kinds = {"type": "array", "items": {"type": "string", "enum": [*FAMILIES, *relations()]}}
    return [
        parameter(
            "thing", "document or body to begin from: number, name or IRI; else the newest documents", "59-NQ/TW"
        ),
        parameter("steps", "how many links away", 1, type="integer", minimum=1, maximum=STEPS, default=1),
        parameter("kind", "kinds of link or families of them; repeatable", ["citation"], **kinds),
        parameter("limit", "most nodes", _DEFAULT, type="integer", minimum=_LEAST, maximum=_MOST, default=_DEFAULT),
        parameter("group", "draw what one body issues, or what is of one kind, as one node", "owner", enum=["", *WAYS]),
        parameter(
            "open",
            "groups to leave open, by their identifiers; repeatable",
            None,
            type="array",
            items={"type": "string"},
        ),
        LANGUAGE,
    ]
