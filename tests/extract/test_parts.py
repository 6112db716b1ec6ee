"""Parts of the form: there, blank, missing, or lost with the piece of text where they would stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.extract import extract
from cancu.model import PartKind, PartState, Record
from cancu.read import read, read_bytes

STATE = "ỦY BAN NHÂN DÂN\nXÃ THÍ DỤ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
PARTY = "ĐẢNG BỘ TỈNH THÍ DỤ\nĐẢNG ỦY XÃ THÍ DỤ\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n"
NUMBER = "Số: 12/KH-UBND\n\n"
DATE = "Thí Dụ, ngày 02 tháng 3 năm 2026\n\n"
TYPE = "KẾ HOẠCH\nTổ chức ngày hội đọc sách năm 2026\n\n"
BASIS = "Thực hiện Kế hoạch số 3/KH-UBND ngày 05/01/2026 của UBND tỉnh, UBND xã ban hành Kế hoạch như sau:\n\n"
BODY = "I. MỤC ĐÍCH\n\n- Thực hiện tốt công tác thư viện.\n\n"
FUNDING = "II. KINH PHÍ\n\nTừ ngân sách xã.\n\n"
END = "Trên đây là Kế hoạch tổ chức ngày hội đọc sách./.\n\n"
RECIPIENTS = "Nơi nhận:\n- UBND tỉnh (để b/c);\n- Lưu: VT.\n\n"
SIGNATURE = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu\n"
TOP = STATE + NUMBER + DATE
FOOT = RECIPIENTS + SIGNATURE
WHOLE = TOP + TYPE + BASIS + BODY + FUNDING + END + FOOT
PARTY_TOP = PARTY + "Số 12-KH/ĐU\n\n" + DATE
PARTY_FOOT = "Nơi nhận:\n- Tỉnh ủy,\n- Lưu Văn phòng.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nTrần Văn Mẫu\n"
CUT = "trọng của xã, tạo động lực mới.\n\n- Làm rõ những kết quả đã đạt được.\n\n1.2 Thông tin, tuyên truyền\n\n"
LETTER = STATE + "Số: 12/UBND-VX\nV/v mở ngày hội đọc sách\n\n" + DATE + "Kính gửi: Các thôn.\n\n"

# what the text is, the text, part, state, its words (None: not told)
CLAIMS = [
    ("whole", WHOLE, "national-title", "present", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("whole", WHOLE, "motto", "present", "Độc lập - Tự do - Hạnh phúc"),
    ("whole", WHOLE, "party-title", None, None),
    ("whole", WHOLE, "issuer", "present", "ỦY BAN NHÂN DÂN XÃ THÍ DỤ"),
    ("whole", WHOLE, "number", "present", "Số: 12/KH-UBND"),
    ("whole", WHOLE, "date", "present", "Thí Dụ, ngày 02 tháng 3 năm 2026"),
    ("whole", WHOLE, "type", "present", "KẾ HOẠCH"),
    ("whole", WHOLE, "title", "present", "Tổ chức ngày hội đọc sách năm 2026"),
    ("whole", WHOLE, "basis", "present", BASIS.strip()),
    ("whole", WHOLE, "funding", "present", "II. KINH PHÍ"),
    ("whole", WHOLE, "closing", "present", "./."),
    ("whole", WHOLE, "signature", "present", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn Mẫu"),
    ("whole", WHOLE, "archive", "present", "Lưu: VT."),
    ("Party", PARTY_TOP + TYPE + BASIS + BODY + PARTY_FOOT, "party-title", "present", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    ("Party", PARTY_TOP + TYPE + BASIS + BODY + PARTY_FOOT, "national-title", None, None),
    ("Party, no title", PARTY_TOP.replace("ĐẢNG CỘNG SẢN VIỆT NAM", "") + TYPE + BODY, "party-title", "missing", ""),
    # where number and signature are of two orders the issuer tells
    ("State, Party number", WHOLE.replace(STATE, STATE[:26]).replace("12/KH-", "12-KH/"), "motto", "missing", ""),
    ("State, Party sign", WHOLE.replace(STATE, STATE[:26]).replace("TM. ", "T/M "), "motto", "missing", ""),
    (
        "Party, State number",
        PARTY_TOP.replace("ĐẢNG CỘNG SẢN VIỆT NAM", "").replace("12-KH/", "12/KH-") + TYPE + BODY + PARTY_FOOT,
        "party-title",
        "missing",
        "",
    ),
    ("no motto", WHOLE.replace("Độc lập - Tự do - Hạnh phúc\n", ""), "motto", "missing", ""),
    ("no State title", WHOLE.replace(STATE, STATE[:26]), "national-title", "missing", ""),
    ("misread title", WHOLE.replace("XÃ HỘI CHỦ", "XÃ HÔI CHỦ"), "national-title", "present", None),
    ("both titles", WHOLE.replace(STATE, f"ĐẢNG CỘNG SẢN VIỆT NAM\n\n{STATE}"), "party-title", "present", None),
    ("no number", WHOLE.replace(NUMBER, ""), "number", "missing", ""),
    ("blank number", WHOLE.replace("Số: 12/KH", "Số:      /KH"), "number", "blank", "Số: /KH-UBND"),
    ("bare label", WHOLE.replace("Số: 12/KH-UBND", "Số: ......."), "number", "blank", "Số:"),
    ("no date", WHOLE.replace(DATE, ""), "date", "missing", ""),
    ("blank date", WHOLE.replace("ngày 02 tháng 3", "ngày    tháng   "), "date", "blank", None),
    ("blank day", WHOLE.replace("ngày 02 tháng 3", "ngày … tháng 3"), "date", "blank", None),
    ("no year", WHOLE.replace("ngày 02 tháng 3 năm 2026", "ngày   tháng   năm"), "date", "blank", None),
    ("impossible day", WHOLE.replace("ngày 02 tháng 3", "ngày 31 tháng 02"), "date", "present", None),
    # number and date alone: the rest of the letterhead was cut
    ("web copy", WHOLE.replace(STATE, ""), "national-title", "lost", ""),
    ("web copy", WHOLE.replace(STATE, ""), "issuer", "lost", ""),
    ("web copy", WHOLE.replace(STATE, ""), "number", "present", "Số: 12/KH-UBND"),
    ("two are gone", WHOLE.replace(NUMBER + DATE, ""), "number", "lost", ""),
    ("two are gone", WHOLE.replace(NUMBER + DATE, ""), "issuer", "present", None),
    ("begins at the type", WHOLE.replace(TOP, ""), "number", "lost", ""),
    ("begins at the type", WHOLE.replace(TOP, ""), "type", "present", "KẾ HOẠCH"),
    ("begins in a sentence", CUT + END + FOOT, "type", "lost", ""),
    ("begins in a sentence", CUT + END + FOOT, "title", "lost", ""),
    ("begins in a sentence", CUT + END + FOOT, "basis", "lost", ""),
    ("begins in a sentence", CUT + END + FOOT, "signature", "present", None),
    ("no type", WHOLE.replace("KẾ HOẠCH\n", ""), "type", "missing", ""),
    ("no basis", WHOLE.replace(BASIS, ""), "basis", "missing", ""),
    ("letter", LETTER + BODY + FOOT, "type", None, None),
    ("letter", LETTER + BODY + FOOT, "title", "present", "mở ngày hội đọc sách"),
    ("letter about nothing", LETTER.replace("mở ngày hội đọc sách", "……") + BODY + FOOT, "title", "blank", None),
    ("no funding", WHOLE.replace(FUNDING, ""), "funding", "missing", ""),
    ("funding in a sentence", WHOLE.replace(FUNDING, "- Bố trí kinh phí mua sách.\n\n"), "funding", "present", None),
    ("a word of money", WHOLE.replace(FUNDING, "- Sử dụng kinh phí tiết kiệm.\n\n"), "funding", "missing", ""),
    ("closed by a stop", WHOLE.replace("./.", "."), "closing", "missing", ""),
    ("cut at the foot", WHOLE.replace(FOOT, ""), "signature", "lost", ""),
    ("cut at the foot", WHOLE.replace(FOOT, ""), "recipients", "lost", ""),
    ("cut at the foot", WHOLE.replace(FOOT, ""), "archive", "lost", ""),
    ("cut in a sentence", TOP + TYPE + BASIS + BODY, "closing", "lost", ""),
    ("cut in a sentence", TOP + TYPE + BASIS + BODY, "funding", "lost", ""),
    ("cut in the recipients", WHOLE.replace("- Lưu: VT.\n\n" + SIGNATURE, ""), "archive", "lost", ""),
    ("cut in the recipients", WHOLE.replace("- Lưu: VT.\n\n" + SIGNATURE, ""), "signature", "lost", ""),
    ("unsigned", WHOLE.replace(SIGNATURE, ""), "signature", "missing", ""),
    ("sent to nobody", WHOLE.replace(RECIPIENTS, ""), "recipients", "missing", ""),
    ("sent to nobody", WHOLE.replace(RECIPIENTS, ""), "archive", "missing", ""),
    ("no file copy", WHOLE.replace("- Lưu: VT.\n", ""), "archive", "missing", ""),
    ("gazette", "CÔNG BÁO/Số 286/Ngày 27-05-2026\n\n" + WHOLE.replace(RECIPIENTS, ""), "recipients", "lost", ""),
]
EXAMPLES = Path(__file__).parents[2] / "examples"
LEFT = {
    # examples whose parts are not all present
    "ke-hoach-xa-suoi-mo.txt": {"number": "blank", "date": "blank"},
    "ke-hoach-thanh-uy-van-hai.txt": {"funding": "missing", "closing": "missing"},
    "ke-hoach-thanh-pho-van-hai.md": {"funding": "missing", "closing": "missing"},
}


def record(words: str) -> Record:
    return extract(read_bytes(words.encode(), "a.txt"))


@pytest.mark.parametrize(("_", "words", "kind", "state", "said"), CLAIMS, ids=[f"{c[0]}: {c[2]}" for c in CLAIMS])
def test_the_state_of_a_part(_: str, words: str, kind: str, state: str | None, said: str | None) -> None:
    found = [part for part in record(words).parts if part.kind == kind]
    assert [part.state for part in found] == ([PartState(state)] if state else [])
    if said is not None:
        assert [part.text for part in found] == [said]


@pytest.mark.parametrize("name", sorted(LEFT))
def test_parts_of_the_examples(name: str) -> None:
    parts = extract(read(EXAMPLES / name)).parts
    assert {part.kind.value: part.state.value for part in parts if part.state is not PartState.PRESENT} == LEFT[name]
    gold = json.loads((EXAMPLES / "gold" / f"{Path(name).stem}.json").read_text("utf-8"))["document"]
    printed = {part.kind: part.text for part in parts}
    assert (gold["number"] or gold["symbol"]) in printed[PartKind.NUMBER].replace(" ", "")
    assert printed[PartKind.TITLE].endswith(gold["title"])


PIECES = (
    STATE,
    PARTY,
    NUMBER,
    DATE,
    TYPE,
    BASIS,
    BODY,
    FUNDING,
    END,
    RECIPIENTS,
    SIGNATURE,
    CUT,
    "PHỤ LỤC\nNHIỆM VỤ\n\n",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.integers(0, 60))
def test_every_part_is_told_once_in_order_and_only_what_is_there_has_words(pieces: list[str], cut: int) -> None:
    text = read_bytes(("Kế hoạch được triển khai. " + "".join(pieces)[cut:]).encode(), "a.txt")
    parts = extract(text).parts
    kinds = [part.kind for part in parts]
    assert kinds == [kind for kind in PartKind if kind in kinds]
    for part in parts:
        is_there = part.state in {PartState.PRESENT, PartState.BLANK}
        assert 0 <= part.start <= part.end <= len(text.content)
        assert (part.start < part.end) is is_there
        assert bool(part.text) is is_there
