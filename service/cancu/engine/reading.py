"""The reader process: one stranger's question at a time, on a snapshot, until it is killed.

Started by ``reader`` with PARENT_PID, MEMORY and the path of the file in which graphs lie whole. A request is one line
of JSON: the store that is to be open from now on, or a question (query, media type, dataset, prefixes, base, cap, rows)
to the one that is, with the graph that it asks for where that is all (whole), and with how the first rows of its order
are found where that is known (topk); the reply is one line of JSON with the
seconds of work, followed by as many bytes as it says.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox

from cancu import confine
from cancu.engine.capped import Capped, TooLargeError
from cancu.engine.evaluation import TooManyRowsError, evaluate, evaluated, rewrite
from cancu.engine.held import Held
from cancu.engine.rows import has_more
from cancu.engine.topk import TopK, narrowed

_Told: TypeAlias = tuple[str, Capped]
"""The form of an answer, and its bytes."""


def main() -> None:
    """Serve requests from standard input until it ends."""
    parent, memory, held = int(sys.argv[1]), int(sys.argv[2]), Held(Path(sys.argv[3]))
    confine.die_with_parent(parent)
    confine.leave_no_core()
    is_confined = False
    path, store = None, ox.Store()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request.get("store", path) != path:
            path = request["store"]
            store = ox.Store.read_only(path)
        if path is not None and not is_confined:
            confine.refuse_sockets()
            confine.bound_memory(memory)
            is_confined = True
        began = time.process_time()
        head, body = _answer(store, held, request) if "query" in request else ({}, b"")
        _reply({**head, "seconds": time.process_time() - began}, body)


def _answer(store: ox.Store, held: Held, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        form, output = _whole(held, request) or _first(store, request) or _evaluated(store, request, request["query"])
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}, b""
    except TooLargeError:
        return {"error": "large"}, b""
    except TooManyRowsError:
        return {"error": "rows"}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return {"error": "engine", "message": str(error)}, b""
    body = output.getvalue()
    if form == "select" and has_more(body, request["media"]["solutions"], request["rows"]):
        return {"error": "rows"}, b""
    return {"form": form, "length": len(body), "resident": confine.resident()}, body


def _whole(held: Held, request: dict[str, Any]) -> _Told | None:
    """Return the graph that is all that is asked for; None where that is for the engine."""
    lines = held.lines(request["whole"], request["rows"]) if request["whole"] else None
    if lines is None:
        return None
    output = Capped(request["cap"])
    rewrite(lines, request["media"]["graph"], request["prefixes"], output)
    return "construct", output


def _first(store: ox.Store, request: dict[str, Any]) -> _Told | None:
    """Return the first rows of an order; None where the text is to be evaluated as it stands, also if it is wrong."""
    if request["topk"] is None:
        return None
    plan = TopK.of(request["topk"])

    def ask(text: str) -> Any:
        return evaluated(store, text, dataset=request["dataset"], base=request["base"])

    try:
        for text in narrowed(ask, plan):
            told = _evaluated(store, request, text)
            if has_more(told[1].getvalue(), request["media"]["solutions"], plan.limit - 1):
                return told
        return _evaluated(store, request, plan.whole)
    except SyntaxError:
        return None


def _evaluated(store: ox.Store, request: dict[str, Any], text: str) -> _Told:
    output = Capped(request["cap"])
    form = evaluate(
        store,
        text,
        request["media"],
        output,
        dataset=request["dataset"],
        prefixes=request["prefixes"],
        base=request["base"],
        rows=request["rows"],
    )
    return form, output


def _reply(head: dict[str, Any], body: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
