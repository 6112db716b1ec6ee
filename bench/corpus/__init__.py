"""A corpus like the country's: plans and their superiors, from a seed, as texts and as graphs.

``Corpus(seed).document(i)`` costs the same for any ``i``; ``python -m bench.corpus`` writes folders and dumps.
"""
