"""Pictures larger than paper, files of many pictures: refused before they are unpacked."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

Read = Callable[[bytes, str], str]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def tif(frames: int) -> bytes:
    buffer = io.BytesIO()
    first = Image.new("1", (8, 8))
    first.save(buffer, "TIFF", save_all=True, append_images=[first] * (frames - 1))
    return buffer.getvalue()


def circle() -> bytes:
    """A list of pictures whose last points to its first."""
    whole = bytearray(tif(1))
    (first,) = struct.unpack_from("<L", whole, 4)
    (count,) = struct.unpack_from("<H", whole, first)
    struct.pack_into("<L", whole, first + 2 + 12 * count, first)
    return bytes(whole)


REFUSED: list[tuple[str, str, Callable[[], bytes], set[str]]] = [
    ("no picture", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"junk" * 100, {"broken"}),
    ("fifty thousand by fifty thousand", "a.png", lambda: png(50_000, 50_000), {"too-large"}),
    ("a little more than is read", "a.png", lambda: png(10_000, 4_001), {"too-large"}),
    ("more than a computer can count", "a.png", lambda: png(2**31 - 1, 2**31 - 1), {"too-large", "broken"}),
    ("a thousand pictures", "a.tif", lambda: tif(1000), {"too-many-pages"}),
    ("pictures in a circle", "a.tif", circle, {"empty", "foreign", "broken", "too-many-pages", "no-tesseract"}),
    ("half a photograph", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(200), {"broken"}),
]


@pytest.mark.parametrize(("name", "make", "codes"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_picture_gets_its_sentence(name: str, make: Callable[[], bytes], codes: set[str], read: Read) -> None:
    assert read(make(), name) in codes
