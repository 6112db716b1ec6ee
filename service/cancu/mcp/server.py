"""The MCP server (Model Context Protocol, revisions 2024-11-05 to 2026-07-28), composed from its parts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mcp.server.mcpserver import MCPServer

from cancu import __version__
from cancu.mcp import asking, finding, reading, working
from cancu.mcp.tools import said
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service


def create_server(service: Service, drafts: Drafts) -> MCPServer[object]:
    """Return the server over ``service``; it reads only, and keeps nothing between calls. ``drafts`` checks texts."""
    with _own_logging():
        server: MCPServer[object] = MCPServer(
            "cancu",
            title="cancu",
            version=__version__,
            instructions=said("mcp.instructions"),
            log_level="WARNING",
            subscriptions=False,
        )
    finding.add(server, service)
    working.add(server, service, drafts)
    asking.add(server, service)
    reading.add(server, service)
    return server


@contextmanager
def _own_logging() -> Iterator[None]:
    """Keep MCPServer from giving the whole process a log handler of its own."""
    root, silent = logging.getLogger(), logging.NullHandler()
    root.addHandler(silent)
    try:
        yield
    finally:
        root.removeHandler(silent)
