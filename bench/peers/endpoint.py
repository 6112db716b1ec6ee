"""rdflib-endpoint over rdflib's memory, run by the Python that has it: ``python -m bench.peers.endpoint FILE PORT``."""

from __future__ import annotations

import sys

import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint


def main(file: str, port: int) -> None:
    """Serve the N-Quads of ``file``; updates are open."""
    graph = Dataset(default_union=True)
    graph.parse(file, format="nquads")
    uvicorn.run(SparqlEndpoint(graph=graph, enable_update=True), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
