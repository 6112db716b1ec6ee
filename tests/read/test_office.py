"""Old Word files, OpenDocument and RTF: refused with the way out, or converted by LibreOffice where that is allowed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from cancu.errors import UnreadableError
from cancu.read import read_bytes
from cancu.read.refusals import unreadable
from tests.read.samples import saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def open_document() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return buffer.getvalue()


REFUSED = [
    ("a .doc", "a.doc", OLE, "old-word"),
    ("a .doc that is called .docx", "a.docx", OLE, "old-word"),
    ("a .docx with a password", "a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("an .odt", "a.odt", open_document(), "open-document"),
    ("an .rtf", "a.rtf", b"{\\rtf1\\ansi ke hoach}", "rich-text"),
    ("an .rtf that is called .doc", "a.doc", b"{\\rtf1\\ansi ke hoach}", "rich-text"),
]


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_an_old_file_is_refused_with_the_way_out(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    assert str(caught.value) == str(unreadable(code, name))
    assert ".docx" in caught.value.en or code == "encrypted"


def test_without_libreoffice_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError) as caught:
        read_bytes(OLE, "a.doc", office=True)
    assert str(caught.value) == str(unreadable("no-office", "a.doc"))


@pytest.fixture(scope="module")
def soffice() -> str:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice (soffice on the PATH)")
    return program


def sample() -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    for words in ("Mục đích", "Yêu cầu"):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(rows=2, cols=3, style="Table Grid")
    rows = (("TT", "Nội dung", "Cơ quan chủ trì"), ("1", "Xây dựng thư viện xã", "Phòng Văn hóa - Xã hội"))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    document.add_paragraph("Nơi nhận: như trên.")
    return saved(document)


@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_libreoffice_reads_the_same_words(soffice: str, ending: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(sample())
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", ending, "a.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = (tmp_path / f"a.{ending}").read_bytes()
    assert read_bytes(data, f"a.{ending}", office=True).flow == read_bytes(sample(), "a.docx").flow


def test_libreoffice_takes_no_other_file_in(soffice: str, tmp_path: Path) -> None:
    assert soffice
    secret = tmp_path / "secret.txt"
    secret.write_text("chữ của tệp khác", "utf-8")
    words = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in "Ủy ban nhân dân xã Suối Mơ ban hành kế hoạch")
    field = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{secret}"}}{{\\fldrslt }}}}'
    text = read_bytes(f"{{\\rtf1\\ansi\\uc1 {words} {field}\\par}}".encode(), "a.rtf", office=True)
    assert text.flow == "Ủy ban nhân dân xã Suối Mơ ban hành kế hoạch"


def test_what_libreoffice_cannot_read_is_said_to_be_broken(soffice: str) -> None:
    assert soffice
    with pytest.raises(UnreadableError):
        read_bytes(OLE, "a.doc", office=True)
