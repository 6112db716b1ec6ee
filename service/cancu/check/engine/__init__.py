"""The checking engine: SHACL Core and SHACL-SPARQL over sets of nodes, never one query a node.

Shapes are compiled once; each constraint is then answered for all its focus nodes together: Core from relations that
are read once a predicate, ``sh:sparql`` by one SPARQL query over pyoxigraph. What the engine does not know it does not
skip: the compiler names those shapes, and pySHACL runs them.
"""
