"""``cancu check``: exit codes in every format, several files, verdicts, corrected text, and what a terminal gets."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cancu.check import FORMATS
from cancu.cli import main

Check = Callable[..., Result]
FIT, WARNED, UNFIT = "dung.txt", "canh-bao.txt", "sai.txt"
TEXT = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: {number}
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội về thư viện;

I. MỤC ĐÍCH, YÊU CẦU
Đưa sách đến từng thôn, bản.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì tổ chức ngày hội đọc sách trước ngày 20/4/2026.

Nơi nhận:
- Phòng Văn hóa - Xã hội;
- Lưu: VT, VHXH.

{signed}
CHỦ TỊCH
Nguyễn Văn Mẫu
"""
PROFILE = ("--profile", "citation")
"""Few rules, so that the samples stay fit whatever is asked of the form."""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run ``cancu check`` in a folder that holds a fit, a doubtful and an unfit plan, and a file that is none."""
    for name in [name for name in os.environ if name.startswith("CANCU_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    text = TEXT.format(number="15/KH-UBND", signed="TM. ỦY BAN NHÂN DÂN")
    cited = "Căn cứ Quyết định số 7/QĐ-UBND của UBND tỉnh Vân Hải về việc đọc sách;\n\nI."
    later = "Căn cứ Quyết định số 07/QĐ-UBND ngày 01/3/2027 của UBND tỉnh Vân Hải về việc đọc sách;\n\nI."
    Path(FIT).write_text(text, "utf-8")
    Path(WARNED).write_text(text.replace("15/KH", "16/KH").replace("I.", cited, 1), "utf-8")
    Path(UNFIT).write_text(text.replace("15/KH", "17/KH").replace("I.", later, 1), "utf-8")
    Path("hong.pdf").write_bytes(b"%PDF-1.4 khong phai")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["check", *arguments])

    return run


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(check: Check, form: str) -> None:
    def code(*arguments: str) -> int:
        return check(*arguments, *PROFILE, "--format", form, "--out", "ra").exit_code

    assert code(FIT) == 0
    assert code(WARNED) == 0
    assert code(WARNED, "--fail-on", "warning") == 1
    assert code(UNFIT) == 1
    assert code(FIT, UNFIT, WARNED) == 1, "the worst of several counts"
    assert code("khong-co.txt") == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_checked(check: Check, form: str) -> None:
    done = check("hong.pdf", UNFIT, *PROFILE, "--format", form)
    assert done.exit_code == 2, "more than 1: nobody shall take the unread one for fit"
    [line] = done.stderr.splitlines()
    assert line.startswith("cancu: hong.pdf: ")
    if form != "xlsx":
        assert "C04" in done.stdout


def test_several_files_make_one_report_that_programs_read(check: Check) -> None:
    rows = json.loads(check(WARNED, FIT, UNFIT, *PROFILE, "--format", "json").stdout)
    found = {(row["file"], row["rule"]) for row in rows}
    assert {(WARNED, "C01"), (UNFIT, "C04")} <= found
    assert FIT not in {name for name, _ in found}
    log = json.loads(check(WARNED, UNFIT, *PROFILE, "--format", "sarif").stdout)
    assert len(log["runs"]) == 1
    book = openpyxl.load_workbook(io.BytesIO(check(WARNED, FIT, *PROFILE, "--format", "xlsx").stdout_bytes))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [WARNED, FIT]


def test_a_report_goes_whole_into_a_file(check: Check, tmp_path: Path) -> None:
    done = check(UNFIT, *PROFILE, "--format", "html", "--out", "bao-cao/ra.html")
    assert (done.exit_code, done.stdout) == (1, "")
    page = (tmp_path / "bao-cao" / "ra.html").read_text("utf-8")
    assert "Chủ trì tổ chức ngày hội" in page, "the page shows the text"
    assert [path.name for path in (tmp_path / "bao-cao").iterdir()] == ["ra.html"]
    refused = check(UNFIT, "--out", "/proc/khong/ra.txt")
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr


def test_corrected_text_goes_to_stdout_and_what_changed_to_stderr(check: Check) -> None:
    wrong = TEXT.format(number="5/KH-UBND", signed="TM.ỦY BAN NHÂN DÂN")
    Path("nhap.txt").write_text(wrong, "utf-8")
    done = check("nhap.txt", "--corrected")
    assert done.exit_code == 0, "the text is what was asked for"
    assert done.stdout == TEXT.format(number="05/KH-UBND", signed="TM. ỦY BAN NHÂN DÂN")
    assert done.stderr.splitlines()[:3] == ["nhap.txt:3: F05", "- Số: 5/KH-UBND", "+ Số: 05/KH-UBND"]
    assert Path("nhap.txt").read_text("utf-8") == wrong, "the file itself stays"
    again = check("nhap.txt", "--corrected", "--out", "sua.txt")
    assert (again.exit_code, again.stdout) == (0, "")
    second = check("sua.txt", "--corrected")
    assert (second.stdout, second.stderr) == (done.stdout, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((FIT, UNFIT, "--corrected"), "one document at a time"), (("khong-co.txt", "--corrected"), "khong-co.txt")],
)
def test_what_cannot_be_corrected_is_refused(check: Check, arguments: tuple[str, ...], words: str) -> None:
    done = check(*arguments, "--out", "ra.txt")
    assert done.exit_code == 2
    assert words in done.stderr
    assert not Path("ra.txt").exists()


def test_what_people_judged_is_shown_and_does_not_count(check: Check) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["ingest", UNFIT, "--store", "kho"]).exit_code == 0
    rows = json.loads(check(UNFIT, *PROFILE, "--format", "json").stdout)
    [iri] = {row["document"] for row in rows}
    said = ["--false-alarm", "--by", "Văn phòng", "--note", "đã hỏi nơi ban hành", "--store", "kho"]
    assert runner.invoke(main, ["review", iri, "--finding", "C04", *said]).exit_code == 0
    for document in (UNFIT, iri):
        shown = check(document, *PROFILE, "--store", "kho")
        assert shown.exit_code == 0
        assert "[báo nhầm (Văn phòng, " in shown.stdout
        assert "đã hỏi nơi ban hành" in shown.stdout
    for form in FORMATS:
        assert check(UNFIT, *PROFILE, "--store", "kho", "--format", form, "--out", "ra").exit_code == 0
    assert check(UNFIT, *PROFILE).exit_code == 1, "without the store nobody has said anything"
    [row] = json.loads(check(iri, *PROFILE, "--store", "kho", "--format", "json").stdout)
    assert row["verdict"]["opinion"] == "false-alarm"
    refused = check(iri, "--corrected", "--store", "kho")
    assert (refused.exit_code, "keeps no text" in refused.stderr) == (2, True)


def _on_a_terminal(folder: Path, *arguments: str, **more: str) -> tuple[int, str]:
    master, slave = os.openpty()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CANCU_")} | more
    try:
        done = subprocess.run(
            [Path(sys.executable).parent / "cancu", "check", *arguments],
            cwd=folder, env=environment, stdout=slave, stderr=subprocess.PIPE, text=True, check=False, timeout=300,
        )  # fmt: skip
        os.write(slave, b"\x04")
        shown = b""
        while not shown.endswith(b"\x04"):
            shown += os.read(master, 4096)
    finally:
        os.close(slave)
        os.close(master)
    return done.returncode, shown.decode("utf-8", "replace") + done.stderr


@pytest.mark.usefixtures("check")
def test_a_terminal_gets_colours_unless_it_wants_none_and_never_a_workbook(tmp_path: Path) -> None:
    code, shown = _on_a_terminal(tmp_path, WARNED, *PROFILE)
    assert (code, "\x1b[" in shown) == (0, True)
    code, shown = _on_a_terminal(tmp_path, WARNED, *PROFILE, NO_COLOR="1")
    assert (code, "\x1b[" in shown, "C01" in shown) == (0, False, True)
    code, shown = _on_a_terminal(tmp_path, WARNED, "--format", "xlsx")
    assert (code, "--out" in shown, "PK" in shown) == (2, True, False)
