"""Vietnamese typed before Unicode (TCVN3, VNI, VISCII, windows-1258) comes out as the words that were meant."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu import resources
from cancu.read import read_bytes
from cancu.read.encodings import encoding, face, faces
from cancu.read.recognise import mended, of_bytes
from cancu.vietnamese import is_syllable
from tests.read.samples import in_font, printed, saved, shown, styled, typed, word

PLAN = (
    "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị “về đột phá phát triển khoa học”;\n"
    "Sở Văn hóa và Thể thao chủ trì, phối hợp với các xã, phường thực hiện trước ngày 30/4/2026."
)
LETTERS = [row["letter"] for row in resources.table("data", "encodings", "vni.tsv")]
TABLES = ("tcvn5712", "vni", "viscii")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_writes_every_vietnamese_letter_in_its_own_way(table: str) -> None:
    rows = resources.table("data", "encodings", f"{table}.tsv")
    expected = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    } | {"đ", "Đ"}
    assert {row["letter"] for row in rows} == {letter for letter in expected if not letter.isascii()}
    assert len({row["bytes"] for row in rows}) == len(rows) == 134


@pytest.mark.parametrize(("table", "name"), [("tcvn5712", "TCVN5712-1"), ("viscii", "VISCII")])
def test_a_table_agrees_with_the_system(table: str, name: str) -> None:
    program = shutil.which("iconv")
    if program is None:
        pytest.skip("needs iconv")
    words = "".join(LETTERS)
    done = subprocess.run(
        [program, "-f", name, "-t", "UTF-8"], input=typed(words, table), capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this iconv does not know {name}")
    assert done.stdout.decode() == words


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back(letter: str) -> None:
    for table in TABLES:
        for way in ("latin-1", "windows-1252"):
            seen = typed(letter, table).decode(way, "replace")
            assert encoding(table).decode(seen) == letter or "\ufffd" in seen
    if letter.islower():
        assert encoding("tcvn3").decode(shown(letter, "tcvn5712")) == letter


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("UÛy ban", "Ủy ban"), ("Uûy ban", "Ủy ban"), ("ÑOÄC LAÄP", "ĐỘC LẬP"), ("Töï do", "Tự do"), ("ngöôøi", "người")],
)
def test_a_mark_of_vni_may_be_of_either_case(seen: str, meant: str) -> None:
    assert encoding("vni").decode(seen) == meant


PARTS = {
    part: [r["letters"] for r in resources.table("data", "encodings", "syllables.tsv") if r["part"] == part]
    for part in ("onset", "rime")
}
VOWELS = "aăâeêioôơuưy"


def toned(rime: str, tone: str) -> str:
    """Put the tone on the vowel with a mark, or on the last but one before a vowel that ends the rime."""
    vowels = [n for n, char in enumerate(rime) if char in VOWELS]
    marked = [n for n in vowels if rime[n] in "ăâêôơư"]
    at = marked[-1] if marked else vowels[-2] if len(vowels) > 1 and vowels[-1] == len(rime) - 1 else vowels[-1]
    return unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])


SYLLABLES = st.builds(
    lambda onset, rime, tone: onset + toned(rime, tone),
    st.sampled_from(["", *PARTS["onset"]]),
    st.sampled_from(PARTS["rime"]),
    st.sampled_from(["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]),
)


@settings(deadline=None)
@given(words=st.lists(SYLLABLES, min_size=1, max_size=40).map(" ".join), table=st.sampled_from(TABLES))
def test_every_syllable_comes_back(words: str, table: str) -> None:
    assert all(is_syllable(word) for word in words.split())
    assert encoding(table).decode(typed(words, table).decode("latin-1")) == words
    letters = encoding(table).by_character(typed(words, table).decode("latin-1"))
    assert ("".join(letters), len(letters)) == (words, len(typed(words, table)))


SAYINGS = ["xã hội chủ nghĩa", "ủy ban nhân dân", "kế hoạch phát triển văn hóa đọc", "nhiệm vụ trọng tâm", "thực hiện"]


@settings(deadline=None, max_examples=30)
@given(words=st.lists(st.sampled_from(SAYINGS), min_size=4, max_size=30).map(" ".join))
@pytest.mark.parametrize(("table", "name"), [("tcvn5712", "tcvn3"), ("vni", "vni")])
def test_an_encoding_is_told_by_its_words(words: str, table: str, name: str) -> None:
    assert mended(shown(words, table)) == (words, name)
    assert mended(words) == (words, None)


def as_1258(words: str) -> bytes:
    """windows-1258 has letters such as ê composed and the tones apart."""
    out = b""
    for char in words:
        try:
            out += char.encode("windows-1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", base.replace(tone, "")).encode("windows-1258") + tone.encode(
                "windows-1258"
            )
    return out


STRAIGHT = PLAN.replace("“", '"').replace("”", '"')
"""VISCII has letters where Windows has curled quotation marks."""
CAPITALS = "ỦY BAN NHÂN DÂN XÃ SUỐI MƠ\nĐỘC LẬP TỰ DO HẠNH PHÚC"
BYTES = [
    ("tcvn3", PLAN, typed(PLAN, "tcvn5712")),
    ("tcvn5712", CAPITALS, typed(CAPITALS, "tcvn5712")),
    ("vni", PLAN, typed(PLAN, "vni")),
    ("viscii", STRAIGHT, typed(STRAIGHT, "viscii")),
    ("windows-1258", PLAN, as_1258(PLAN)),
]


@pytest.mark.parametrize(("name", "words", "data"), BYTES, ids=[row[0] for row in BYTES])
def test_bytes_are_read_in_the_encoding_they_were_typed_in(name: str, words: str, data: bytes) -> None:
    text = read_bytes(data, "a.txt")
    assert text.encoding == name
    assert unicodedata.normalize("NFC", text.content) == words
    assert text.flow == " ".join(words.split("\n")) or text.flow == words


DECOYS = [
    ("a Unicode text", PLAN),
    ("a Unicode text, letters and marks apart", unicodedata.normalize("NFD", PLAN)),
    ("a Unicode text that quotes such words", PLAN + "\nMáy cũ in ra “ñy ban nh©n d©n” thay cho “ủy ban nhân dân”."),
    ("such words on a line of their own", PLAN + "\nñy ban nh©n d©n"),
    ("French", "Le comité a été créé à l'été pour étudier les problèmes où il y a des élèves très âgés. " * 4),
    ("German", "Die Behörde prüft für die Städte die Pläne über Brücken und Straßen gemäß Übereinkunft. " * 4),
    ("Spanish", "El señor alcalde presentó el año pasado un plan de educación; también habló de la región. " * 4),
    ("English", "The committee shall report to the council every month. " * 4),
]


@pytest.mark.parametrize("content", [row[1] for row in DECOYS], ids=[row[0] for row in DECOYS])
def test_what_is_no_old_encoding_stays(content: str) -> None:
    assert mended(content) == (content, None)


@pytest.mark.parametrize("content", [row[1] for row in DECOYS[4:]], ids=[row[0] for row in DECOYS[4:]])
@pytest.mark.parametrize("codec", ["latin-1", "windows-1252"])
def test_bytes_of_other_languages_are_none_of_ours(content: str, codec: str) -> None:
    assert of_bytes(content.encode(codec)) is None


def test_old_lines_among_unicode_ones_are_turned() -> None:
    old = PLAN.split("\n")[1]
    assert mended(f"{PLAN}\n{shown(old, 'tcvn5712')}") == (f"{PLAN}\n{old}", "tcvn3")


@pytest.mark.parametrize("row", resources.table("data", "encodings", "fonts.tsv"), ids=lambda row: row["begins"])
def test_a_font_is_told_by_its_name(row: dict[str, str]) -> None:
    found = face(row["example"])
    assert found is not None
    assert (found.encoding, found.is_capital) == (row["encoding"], bool(row["capitals"]))
    assert face(f"ABCDEF+{row['example']}") == found
    assert face(row["decoy"]) is None


def test_unicode_in_a_font_of_before_is_unicode() -> None:
    known = faces([(".VnTime", "Ủy ban nhân dân xã Suối Mơ"), (".VnTime", "là"), ("VNI-Times", "nhaân daân")])
    assert known.name == "vni"
    assert known.decode(".VnTime", "là") == "là"
    assert known.decode("VNI-Times", "nhaân daân") == "nhân dân"


MIXED = word(
    [(".VnTimeH", shown("ủy ban nhân dân", "tcvn5712"))],
    [(".VnTime", shown("Số 12 của xã ", "tcvn5712")), ("Times New Roman", "và phường Vân Hải")],
    [("VNI-Times", shown("Kế hoạch phát triển", "vni")), ("", " văn hóa đọc")],
    [("Times New Roman", "nhà © Thư viện, là ñy ban")],
)


def test_word_files_are_read_by_the_font_of_each_run() -> None:
    text = read_bytes(MIXED, "a.docx")
    assert text.encoding == "tcvn3, vni"
    assert text.content.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "Số 12 của xã và phường Vân Hải",
        "Kế hoạch phát triển văn hóa đọc",
        "nhà © Thư viện, là ñy ban",
    ]


@pytest.mark.parametrize("where", ["style", "base of the style", "style of the letters"])
def test_a_font_may_come_from_a_style(where: str) -> None:
    document = docx.Document()
    styles = document.styles
    mine = styles.add_style("Old", 2 if where == "style of the letters" else 1)
    if where == "base of the style":
        mine.base_style = styles.add_style("Older", 1)
    (mine.base_style if where == "base of the style" else mine).font.name = ".VnTime"
    paragraph = document.add_paragraph()
    run = paragraph.add_run(shown("nhiệm vụ trọng tâm", "tcvn5712"))
    if where == "style of the letters":
        run.style = mine
    else:
        paragraph.style = mine
    other = document.add_paragraph("Trọng tâm là ©")
    in_font(other.runs[0], "Times New Roman")
    assert read_bytes(saved(document), "a.docx").content == "nhiệm vụ trọng tâm\nTrọng tâm là ©"


def test_printed_pages_are_read_by_the_font_of_each_letter() -> None:
    lines = ("nhiệm vụ trọng tâm của xã", "kế hoạch phát triển", "Ủy ban nhân dân xã Suối Mơ là")
    story = [
        styled(shown(lines[0], "tcvn5712"), ".VnTime"),
        styled(shown(lines[0], "tcvn5712"), ".VnTimeH"),
        styled(shown(lines[1], "vni"), "VNI-Times"),
        styled(lines[2]),
    ]
    text = read_bytes(printed(story), "a.pdf")
    assert text.encoding == "tcvn3, vni"
    assert text.content.split("\n") == [lines[0], lines[0].upper(), lines[1], lines[2]]


@pytest.mark.parametrize("head", ["", '<meta charset="windows-1252">'])
def test_web_pages_are_read_by_their_words(head: str) -> None:
    data = (
        f"<html><head>{head}</head><body><p>".encode()
        + typed(PLAN, "tcvn5712").replace(b"\n", b"</p><p>")
        + b"</p></body></html>"
    )
    text = read_bytes(data, "a.html")
    assert (text.content, text.encoding) == (PLAN, "tcvn3")
