"""How sure facts are: what was measured, and nothing rounded up."""

from __future__ import annotations

import pytest

from cancu import resources
from cancu.graph import measured_quads
from cancu.namespaces import BASE, CC, measured_graph


@pytest.mark.parametrize(
    ("right", "found", "said"), [("127", "127", "1.00"), ("16", "22", "0.72"), ("199", "200", "0.99")]
)
def test_a_share_is_rounded_down(right: str, found: str, said: str) -> None:
    row = {"kind": "Task", "right": right, "found": found, "documents": "10", "measured": "2026-11-21"}
    quads = measured_quads([row], base=BASE)
    assert {(str(q[0]), str(q[2]), str(q[3])) for q in quads if q[1] == CC.measuredPrecision} == {
        (str(CC.Task), said, measured_graph(BASE))
    }
    assert [str(q[2]) for q in quads if q[1] != CC.measuredPrecision] == [
        f"{right} of {found} in 10 documents, 2026-11-21"
    ]


def test_every_kind_of_fact_is_measured_once() -> None:
    rows = resources.table("data", "precision.tsv")
    kinds = [row["kind"] for row in rows]
    assert kinds == sorted(set(kinds))
    assert set(kinds) >= {"Citation", "Task", "Event", "ReportingDuty", "Distribution", "Section", "Relation"}
    assert all(0 < int(row["right"]) <= int(row["found"]) for row in rows)
