"""A document's metadata as the message header of edXML (QCVN 102:2016/BTTTT), out and in.

Elements are those of ``data/interface/metadata-fields.tsv``; messages in the wild use several namespaces, so that
reading goes by local names. Nothing else of a message (attachments, traces) is written or read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from lxml import etree

from cancu import namespaces, resources
from cancu.errors import UnreadableError
from cancu.link import Registry
from cancu.link.numbers import parse
from cancu.linked import LinkedRecord
from cancu.vietnamese import squeeze

Fields = Mapping[str, tuple[str, ...]]
"""Our field → its values; only recipients are several."""

_DATE = "%Y/%m/%d"
_PARTY = re.compile(r"[^\W\d][^/-]*/[^/]+")
"""A Party notation: type, slash, body (Hướng dẫn 36-HD/VPTW)."""


def fields_of(linked: LinkedRecord, registry: Registry) -> Fields:
    """Return what a document says of itself; what it does not say is left out."""
    head, facts = linked.record.document, linked.document
    serial, notation = _parts(head.number, head.symbol)
    body = registry.bodies.get(facts.issuer or "")
    signer = head.signer
    told = {
        "issuerCode": body.codes[0][1] if body and body.codes else None,
        "issuer": body.label if body else head.issuer,
        "identifier": namespaces.document_iri(linked.base, linked.key),
        "number": serial,
        "notation": notation,
        "place": head.place,
        "date": head.date.strftime(_DATE) if head.date else None,
        "type": facts.type,
        "title": head.title,
        "position": signer.position if signer else None,
        "signer": signer.name if signer else None,
    }
    found = {name: (squeeze(value),) for name, value in told.items() if value}
    recipients = tuple(squeeze(line.name) for line in linked.recipients)
    return {**found, "recipient": recipients} if recipients else found


def to_edxml(fields: Fields) -> bytes:
    """Return a message header of edXML, its elements in the order of the table."""
    space = namespaces.EDXML
    root = etree.Element(etree.QName(space, "edXMLEnvelope"), nsmap={"edXML": space})
    top = root
    for name in ("edXMLHeader", "MessageHeader"):
        top = etree.SubElement(top, etree.QName(space, name))
    for field, path in _paths("edxml").items():
        for value in fields.get(field, ()):
            *groups, last = path.split("/")
            parent = top
            for group in groups:
                found = parent.find(etree.QName(space, group))
                parent = etree.SubElement(parent, etree.QName(space, group)) if found is None else found
            etree.SubElement(parent, etree.QName(space, last)).text = value
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def to_annex(fields: Fields) -> dict[str, str | list[str]]:
    """Return the metadata under the names of Nghị định 30/2020/NĐ-CP, Phụ lục VI."""
    names = _paths("annex")
    return {names[field]: list(values) if field == "recipient" else values[0] for field, values in fields.items()}


def read_edxml(data: bytes, name: str) -> Fields:
    """Return the metadata in a message of edXML. Raises UnreadableError where there is no message header."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(name, str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise _unreadable(name, "DOCTYPE")
    heads = [element for element in root.iter() if _local(element) == "MessageHeader"]
    if len(heads) != 1:
        raise _unreadable(name, f"{len(heads)} MessageHeader")
    found = {field: _texts(heads[0], path.split("/")) for field, path in _paths("edxml").items()}
    return {field: values for field, values in found.items() if values}


def whole_number(serial: str, notation: str) -> str:
    """Return the number as it is printed: ``15``, ``KH-UBND`` → ``15/KH-UBND``; ``15``, ``KH/TU`` → ``15-KH/TU``."""
    return f"{serial}{'-' if _PARTY.fullmatch(notation) else '/'}{notation}"


def _parts(number: str | None, symbol: str | None) -> tuple[str | None, str | None]:
    if number is None:
        return None, symbol.lstrip("/-") if symbol else None
    serial = re.match(r"[^/-]+", number)
    if serial is None or parse(number, frozenset()) is None:
        return number, None
    return serial[0], number[serial.end() + 1 :] or None


def _texts(element: etree._Element, path: list[str]) -> tuple[str, ...]:
    level = [element]
    for name in path:
        level = [child for parent in level for child in parent if _local(child) == name]
    return tuple(text for one in level if (text := squeeze("".join(one.itertext()))))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@cache
def _paths(column: str) -> Mapping[str, str]:
    return {row["field"]: row[column] for row in resources.table("data", "interface", "metadata-fields.tsv")}


def _unreadable(name: str, why: str) -> UnreadableError:
    return UnreadableError(f"không phải thông điệp edXML ({why}).", f"this is no message of edXML ({why}).", where=name)


def rows(files: Iterable[tuple[str, bytes]]) -> Iterable[dict[str, str]]:
    """Return the messages of several files as rows: ``number`` is whole, several values are parted by “|”."""
    for name, data in files:
        told = read_edxml(data, name)
        row = {field: "|".join(values) for field, values in told.items()}
        if "number" in row and "notation" in row:
            row["number"] = whole_number(row["number"], row["notation"])
        yield row
