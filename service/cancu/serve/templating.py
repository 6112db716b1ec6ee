"""Pages from templates, escaped by default, in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request

from cancu.serve.http.addresses import address
from cancu.serve.service import Service
from cancu.serve.words import language_of, say

NAV = (
    ("/duties", "nav.duties"),
    ("/calendar", "nav.calendar"),
    ("/events", "nav.events"),
    ("/compliance", "nav.compliance"),
    ("/graph", "nav.graph"),
    ("/compare", "nav.compare"),
    ("/queries", "site.queries"),
    ("/sparql", "nav.sparql"),
    ("/docs", "nav.docs"),
)
"""The main pages, in the order of the menu after home, and the keys of their names."""


@dataclass(frozen=True, slots=True)
class Words:
    """What templates call ``t``: words by key, in one language; and under which address the service was asked."""

    language: str
    origin: str

    def __call__(self, key: str) -> str:
        """Return the words of ``key``."""
        return say(key, self.language)


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def text(template: str, **values: Any) -> str:
    """Return a rendered template."""
    return _environment().get_template(template).render(**values)


def page(service: Service, request: Request, template: str, **values: Any) -> HTMLResponse:
    """Return a page; templates have ``t`` (words), ``link`` (our own address) and ``local`` (address of an IRI)."""
    language = language_of(request)

    def link(path: str, parameters: Mapping[str, str] | None = None) -> str:
        pairs = {**(parameters or {}), **({"lang": "en"} if language == "en" else {})}
        return path + (f"?{urlencode(pairs)}" if pairs else "")

    def local(iri: str) -> str:
        path = service.path(iri)
        return link(f"/doc/{address(path)}") if path is not None else iri

    return HTMLResponse(
        text(
            template,
            t=Words(language, _origin(request)),
            language=language,
            nav=NAV,
            here=request.url.path,
            link=link,
            local=local,
            is_web=lambda value: str(value).startswith(("http://", "https://")) and " " not in str(value),
            switch=_switch(request, "vi" if language == "en" else "en"),
            **values,
        ),
        headers={"Vary": "Accept"},
    )


def _origin(request: Request) -> str:
    """Return scheme and host of the request; nothing where the header ``Host`` is no host."""
    try:
        return str(request.base_url).rstrip("/")
    except ValueError:
        return ""


def _switch(request: Request, language: str) -> str:
    """Return the address of the same page in the other language, without the host, which a proxy may have changed."""
    raw: bytes = request.scope.get("raw_path") or address(request.scope["path"]).encode()
    path = raw.partition(b"?")[0].decode("ascii", "replace").lstrip("/")  # “//” would begin a host
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"/{path}?{urlencode([*pairs, ('lang', language)])}"
