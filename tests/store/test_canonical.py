"""What a graph holds after a commit is known without reading it, or the engine is asked: never a guess."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from cancu.store import open_store
from cancu.store.canonical import triples_as_held

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = "http://e/g"


def held(lines: bytes) -> bytes:
    """The lines as the engine gives them back, sorted."""
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_QUADS)
    told = b"".join(
        store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name)
        for name in (*store.named_graphs(), ox.DefaultGraph())
    )
    return b"".join(sorted(told.splitlines(keepends=True)))


KNOWN = [
    "<http://e/o>", "<https://e.vn:80/a%2Fb?x=/#y?>", "<urn:xy:a/b>",
    '"xã"', '"xã"@vi', '"a \\"b\\" \\n \\t \\\\"', '""', '"a <http://e/g> ."', '"_:b"', '"\u2028"',
    f'"5"^^<{XSD}integer>', f'"-5"^^<{XSD}integer>', f'"0"^^<{XSD}integer>', f'"2026-02-31"^^<{XSD}date>',
    f'"true"^^<{XSD}boolean>', f'"2026"^^<{XSD}gYear>', f'"--02-31"^^<{XSD}gMonthDay>',
    f'"0.85"^^<{XSD}decimal>', f'"1.00"^^<{XSD}decimal>', f'"0.90"^^<{XSD}decimal>', f'"0.0"^^<{XSD}decimal>',
]  # fmt: skip
ASKED = [
    f'"05"^^<{XSD}integer>', f'"-0"^^<{XSD}integer>', f'"1"^^<{XSD}boolean>', f'"a"^^<{XSD}string>', '"x"@VI', "_:b",
    f'"2026-01-01T00:00:00.120Z"^^<{XSD}dateTime>', f'"10.0"^^<{XSD}decimal>', '"\x01"', '"\x7f"', '"\ufffe"',
    '"\\u0041"', '"a\\b"', f'"2026-01-05Z"^^<{XSD}date>', "<http://e/\\u0041>", "<<( <http://e/s> <http://e/p> 1 )>>",
    "<http://e/xã>", "<http://[::1]/>", "<http://e:99999/>", "<http://e/%zz>", "<http:///o>", "<o>", "<mailto:a@e>",
]  # fmt: skip


@pytest.mark.parametrize("value", KNOWN)
def test_what_is_told_is_what_the_engine_holds(value: str) -> None:
    for end in ("", f" <{GRAPH}>"):
        lines = f"<http://e/s> <http://e/p> {value}{end} .\n".encode()
        assert triples_as_held(GRAPH, lines) == held(lines)


@pytest.mark.parametrize("value", ASKED)
def test_where_the_engine_would_write_otherwise_it_is_asked(value: str) -> None:
    assert triples_as_held(GRAPH, f"<http://e/s> <http://e/p> {value} .\n".encode()) is None


@pytest.mark.parametrize(
    "lines",
    [
        "<http://e/s> <http://e/p> 5 .\n",
        "<http://e/s> <http://e/p> <http://e/o>\n",
        "<http://e/s> <http://e/p> <http://e/o> .",
        "<http://e/s> <http://e/p> <http://e/o> <http://e/other> .\n",
        "<http://e/s> <http://e/p> <http://e/g> .\n",
        '<http://e/s> <http://e/p> "a\n" .\n',
        "<http://e/s> <http://e/p> <http://e/o> .\n" * 2,
        f'<http://e/s> <http://e/p> "1.0"^^<{XSD}decimal> .\n<http://e/s> <http://e/p> "1.00"^^<{XSD}decimal> .\n',
    ],
)
def test_other_lines_are_not_told(lines: str) -> None:
    assert triples_as_held(GRAPH, lines.encode()) is None


def test_an_iri_that_is_not_left_to_the_engine_is_well_formed() -> None:
    rng, told = random.Random(7), 0
    parts = ["a", "Z", "0", ".", "-", "~", ":", "/", "?", "#", "@", "%4F", "%", "[", "'", "(", "é", "//", "80"]
    for _ in range(20_000):
        name = rng.choice(["http://", "https://", "urn:"]) + "".join(rng.choices(parts, k=rng.randint(1, 8)))
        if triples_as_held(GRAPH, f"<{name}> <http://e/p> <http://e/o> .\n".encode()) is not None:
            assert ox.NamedNode(name).value == name
            told += 1
    assert told > 1_000


def test_no_letter_is_written_otherwise() -> None:
    letters = "".join(map(chr, (*range(0xA0, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, 0x11000))))
    lines = f'<http://e/s> <http://e/p> "{letters}" .\n'.encode()
    assert triples_as_held(GRAPH, lines) == held(lines)


def test_the_journal_tells_the_same_however_a_graph_came_in(tmp_path: object) -> None:
    lines = "".join(sorted(f"<http://e/s> <http://e/p> {value} .\n" for value in KNOWN)).encode()
    stores = [open_store(f"{tmp_path}/{name}") for name in ("told", "read")]
    stores[0].replace({GRAPH: lines})
    stores[1].replace({GRAPH: lines + b"_:b <http://e/p> _:b .\n"})
    stores[1].replace({GRAPH: lines + b'<http://e/s> <http://e/p> "05"^^<' + XSD.encode() + b"integer> .\n"})
    first, second = ({one.graph: one.digest for one in store.journal.entries(0, 9)} for store in stores)
    assert first == second, "“05” is 5, which is held"
    assert stores[0].content(GRAPH) == stores[1].content(GRAPH)
    for store in stores:
        store.close()
