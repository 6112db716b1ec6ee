"""The triples of a thing, and the graphs in which they stand."""

from __future__ import annotations

from cancu import namespaces
from cancu.namespaces import PREFIXES
from cancu.pipeline.history import versions
from cancu.query import Catalogue, Table
from cancu.serve.linked.existence import Standing
from cancu.serve.service import Service
from cancu.store import DATASETS, N_TRIPLES, Format, joined, rewritten


def described(service: Service, own: Catalogue, known: Standing, chosen: Format) -> bytes:
    """Return what is said of a thing, in one of GRAPHS or DATASETS; of a document, with all its items.

    Of a thing that is only mentioned, the triples that mention it. Same triples, same bytes.
    """
    if chosen in DATASETS:
        return joined(_graphs(service, own, known), chosen, PREFIXES)
    if known.is_described:
        answer = service.answer(service.catalogue["document-facts"], {"document": known.iri}, N_TRIPLES)
    else:
        answer = service.answer(own["mentions"], {"thing": known.iri}, N_TRIPLES)
    return rewritten(answer.body, chosen, PREFIXES)


def graph(service: Service, name: str, chosen: Format) -> bytes:
    """Return a named graph whole, in one of GRAPHS or DATASETS."""
    body = _graph(service, name)
    return joined({name: body}, chosen, PREFIXES) if chosen in DATASETS else rewritten(body, chosen, PREFIXES)


def _graph(service: Service, name: str) -> bytes:
    return service.answer(service.catalogue["graph-facts"], {"graph": name}, N_TRIPLES).body


def _graphs(service: Service, own: Catalogue, known: Standing) -> dict[str, bytes]:
    """Return the graphs of a document (facts, inferences, findings, ties, history, reviews, ingestions) whole.

    Of other things, what each graph says of them.
    """
    names = _of_document(service, known.path)
    if names:
        return {name: _graph(service, name) for name in names}
    lister, teller = ("graphs-about", "facts-in-graph") if known.is_described else ("graphs-mentioning", "mentions")
    question = service.catalogue[lister] if lister in service.catalogue else own[lister]
    found = Table.read(service.answer(question, {question.parameters[0].name: known.iri}).body)
    return {
        name: service.answer(own[teller], {"thing": known.iri, "graph": name}, N_TRIPLES).body
        for name in (str(row["graph"]) for row in found)
    }


def _of_document(service: Service, path: str) -> list[str]:
    head, _, key = path.partition("/")
    base, store = service.options.base, service.store
    if head != "doc" or not store.has_graph(namespaces.document_graph(base, key)):
        return []
    about = (*namespaces.OF_DOCUMENT, namespaces.history_graph, namespaces.review_graph)
    names = [graph_of(base, key) for graph_of in about]
    runs = {version.run.rpartition("/")[2] for version in versions(store, key, base=base)}
    names += [namespaces.ingestion_graph(base, run) for run in sorted(runs)]
    return [name for name in names if store.has_graph(name)]
