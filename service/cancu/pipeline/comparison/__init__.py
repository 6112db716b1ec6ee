"""Two documents side by side: what only one has, what both have, and what differs in what both have.

Nothing here knows of RDF, of a store or of pages: documents come as plain values and go as plain values.
"""
