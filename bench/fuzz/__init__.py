"""Texts and files that try to break the readers; see ``guided`` and ``tests/fuzz``."""
