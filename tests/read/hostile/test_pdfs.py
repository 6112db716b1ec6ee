"""PDFs that are bombs, that go round in circles, that want to do something: refused, or their words alone read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Read = Callable[[bytes, str], str]
CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
TREE = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOWN = b"BT /F 12 Tf 72 700 Td (Ke hoach cua Uy ban nhan dan xa nam nay) Tj ET"


def stream(data: bytes, head: str = "") -> bytes:
    return f"<<{head}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def pdf(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1, the first its catalogue."""
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        body = content.encode() if isinstance(content, str) else content
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    begin = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    trailer = trailer or f"/Size {len(objects) + 1}/Root 1 0 R"
    out.write(f"trailer\n<<{trailer}>>\nstartxref\n{begin}\n%%EOF".encode())
    return out.getvalue()


def page(
    content: bytes = SHOWN, *, head: str = "", box: str = PAGE, catalog: str = CATALOG, more: str = "null"
) -> bytes:
    return pdf([catalog, TREE, box, stream(content, head), FONT, more])


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + count))
    tree = f"<</Type/Pages/Kids[{kids}]/Count {count}>>"
    return pdf([CATALOG, tree, FONT, stream(SHOWN), *[PAGE.replace("5 0 R", "3 0 R")] * count])


def packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()


def encrypted() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "Ke hoach")
    canvas.save()
    return buffer.getvalue()


def object_bomb() -> bytes:
    """A stream of objects that unpacks to 100 MB and says that it holds a hundred million of them."""
    return pdf([CATALOG, TREE, PAGE, stream(packed(100), "/Type/ObjStm/N 100000000/First 9/Filter/FlateDecode"), FONT])


def xref_loop() -> bytes:
    whole = page()
    begin = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % begin)


BOMB = {"too-large", "too-slow", "broken", "foreign", "empty", "too-long", "too-deep"}
REFUSED: list[tuple[str, Callable[[], bytes], set[str]]] = [
    ("no PDF at all", lambda: b"%PDF-1.7\n" + b"junk " * 100, {"broken"}),
    ("one page more than one paper has", lambda: many_pages(501), {"too-many-pages"}),
    ("ten thousand pages", lambda: many_pages(10_000), {"too-many-pages"}),
    ("pages that hold each other", lambda: pdf([CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]), BOMB),
    ("a page that is its own father", lambda: page(box=PAGE.replace("2 0 R", "3 0 R")), BOMB),
    ("150 MB in 0.15 MB", lambda: page(packed(150), head="/Filter/FlateDecode"), BOMB),
    ("a stream of objects that unpacks to 100 MB", object_bomb, BOMB),
    ("a table of contents before itself", xref_loop, BOMB),
    ("a page of a million points", lambda: page(b"", box=PAGE.replace("595 842", "1000000 1000000")), BOMB),
    ("a page of less than nothing", lambda: page(box=PAGE.replace("595 842", "-9 nan")), BOMB),
    ("a password", encrypted, {"encrypted"}),
    ("brackets a hundred thousand deep", lambda: page(b"[" * 100_000), BOMB),
    ("dictionaries a hundred thousand deep", lambda: page(catalog="<</A" * 100_000 + ">>" * 100_000), BOMB),
    ("a stream that is its own length", lambda: page(head="/Length 4 0 R"), BOMB),
]


@pytest.mark.parametrize(("make", "codes"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_pdf_gets_its_sentence(make: Callable[[], bytes], codes: set[str], read: Read) -> None:
    assert read(make(), "a.pdf") in codes


ACTIONS = [
    ("a script on opening", "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1'\\))>>"),
    ("a program on opening", "/OpenAction<</S/Launch/F(cmd.exe)>>"),
    ("a file inside", "/Names<</EmbeddedFiles<</Names[(a.exe) 6 0 R]>>>>"),
    ("a form that sends itself", "/AcroForm<</Fields[]/XFA 6 0 R>>"),
]


@pytest.mark.parametrize("action", [row[1] for row in ACTIONS], ids=[row[0] for row in ACTIONS])
def test_what_a_pdf_wants_to_do_is_not_done(action: str, read: Read) -> None:
    """The words have no tones and so are refused as foreign: they were read, and nothing else happened."""
    assert read(page(catalog=CATALOG.replace(">>", f"{action}>>")), "a.pdf") == "foreign"
