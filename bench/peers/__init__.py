"""Peers that have requirements of their own, each run by the Python that has it."""
