"""The ontology as a page for people, by pyLODE: ``python -m cancu.serve.linked.lode > ontology.html``.

It runs as a program of its own, because pyLODE sets up logging for the whole process that imports it. pyLODE comes with
the extra ``docs``; without it the program fails and says so.
"""

from __future__ import annotations

import re
import sys

from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from cancu import resources
from cancu.namespaces import CC

_LANGUAGES = ("vi", "en")


def page() -> str:
    """Return the page: every term with both names, under the name that its IRI has after ``#``.

    Raises ImportError where pyLODE is not installed.
    """
    from pylode import OntPub  # noqa: PLC0415

    graph = Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")
    for predicate in (RDFS.label, DCTERMS.title):
        _join(graph, predicate)
    made = OntPub(ontology=graph)
    names = {str(term) for term in graph.subjects()}
    made.fids = {name: name.removeprefix(str(CC)) for name in names if name.startswith(str(CC))}
    html = str(made.make_html(include_css=True))
    return re.sub(r'\s*<link href="data:[^>]*>', "", html.replace("<html>", '<html lang="vi">', 1))


def _join(graph: Graph, predicate: URIRef) -> None:
    """Make one name of the names in two languages, which pyLODE would print without a gap."""
    for subject in set(graph.subjects(predicate)):
        names = {name.language: str(name) for name in graph.objects(subject, predicate) if isinstance(name, Literal)}
        words = " · ".join(names[language] for language in _LANGUAGES if language in names)
        graph.set((subject, predicate, Literal(words)))


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
