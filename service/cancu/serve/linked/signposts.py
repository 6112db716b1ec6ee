"""Links in the head of an answer that lead a program on (RFC 8288): Signposting, versions, licence.

Sources: FAIR Signposting Profile; RFC 6906 and RFC 8574 (cite-as); RFC 6596 (canonical); RFC 5829 (version-history).
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import SDO

from cancu.serve.http.addresses import address
from cancu.serve.http.negotiation import HTML
from cancu.serve.service import Service
from cancu.store import DATASETS, GRAPHS

COLLECTION = "/catalog"
"""Where the dataset is described to which everything belongs."""


def headers(service: Service, path: str, types: Iterable[str] = ()) -> dict[str, str]:
    """Return ``Vary`` and ``Link`` for the thing at ``/id/{path}`` (an address), its page and its data."""
    identifier = f"<{address(service.iri(path))}>"
    links = [
        f'{identifier}; rel="canonical"',
        f'{identifier}; rel="cite-as"',
        f'</doc/{path}>; rel="alternate"; type="{HTML.media_type}"',
    ]
    for item in (*GRAPHS, *DATASETS):
        place = f'</data/{path}.{item.name}>; type="{item.media_type}"'
        links += [f'{place}; rel="alternate"', f'{place}; rel="describedby"']
    links += [f'<{kind}>; rel="type"' for kind in types]
    links.append(f'<{COLLECTION}>; rel="collection"')
    if service.options.license:
        links.append(f'<{service.options.license}>; rel="license"')
    if _has_versions(path):
        links.append(f'</queries/versions?document={address(service.iri(path))}>; rel="version-history"')
    return {"Vary": "Accept", "Link": ", ".join(links)}


def page_types(types: Iterable[str]) -> tuple[str, ...]:
    """Return the types of a page about a thing: a page, and what the thing is."""
    return (str(SDO.AboutPage), *sorted(types))


def _has_versions(path: str) -> bool:
    return path.startswith("doc/") and "/version/" not in path
