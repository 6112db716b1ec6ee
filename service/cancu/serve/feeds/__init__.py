"""What is new and what there is: the stream of changes, Atom, sitemaps."""
