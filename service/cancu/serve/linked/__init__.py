"""Linked data: things, their pages and their triples, the ontology, under the IRIs that name them."""
