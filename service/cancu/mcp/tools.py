"""How a function becomes a tool: described in both languages, read-only, its errors told in our two sentences."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from cancu.errors import AmbiguousError, CancuError, NotFoundError
from cancu.serve.words import say

Tool = TypeVar("Tool", bound=Callable[..., object])
_MOST = 10


def tool(server: MCPServer[object], name: str) -> Callable[[Tool], Tool]:
    """Return a decorator that adds a function to ``server``; its words stand under ``mcp.{name}`` in words.tsv."""
    described = server.tool(
        name,
        title=say(f"mcp.{name}.title", "vi"),
        description=said(f"mcp.{name}"),
        annotations=ToolAnnotations(
            title=say(f"mcp.{name}.title", "en"),
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
        structured_output=True,
    )

    def add(function: Tool) -> Tool:
        described(_told(function))
        return function

    return add


def said(key: str) -> str:
    """Return words in Vietnamese and in English."""
    return f"{say(key, 'vi')}\n\n{say(key, 'en')}"


def sentence(error: CancuError) -> str:
    """Return what happened and what to do, in both languages, with what comes close or may be meant."""
    lines = [error.vi, error.en]
    if error.where:
        lines.append(f"({error.where})")
    if isinstance(error, AmbiguousError):
        lines += error.candidates[:_MOST]
    elif isinstance(error, NotFoundError):
        lines += error.near[:_MOST]
    return "\n".join(lines)


def _told(function: Tool) -> Callable[..., object]:
    @functools.wraps(function)
    def called(**arguments: object) -> object:
        try:
            return function(**arguments)
        except CancuError as error:
            raise ToolError(sentence(error)) from error

    return called
