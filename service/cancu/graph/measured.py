"""How sure a fact of some kind is: how often such facts were right when they were measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal

from rdflib.namespace import DCTERMS, XSD

from cancu import namespaces
from cancu.graph.quads import Quad, Quads
from cancu.namespaces import CC


def measured_quads(rows: Iterable[Mapping[str, str]], *, base: str) -> tuple[Quad, ...]:
    """Return the precision of each kind of fact, rounded down to two places, and on how much it was measured, and when.

    ``rows`` have the columns ``kind``, ``right``, ``found``, ``documents``, ``measured``.
    """
    out = Quads(namespaces.measured_graph(base))
    for row in rows:
        kind = str(CC[row["kind"]])
        share = (Decimal(row["right"]) / Decimal(row["found"])).quantize(Decimal("0.01"), ROUND_DOWN)
        out.typed(kind, CC.measuredPrecision, str(share), XSD.decimal)
        sample = f"{row['right']} of {row['found']} in {row['documents']} documents, {row['measured']}"
        out.text(kind, DCTERMS.provenance, sample, language="en")
    return out.sorted()
