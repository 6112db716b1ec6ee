"""Who cites a document: every citation counted by role and issuer, the words of those that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from cancu.errors import NotFoundError
from cancu.namespaces import CCV
from cancu.query import Kind
from cancu.query.terms import written_iri
from cancu.serve.faces.asking import Asking
from cancu.serve.views import Row

PER_ROLE = 20
"""Citations of one role that are shown beside those of others."""
OF_ONE = 200
"""Citations that are shown where one role is asked for."""
ISSUERS = 100
"""Issuers that can be chosen, those that cite most."""
_AMBIGUOUS = str(CCV["resolution/ambiguous"])
_FIRST = tuple(str(CCV[f"role/{name}"]) for name in ("basis", "implements", "amends", "replaces", "guides", "approves"))
"""Roles in the order in which people ask for them; others after them, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter: IRI, name, and how many documents it would leave."""

    iri: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """The citations in one role: how many there are, and the rows that are shown."""

    role: Choice
    rows: tuple[Row, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.role.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Citing:
    """All citations of a document; ``unclear`` are those that may mean it or another of the same number."""

    groups: tuple[Group, ...]
    unclear: Group | None
    roles: tuple[Choice, ...]
    issuers: tuple[Choice, ...]
    documents: int
    filters: Mapping[str, str]

    @property
    def shown(self) -> int:
        """How many citations the filters leave."""
        return sum(group.role.count for group in self.groups) + (self.unclear.role.count if self.unclear else 0)


def citing(asking: Asking, request: Request, iris: Sequence[str]) -> Citing:
    """Return who cites the document that has these identifiers, under the filters ``role`` and ``issuer``.

    Raises ParameterError for a role that is no IRI, NotFoundError for an issuer of whom nothing is known.
    """
    rows = _joined(asking.rows("reference-citers", only={"reference": iris}))
    role, issuers = _role(request), _issuers(asking, request)
    kept = [
        row
        for row in rows.values()
        if (not role or row["role"] == role) and (not issuers or issuers & set(str(row["issuers"]).split()))
    ]
    groups = _grouped([row for row in kept if row["resolution"] != _AMBIGUOUS])
    unclear = [row for row in kept if row["resolution"] == _AMBIGUOUS]
    most = OF_ONE if role else PER_ROLE
    shown = [row for found in (*groups.values(), unclear) for row in found[:most]]
    told = asking.chosen("references", "citation", (str(row["citation"]) for row in shown))
    bodies = Counter(issuer for row in rows.values() for issuer in str(row["issuers"]).split())
    often = [issuer for issuer, _ in bodies.most_common(ISSUERS)]
    often += [issuer for issuer in sorted(issuers) if issuer not in often]
    roles = Counter(str(row["role"]) for row in rows.values())
    names = asking.names([*often, *roles, *(issuer for row in shown for issuer in str(row["issuers"]).split())])

    def group(iri: str, found: list[Row]) -> Group:
        choice = Choice(iri, names.get(iri, iri), len(found))
        return Group(choice, tuple(_told(row, told, names) for row in found[:most]))

    return Citing(
        groups=tuple(group(iri, found) for iri, found in groups.items()),
        unclear=group(_AMBIGUOUS, unclear) if unclear else None,
        roles=tuple(Choice(iri, names.get(iri, iri), roles[iri]) for iri in _ordered(roles)),
        issuers=tuple(Choice(iri, names.get(iri, iri), bodies[iri]) for iri in often),
        documents=len({row["document"] for row in rows.values()}),
        filters={name: value for name, value in (("role", role), ("issuer", " ".join(sorted(issuers)))) if value},
    )


def _joined(rows: Iterable[Row]) -> dict[str, Row]:
    """Return one row for each citation, the issuers of its document together."""
    found: dict[str, Row] = {}
    for row in rows:
        one = found.setdefault(str(row["citation"]), {**row, "issuers": ""})
        if "issuer" in row:
            one["issuers"] = f"{one['issuers']} {row['issuer']}".strip()
    return found


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["role"]), []).append(row)
    return {role: found[role] for role in _ordered({role: len(of) for role, of in found.items()})}


def _ordered(roles: Mapping[str, int]) -> list[str]:
    places = {role: place for place, role in enumerate(_FIRST)}
    return sorted(roles, key=lambda role: (places.get(role, len(places)), -roles[role], role))


def _told(row: Row, told: Mapping[str, Row], names: Mapping[str, str]) -> Row:
    issuers = str(row["issuers"]).split()
    return {
        **row,
        **told.get(str(row["citation"]), {}),
        "issuer": issuers[0] if issuers else "",
        "issuerLabel": "; ".join(names.get(issuer, issuer) for issuer in issuers),
    }


def _role(request: Request) -> str:
    value = request.query_params.get("role", "").strip()
    return written_iri("role", value)[1:-1] if value else ""


def _issuers(asking: Asking, request: Request) -> set[str]:
    value = request.query_params.get("issuer", "").strip()
    found = set(asking.service.finder.resolve(Kind.BODY, value)) if value else set()
    if value and not found:
        raise NotFoundError(
            f"Không biết cơ quan “{value}”.", f"the body “{value}” is not known.", where="issuer", near=()
        )
    return found
