"""The index of names and words: it says what the store says, however it came to be, and finds what plain rules find."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.errors import LimitError
from cancu.link import Registry, known_documents
from cancu.namespaces import BASE, CC, CCV
from cancu.pipeline.filling import begin
from cancu.query import Finder, Index, Kind, Listed, Lookup
from cancu.query.index import pool
from cancu.query.typed import words
from cancu.store import EmbeddedStore, Limits, open_store
from tests.query.test_lookup import MEANT, SHORT, UNKNOWN
from tests.serve.conftest import FIXTURE, graphs_of

PLAN = f"{BASE}id/doc/ubnd-song-may/2026/kh/95"
GRAPH = f"{BASE}graph/doc/"
TABLES = {
    "things": "select iri, sort, key, type, serial, is_read, label, day, data, known, said from things"
    " join words on words.rowid = things.place",
    "names": "select name, iri from names join things on things.id = names.thing",
    "texts": "select g.text, d.text, kind, item, l.text, said.text, who, day from said join terms g on g.id = graph"
    " join terms d on d.id = document join terms l on l.id = label",
    "folded": "select item, texts.kind, folded from texts join said on said.id = texts.rowid",
    "words": "select item, said.text, term from temp.folded join said on said.id = doc",
    "frequencies": "select term, texts from frequencies",
    "told": "select g.text, t.text, fact, v.text from told join terms g on g.id = graph join terms t on t.id = thing"
    " join terms v on v.id = value",
    "facts": "select t.text, fact, v.text, graphs from facts join terms t on t.id = thing join terms v on v.id = value",
    "counted": "select t.text, fact, v.text, count(*) from told join terms t on t.id = thing"
    " join terms v on v.id = value group by thing, fact, value",
}


def content(index: Index) -> dict[str, list[str]]:
    """What an index holds once it has followed, without the numbers of its rows."""
    index.follow()
    index.database.all("create virtual table if not exists temp.folded using fts5vocab(main, texts, instance)")
    found = {name: sorted(json.dumps(row) for row in index.database.all(text)) for name, text in TABLES.items()}
    assert found["facts"] == found["counted"]
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store")
    opened.replace(graphs_of(FIXTURE))
    yield opened
    opened.close()


Open = Callable[..., Index]


@pytest.fixture
def indexed(store: EmbeddedStore) -> Iterator[Open]:
    made: list[Index] = []

    def make(**options: float | None) -> Index:
        made.append(Index(store, **options))
        return made[-1]

    yield make
    for index in made:
        index.close()


def fact(subject: str, predicate: str, value: str) -> bytes:
    term = value if value.startswith(("<", '"')) else f'"{value}"'
    return f"<{subject}> <{predicate}> {term} .\n".encode()


LABEL, NAME = "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PART, LATER = "http://www.w3.org/ns/org#subOrganizationOf", "http://purl.org/dc/terms/isReplacedBy"
DOCS, BODIES = ([f"{BASE}id/{kind}/{name}" for name in "abc"] for kind in ("doc", "org"))
FACTS = [
    *(
        fact(one, str(CC.recordStatus), f"<{CCV[f'status/{status}']}>")
        for one in DOCS
        for status in ("extracted", "cited")
    ),
    *(fact(one, LABEL, f"Kế hoạch số {number}") for one in DOCS for number in (1, 2)),
    *(fact(one, str(CC.issuedBy), f"<{body}>") for one in DOCS[:2] for body in BODIES),
    *(fact(one, TYPE, f"<{CC.PublicBody}>") for one in BODIES),
    *(
        fact(one, NAME, f'"{name}"@{language}')
        for one in BODIES
        for name in ("Trạm Ốc", "Viện Nghêu")
        for language in ("vi", "en")
    ),
    *(fact(one, PART, f"<{other}>") for one in BODIES for other in BODIES if one != other),
    fact(DOCS[0], LATER, f"<{DOCS[1]}>"),
    fact(f"{BASE}id/heading", str(CC.heading), "Mở đầu"),
    *(fact(one, str(CC.hasSection), f"<{BASE}id/heading>") for one in DOCS),
]
"""Statements of which graphs tell some: names of a document hang on those of its issuer, of a body on another's."""
GRAPHS = [f"{GRAPH}{name}" for name in "abc"]
COMMITS = st.lists(
    st.dictionaries(st.sampled_from([*GRAPHS, ""]), st.lists(st.sampled_from(FACTS), max_size=12), min_size=1),
    max_size=5,
)


