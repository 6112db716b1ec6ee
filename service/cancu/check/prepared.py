"""A graph that parses each query once.

pySHACL hands rdflib the text of a constraint again for every node, and rdflib's parser takes far longer (about 50 ms)
than the answer (about 1 ms); kept parsed, a check costs what its answers cost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class PreparedGraph(Graph):
    """An rdflib graph whose queries, given as text, are parsed once in a process."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Answer a query as Graph.query does."""
        query = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **kwargs)
