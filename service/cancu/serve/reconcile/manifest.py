"""What the service says of itself (Reconciliation Service API 0.2, “Service Manifest”)."""

from __future__ import annotations

from typing import Any

from cancu import __version__
from cancu.namespaces import CC
from cancu.serve.reconcile.asking import BATCH
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.matching import type_told
from cancu.serve.words import say

WIDTH, HEIGHT = 430, 260
_DEFAULT = ("Document", "Body", "Unit", "Concept")


def manifest(place: str, index: Index, language: str) -> dict[str, Any]:
    """Return the manifest of the service at ``place``, an address without a slash at its end.

    Identifiers go into query strings, never into paths: they have slashes, which proxies decode.
    """

    def suggest(kind: str) -> dict[str, str]:
        path = {"service_path": f"/suggest/{kind}", "flyout_service_path": f"/flyout/{kind}?id=${{id}}"}
        return {"service_url": place, **path}

    return {
        "versions": ["0.2"],
        "name": say("reconcile.name", language),
        "identifierSpace": index.base,
        "schemaSpace": str(CC),
        "serviceVersion": __version__,
        "documentation": f"{place.removesuffix('/en').removesuffix('/reconcile')}/docs",
        "defaultTypes": [type_told(index.types[name], language) for name in _DEFAULT],
        "view": {"url": f"{place}/view?id={{{{id}}}}"},
        "preview": {"url": f"{place}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {kind: suggest(kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": place, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": say("reconcile.limit", language),
                    "type": "number",
                    "default": 0,
                    "help_text": say("reconcile.limit.help", language),
                },
                {
                    "name": "content",
                    "label": say("reconcile.content", language),
                    "type": "select",
                    "default": "entity",
                    "help_text": say("reconcile.content.help", language),
                    "choices": [
                        {"value": name, "name": say(f"reconcile.content.{name}", language)}
                        for name in ("entity", "id", "label")
                    ],
                },
            ],
        },
        "batchSize": BATCH,
    }
