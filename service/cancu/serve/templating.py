"""Pages from templates, escaped by default, in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
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
            t=lambda key: say(key, language),
            language=language,
            link=link,
            local=local,
            is_web=lambda value: str(value).startswith(("http://", "https://")) and " " not in str(value),
            switch=str(request.url.include_query_params(lang="vi" if language == "en" else "en")),
            **values,
        ),
        headers={"Vary": "Accept"},
    )
