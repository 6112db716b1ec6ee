"""rdflib in memory, asked in process by the Python that has it: {"file": …, "asked": {name: [query, …]}, "seconds": n}
in; seconds of loading, of each answer (parsing and serialising included), the answers of the first, and memory out."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from typing import Any

from rdflib import Dataset

from bench.measuring import peak_kilobytes


def main() -> None:
    """Answer on stdout."""
    question = json.load(sys.stdin)
    graph = Dataset(default_union=True)
    began = time.perf_counter()
    graph.parse(question["file"], format="nquads")
    told: dict[str, Any] = {"load": time.perf_counter() - began, "taken": {}, "answers": {}}
    for name, queries in question["asked"].items():
        taken: list[float] = []
        until = time.perf_counter() + question["seconds"]
        for query in queries:
            if taken and time.perf_counter() > until:
                break
            began = time.perf_counter()
            found = graph.query(query)
            form = "turtle" if found.type in {"CONSTRUCT", "DESCRIBE"} else "json"
            body = found.serialize(format=form)
            taken.append(time.perf_counter() - began)
            told["answers"].setdefault(name, (body or b"").decode())
        told["taken"][name] = taken
    told["megabytes"] = peak_kilobytes() / 1024
    told["version"] = importlib.metadata.version("rdflib")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
