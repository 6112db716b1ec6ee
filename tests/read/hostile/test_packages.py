"""Word documents that are bombs, that lead outside, that carry programs: refused, or read without what they carry."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

WORDS = "Kế hoạch của Ủy ban nhân dân xã được triển khai"
DOCUMENT = "word/document.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Package = Callable[[dict[str, bytes]], bytes]
Word = Callable[..., bytes]
Read = Callable[[bytes, str], str]

ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
LAUGHS = b"<!DOCTYPE d [<!ENTITY a0 'ha'>%s]><d>&a9;</d>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


def overlapping(package: Package) -> bytes:
    """Many names in the list of contents for one and the same packed part."""
    whole = package({"a.xml": bytes(range(256)) * 40})
    listed = whole.index(b"PK\x01\x02")
    entry = whole[listed : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.xml", b"%05d" % n) for n in range(1500))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1500, 1500, len(entries), listed, 0)
    return whole[:listed] + entries + end


def lying(package: Package) -> bytes:
    """A part that says it is small and is not."""
    whole = package({"[Content_Types].xml": b" " * 5_000_000})
    return whole.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 50))


def damaged(package: Package) -> bytes:
    """A stream of packed bytes that points back before its beginning."""
    whole = bytearray(package({"[Content_Types].xml": bytes(range(256)) * 9}))
    whole[60:90] = b"\xff" * 30
    return bytes(whole)


def with_password(package: Package) -> bytes:
    whole = bytearray(package({DOCUMENT: b"<w:document/>" * 50}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(sign) + at] |= 1
    return bytes(whole)


REFUSED: list[tuple[str, Callable[[Package], bytes], str]] = [
    ("grows a thousandfold", lambda make: make({DOCUMENT: b" " * 60_000_000}), "bomb"),
    ("grows by 600 MB", lambda make: make({f"{n}.xml": b"\0" * 100_000_000 for n in range(2)}), "bomb"),
    ("three thousand parts", lambda make: make({f"f{n}": b"" for n in range(3000)}), "bomb"),
    ("parts that lie on each other", overlapping, "bomb"),
    ("a part larger than it says", lying, "broken"),
    ("damaged packing", damaged, "broken"),
    ("a name that leads outside", lambda make: make({"../../etc/x": b"x"}), "broken"),
    ("a name from the root", lambda make: make({"/etc/x": b"x"}), "broken"),
    ("entities that read a file", lambda make: make({DOCUMENT: ENTITY}), "entities"),
    ("entities that laugh", lambda make: make({DOCUMENT: LAUGHS}), "entities"),
    ("entities in relationships", lambda make: make({"_rels/.rels": ENTITY}), "entities"),
    ("entities in wide letters", lambda make: make({DOCUMENT: ENTITY.decode().encode("utf-16")}), "entities"),
    (
        "entities behind a long comment",
        lambda make: make({DOCUMENT: b"<!--" + b"x" * 9000 + b"-->" + ENTITY}),
        "entities",
    ),
    ("a zip in a zip", lambda make: make({"a.zip": make({"b.zip": make({"c": b"c"})})}), "broken"),
    ("no Word document", lambda make: make({"x.xml": b"<x/>"}), "broken"),
    ("half a package", lambda make: make({DOCUMENT: b"<w:document/>" * 50})[:-30], "broken"),
    ("a package with a password", with_password, "encrypted"),
]


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_package_gets_its_sentence(
    make: Callable[[Package], bytes], code: str, package: Package, read: Read
) -> None:
    assert read(make(package), "a.docx") == code


DEEP = "<w:sdt><w:sdtContent>" * 100_000 + "</w:sdtContent></w:sdt>" * 100_000
WIDE = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
BODIES = [
    ("two hundred thousand elements in each other", DEEP, {"bomb", "broken"}),
    ("a cell two thousand million columns wide", WIDE, {"broken"}),
]


@pytest.mark.parametrize(("body", "codes"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_a_hostile_body_gets_its_sentence(body: str, codes: set[str], word: Word, read: Read) -> None:
    assert read(word(body), "a.docx") in codes


def relation(kind: str, target: str) -> str:
    return f'<Relationship Id="h1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


DDE = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText>'
    '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
CARRIED: list[tuple[str, Callable[[Word], bytes]]] = [
    ("a macro", lambda word: word(parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0AutoOpen" + bytes(500)})),
    ("an object", lambda word: word(parts={"word/embeddings/oleObject1.bin": b"MZ" + bytes(500)})),
    ("a package inside", lambda word: word(parts={"word/embeddings/a.docx": word()})),
    ("a template elsewhere", lambda word: word(relations=relation("attachedTemplate", "http://192.0.2.1/a.dotm"))),
    ("a picture elsewhere", lambda word: word(relations=relation("image", "http://192.0.2.1/a.png"))),
    ("a footnote in a file", lambda word: word(relations=relation("footnotes", "file:///etc/passwd"))),
    ("a field that starts a program", lambda word: word(DDE)),
]


@pytest.mark.parametrize("make", [row[1] for row in CARRIED], ids=[row[0] for row in CARRIED])
def test_what_a_document_carries_is_left_where_it_is(make: Callable[[Word], bytes], word: Word, read: Read) -> None:
    assert read(make(word), "a.docx").strip() == WORDS


def test_the_makers_make_what_they_say(package: Package) -> None:
    with zipfile.ZipFile(io.BytesIO(overlapping(package))) as archive:
        assert len(archive.infolist()) == 1500
        assert sum(info.file_size for info in archive.infolist()) < 100 * 1024 * 1024