@given(COMMITS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_followed_step_by_step_it_is_what_it_is_when_made_at_once(
    commits: list[dict[str, list[bytes]]], dice: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        index = Index(store)
        for commit in commits:
            store.replace({graph: b"".join(lines) for graph, lines in commit.items()})
            if dice.random() < 0.7:
                index.follow()
        found = content(index)
        index.close()
        store.search.unlink(missing_ok=True)
        anew = Index(store)
        assert found == content(anew)
        anew.close()
        store.close()


def test_a_body_that_gets_another_name_is_found_by_it_in_its_documents(store: EmbeddedStore, indexed: Open) -> None:
    finder = Finder(indexed())
    for name, other in (("Trạm Ốc", "Viện Nghêu"), ("Viện Nghêu", "Trạm Ốc")):
        lines = fact(DOCS[0], str(CC.recordStatus), f"<{CCV['status/cited']}>") + fact(DOCS[0], str(CC.number), "7/KH")
        store.replace(
            {
                f"{GRAPH}a": lines + fact(DOCS[0], str(CC.issuedBy), f"<{BODIES[0]}>"),
                f"{GRAPH}b": fact(BODIES[0], NAME, name) + fact(BODIES[0], TYPE, f"<{CC.PublicBody}>"),
            }
        )
        assert [match.iri for match in finder.documents(f"7 {name}")] == [DOCS[0]]
        assert finder.documents(f"7 {other}") == ()


def test_it_goes_on_where_it_was(store: EmbeddedStore, indexed: Open) -> None:
    first = indexed()
    held = content(first)
    followed = first.database.followed
    first.close()
    again = indexed()
    assert again.database.followed == followed == (store.journal.stream, store.journal.latest())
    store.remove([f"{GRAPH}ubnd-song-may/2026/kh/95"])
    assert content(again)["texts"] != held["texts"]


SPOILT: list[tuple[str, Callable[[Path], None]]] = [
    ("no database", lambda path: path.write_bytes(b"spoilt" * 5000) and None),
    ("cut off", lambda path: path.write_bytes(path.read_bytes()[:5000]) and None),
    ("a page overwritten", lambda path: path.write_bytes(_overwritten(path.read_bytes())) and None),
    ("empty", lambda path: path.write_bytes(b"") and None),
    ("missing", lambda path: path.unlink()),
    ("another journal's", lambda path: _change(path, "update followed set stream = 'other'")),
    ("ahead of the journal", lambda path: _change(path, "update followed set number = number + 1000")),
    ("made in another way", lambda path: _change(path, "update followed set made = 'before'")),
    ("without a table", lambda path: _change(path, "drop table followed")),
]


def _overwritten(data: bytes) -> bytes:
    page = 4096 * (len(data) // 8192)
    return data[:page] + random.Random(0).randbytes(4096) + data[page + 4096 :]


def _change(path: Path, text: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(text)
    connection.close()


@pytest.mark.parametrize(("what", "spoil"), SPOILT, ids=[row[0] for row in SPOILT])
def test_a_file_that_cannot_be_trusted_is_made_anew(
    store: EmbeddedStore, indexed: Open, what: str, spoil: Callable[[Path], None]
) -> None:
    first = indexed()
    held = content(first)
    assert held["things"]
    assert held["texts"]
    first.close()
    spoil(store.search)
    assert content(indexed()) == held, what


LONG = (
    "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(x) from (select x from n limit 3000000)"
)


def test_who_reads_waits_neither_for_who_writes_nor_for_another_who_reads(indexed: Open) -> None:
    database, count = indexed().complete(), "select count(*) from names"
    (before,) = database.one(count) or (0,)
    reading = threading.Thread(target=database.all, args=(LONG,))
    reading.start()
    with ThreadPoolExecutor(1) as beside, database.writing(*database.followed) as rows:
        rows.execute("insert into names values ('x', -1)")
        assert beside.submit(database.one, count).result(60) == (before,), "as the last transaction left it"
        assert reading.is_alive()
    assert database.one(count) == (int(before or 0) + 1,)
    reading.join()


def test_a_file_is_trusted_as_its_process_left_it_and_once_only(store: EmbeddedStore, indexed: Open) -> None:
    seal = store.search.with_name(f"{store.search.name}-closed")
    first = indexed()
    held = content(first)
    assert not seal.exists()  # while it is open, and after a process that died
    first.close()
    looks = store.search.stat()
    assert seal.read_text() == f"{looks.st_size} {looks.st_mtime_ns}"
    data = store.search.read_bytes()
    store.search.write_bytes(_overwritten(data))
    again = indexed()
    assert content(again) == held
    assert not seal.exists()
    again.close()
    seal.write_text("12 34")
    assert content(indexed()) == held


def test_what_has_no_graph_of_its_own_is_found(store: EmbeddedStore, indexed: Open) -> None:
    store.replace(
        {"": fact(DOCS[0], str(CC.recordStatus), f"<{CCV['status/cited']}>") + fact(DOCS[0], LABEL, "Sò lông")}
    )
    finder = Finder(indexed())
    assert [match.iri for match in finder.documents("so long")] == [DOCS[0]]
    store.replace({"": b""})
    assert finder.documents("so long") == ()


SEGMENTS = "select count(distinct id >> 37) from {}_data where id >= 1 << 37"
"""FTS5 numbers its pages so: which part of the lists, then where in it."""


@pytest.mark.parametrize(("graphs", "is_gathered"), [(300, False), (1100, True)])
def test_an_index_into_which_much_was_written_is_put_in_order_as_it_is_closed(
    tmp_path: Path, graphs: int, *, is_gathered: bool
) -> None:
    store = open_store(tmp_path)
    for start in range(0, graphs, 100):
        store.replace(
            {
                f"{GRAPH}many/{number}": fact(DOCS[0], str(CC.hasSection), f"<{BASE}id/part/{number}>")
                + fact(f"{BASE}id/part/{number}", str(CC.heading), f"Chợ {number}")
                + fact(f"{BASE}id/doc/{number}", str(CC.recordStatus), f"<{CCV['status/cited']}>")
                for number in range(start, start + 100)
            }
        )
    index = Index(store, None)
    index.follow()
    found = index.find("cho 1", 1000)
    index.close()
    again = Index(store, None)
    parts = [again.database.one(SEGMENTS.format(table)) for table in ("texts", "words")]
    assert [part == (1,) for part in parts] == [is_gathered] * 2
    assert again.find("cho 1", 1000) == found
    assert found.hits
    again.close()
    store.close()


def test_a_copy_goes_on_from_the_file_of_the_original_and_leaves_it_alone(store: EmbeddedStore, indexed: Open) -> None:
    original = indexed()
    held = content(original)
    store.query("ASK {}")  # which makes the frozen copy that others read
    copied = open_store(store.search.parent, is_shared=True)
    assert copied.is_private
    copy = Index(copied)
    assert copy.database.followed == original.database.followed
    copied.replace({f"{GRAPH}x": fact(DOCS[0], LABEL, "x")})
    assert content(copy) == held == content(original)
    copy.close()
    copied.close()


def test_who_cannot_wait_is_told_so_and_an_identifier_needs_no_waiting(store: EmbeddedStore, indexed: Open) -> None:
    store.replace({f"{GRAPH}many/{number}": fact(DOCS[0], LABEL, f"{number}") for number in range(300)})
    finder = Finder(indexed(patience=0))
    assert finder.resolve(Kind.REFERENCE, PLAN) == (PLAN,)
    with pytest.raises(LimitError, match="still being indexed"):
        finder.documents("ke hoach 95")
    for _ in range(10):
        finder.resolve(Kind.REFERENCE, PLAN)
    assert [match.iri for match in finder.documents("ke hoach 95")] == [PLAN]


Lookups = Mapping[str, Lookup]


def test_a_machine_that_is_slow_makes_it_slowly(
    store: EmbeddedStore, indexed: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own questions are no strangers': the seconds of these do not hold for them."""
    given, rows = list[float | None](), store.rows

    def noted(sparql: str, *, timeout: float | None = None) -> Iterator[Sequence[str]]:
        given.append(timeout)
        return rows(sparql, timeout=timeout)

    monkeypatch.setattr(store, "rows", noted)
    assert indexed().follow()
    assert given
    assert all(seconds is not None and seconds > Limits().seconds for seconds in given)


@pytest.fixture(scope="module")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lookups]:
    """The registry's documents in memory, and as the index of a store has them."""
    store, registry = open_store(tmp_path_factory.mktemp("store")), Registry.load()
    begin(store, base=BASE, registry=registry)
    index = Index(store, patience=None)
    documents = pool.IndexedDocuments(index.complete())
    yield {
        "memory": Lookup(Listed(known_documents(registry, base=BASE), {}), documents.types()),
        "index": Lookup(documents, documents.types()),
    }
    index.close()
    store.close()


TYPED = [*(row[0] for row in (*MEANT, *UNKNOWN)), *(row[end] for row in SHORT for end in ("example", "decoy"))]


@pytest.mark.parametrize("typed", dict.fromkeys(TYPED))
def test_what_is_typed_means_the_same_in_the_index(lookups: Lookups, typed: str) -> None:
    found = {name: [document.iri for document in lookup.documents(typed)] for name, lookup in lookups.items()}
    assert found["index"] == found["memory"]
    near = {name: [document.iri for document in lookup.near(typed)] for name, lookup in lookups.items()}
    assert near["index"] == near["memory"]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_parts_of_names_mean_the_same_in_the_index(lookups: Lookups, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(known_documents(Registry.load(), base=BASE)))
    parts = " ".join(filter(None, (document.label, document.title, document.number))).split()
    typed = " ".join(data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=5)))
    found = {name: [one.iri for one in lookup.documents(typed)] for name, lookup in lookups.items()}
    assert found["index"] == found["memory"], typed


WORDS = ("đường", "trường", "trạm", "chợ", "cầu", "cống")
HEADINGS = [
    " ".join(random.Random(n).choices(WORDS, k=1 + n % 30))
    + (f" số {n}" if n % 40 == 0 else "")
    + (f" thuyền{chr(97 + n // 780)}{chr(97 + n // 30 % 26)}" if n % 30 == 7 else "")
    for n in range(1500)
]
FOUND = [
    ("cong", 400),
    ("cau cho", 400),  # fewer than a thousand
    ("duong 40", 1),
    ("tr", 400),
    ("4", 4),
    ("thuyen", 50),  # begins more words than are sought one by one
    ("duong thuyenb", 18),
    ("thuyenab", 1),
]


def test_where_many_texts_have_the_words_the_best_of_the_shortest_are_shown_else_the_best_of_all(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path)
    parts = [(f"{BASE}id/section/{number}", heading) for number, heading in enumerate(HEADINGS)]
    lines = (fact(DOCS[0], str(CC.hasSection), f"<{part}>") + fact(part, str(CC.heading), one) for part, one in parts)
    store.replace({GRAPHS[0]: b"".join(lines)})
    index = Index(store, None)
    index.follow()
    index.database.all("create virtual table temp.plain using fts5(folded, tokenize='ascii')")
    index.database.all("insert into temp.plain (rowid, folded) select rowid, folded from texts")
    for typed, count in FOUND:
        found = index.find(typed, 1000)
        terms = " ".join(f'"{word}"' for word in typed.split()[:-1]) + f' "{typed.split()[-1]}"*'
        ranked = index.complete().all(
            "select item, id, text from temp.plain join said on said.id = plain.rowid"
            " where plain match ? order by rank, id",
            (terms,),
        )
        shortest = {row[1] for row in sorted(ranked, key=lambda row: (len(words(str(row[2]))), row[1]))[:1000]}
        shown = [hit.item for hit in found.hits]
        assert (len(shown), found.totals) == (count, {"section": count})
        assert shown == [row[0] for row in ranked if row[1] in shortest][:400], typed
        assert shown[0] == ranked[0][0]
        few = index.find(typed, 3)
        assert ([hit.item for hit in few.hits], few.totals) == (shown[:3], found.totals)
        other = index.find(typed, 3, "duty")
        assert (other.hits, other.totals) == ((), found.totals)
    index.close()
    store.close()
