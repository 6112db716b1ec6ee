"""The writing process: one stranger's update on a private copy, or one upload to be read, and then its end.

Started as ``python -m cancu.engine.writing PARENT_PID MEMORY``. Its input is one line of JSON, followed by the
upload where there is one; its output is one line of JSON, followed by the N-Triples of the graphs that it tells.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from cancu import confine
from cancu.engine.capped import Capped, TooLargeError

_Name = ox.NamedNode | ox.DefaultGraph


class ForeignGraphError(Exception):
    """An upload speaks of a graph other than the one it is for."""


def main() -> None:
    """Do the one job of standard input."""
    parent, memory = int(sys.argv[1]), int(sys.argv[2])
    confine.die_with_parent(parent)
    job = json.loads(sys.stdin.buffer.readline())
    stores = (ox.Store(job["store"]), ox.Store.read_only(job["was"])) if "store" in job else None
    confine.refuse_sockets()
    confine.bound_memory(memory)
    try:
        found = {"": _parsed(job, sys.stdin.buffer.read())} if stores is None else _updated(*stores, job)
    except SyntaxError as error:
        _reply({"error": "syntax", "message": str(error.msg), "line": error.lineno, "column": error.offset})
    except ForeignGraphError as error:
        _reply({"error": "graph", "message": str(error)})
    except TooLargeError:
        _reply({"error": "large"})
    except MemoryError:
        _reply({"error": "memory"})
    except (OSError, RuntimeError, ValueError) as error:
        _reply({"error": "engine", "message": str(error)})
    else:
        _reply({"graphs": [[name, len(data)] for name, data in found.items()]}, found.values())


def _updated(store: ox.Store, was: ox.Store, job: dict[str, Any]) -> dict[str, bytes]:
    """Run the update on ``store`` and return the new contents of the graphs that are other than in ``was``."""
    base = job["base"]
    if job["written"] != job["update"]:
        ox.Store().update(job["written"], base_iri=base)  # so that an error tells the place in the sender's own words
    store.update(job["update"], base_iri=base)
    before, after = _names(was), _names(store)
    names = before | after if job["targets"] is None else set(job["targets"]) | (before ^ after)
    found: dict[str, bytes] = {}
    room = job["cap"]
    for name in sorted(names):
        data = _dumped(store, name) if name in after else b""
        is_other = data != _dumped(was, name) if data else name in before
        if is_other:
            found[name] = data
            room -= len(data)
            if room < 0:
                raise TooLargeError
    return found


def _names(store: ox.Store) -> set[str]:
    """Return the graphs of a store; the default graph counts where it has triples."""
    names = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    has_default = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
    return names | ({""} if has_default else set())


def _dumped(store: ox.Store, name: str) -> bytes:
    graph: _Name = ox.NamedNode(name) if name else ox.DefaultGraph()
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""


def _parsed(job: dict[str, Any], data: bytes) -> bytes:
    """Return the triples of an upload; its blank nodes get names that no other upload has."""
    form = ox.RdfFormat.from_media_type(job["media"])
    own = {ox.DefaultGraph(), ox.NamedNode(job["graph"]) if job["graph"] else ox.DefaultGraph()}
    output = Capped(job["cap"])
    for quad in ox.parse(data, format=form, base_iri=job["base"], rename_blank_nodes=True):
        if quad.graph_name not in own:
            raise ForeignGraphError(str(quad.graph_name))
        output.write(f"{quad.triple} .\n".encode())
    return output.getvalue()


def _reply(head: dict[str, Any], bodies: Iterable[bytes] = ()) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for body in bodies:
        sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
