"""XML that is always well-formed: what XML 1.0 §2.2 does not allow becomes U+FFFD, the rest is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tree:
    """A document being built in one namespace of its own; other namespaces have prefixes."""

    def __init__(self, name: str, namespace: str, others: Mapping[str, str] | None = None) -> None:
        """Begin with the root element ``name``."""
        self._namespace = namespace
        names: dict[str | None, str] = {None: namespace} | dict(others or {})
        self.root = etree.Element(f"{{{namespace}}}{name}", nsmap=names)

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, *, within: str = "", **attributes: str
    ) -> etree._Element:
        """Append an element (of the namespace ``within``, else of the document's own) and return it."""
        element = etree.SubElement(parent, f"{{{within or self._namespace}}}{name}")
        for key, value in attributes.items():
            element.set(key, clean(value))
        if text is not None:
            element.text = clean(text)
        return element

    def written(self) -> bytes:
        """Return the document."""
        written: bytes = etree.tostring(self.root, xml_declaration=True, encoding="utf-8", pretty_print=True)
        return written


def clean(text: str) -> str:
    """Return ``text`` with what XML does not allow replaced."""
    return _FORBIDDEN.sub("\ufffd", text)
