"""mcp: the store and the check as tools of the Model Context Protocol, for programs that talk with language models.

``create_server`` composes them from a ``Service``; ``cancu mcp`` runs it on stdin and stdout, ``/mcp`` over HTTP.
"""

from __future__ import annotations

from cancu.mcp.server import create_server

__all__ = ["create_server"]
