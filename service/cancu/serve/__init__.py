"""serve: the HTTP service. ``create_app`` composes it from a store and a catalogue; nothing exists before that."""

from __future__ import annotations

from cancu.serve.app import create_app
from cancu.serve.service import Options

__all__ = ["Options", "create_app"]
