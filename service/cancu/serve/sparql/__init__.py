"""SPARQL 1.1: query, update and the graph store protocol, over HTTP."""
