"""The ontology folder as quads in its named graph, with IRIs in the place of blank nodes (RDF 1.1 §3.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from cancu import namespaces, resources
from cancu.graph.quads import Quad, Term

_Twigs = Mapping[BNode, tuple[Node, Node]]
"""By blank node, the subject and predicate that lead to it."""


def ontology_quads(*, base: str) -> tuple[Quad, ...]:
    """Return all Turtle files of the ontology folder, sorted, in the graph ``namespaces.ontology_graph(base)``.

    A blank node is named by its file, by what leads to it and by what it says, so that names stay from run to run.
    Raises ResourceError where the installation lacks the folder.
    """
    graph_name = URIRef(namespaces.ontology_graph(base))
    root = resources.folder("ontology")
    quads: set[Quad] = set()
    for path in sorted(root.rglob("*.ttl")):
        quads |= {(*triple, graph_name) for triple in _without_blank_nodes(path, root, base)}
    return tuple(sorted(quads, key=lambda quad: tuple(part.n3() for part in quad)))


def _without_blank_nodes(path: Path, root: Path, base: str) -> list[tuple[URIRef, URIRef, Term]]:
    graph = Graph().parse(path, format="turtle")
    above = {value: (subject, verb) for subject, verb, value in graph if isinstance(value, BNode)}
    names = _Names(graph, above, f"{path.relative_to(root).as_posix()}", base)
    return [
        (names.of(subject), URIRef(str(verb)), value if isinstance(value, Literal) else names.of(value))
        for subject, verb, value in graph
    ]


class _Names:
    """IRIs for the blank nodes of one file; Turtle's brackets and lists make them trees."""

    def __init__(self, graph: Graph, above: _Twigs, file: str, base: str) -> None:
        self._graph = graph
        self._above = above
        self._file = file
        self._base = base
        self._content: dict[BNode, str] = {}
        self._names: dict[BNode, URIRef] = {}

    def of(self, node: Node) -> URIRef:
        """Return the node's IRI."""
        if not isinstance(node, BNode):
            return URIRef(str(node))
        if node not in self._names:
            parent, verb = self._above.get(node, (URIRef(self._file), URIRef("")))
            words = f"{self.of(parent)} {verb} {self._says(node)}"
            self._names[node] = URIRef(
                namespaces.skolem_iri(self._base, hashlib.sha256(words.encode()).hexdigest()[:20])
            )
        return self._names[node]

    def _says(self, node: BNode) -> str:
        """Return a digest of all that hangs below a blank node."""
        if node not in self._content:
            lines = sorted(
                f"{verb.n3()} {self._says(value) if isinstance(value, BNode) else value.n3()}"
                for verb, value in self._graph.predicate_objects(node)
            )
            self._content[node] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return self._content[node]
