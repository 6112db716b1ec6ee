"""The command as people call it: a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Cancu = Callable[..., subprocess.CompletedProcess[str]]

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 15/KH-UBND
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội;

I. MỤC ĐÍCH, YÊU CẦU
Đưa sách đến từng thôn, bản.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì, phối hợp với các trường học tổ chức ngày hội đọc sách trước ngày 20/4/2026.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


def runner(home: Path) -> Cancu:
    """Return a function that runs ``cancu`` in ``home``, without any setting of the one who runs the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CANCU_")}

    def run(*arguments: str | Path, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).parent / "cancu", *arguments],
            cwd=home,
            env={**environment, **more},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder in which the command runs."""
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.fixture
def cancu(home: Path) -> Cancu:
    """Run ``cancu`` in ``home``."""
    return runner(home)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A short plan of a commune that does not exist."""
    path = tmp_path / "ke-hoach-thu-vien.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stocked")
    (folder / "ke-hoach-thu-vien.txt").write_text(PLAN, encoding="utf-8")
    done = runner(folder)("ingest", "ke-hoach-thu-vien.txt", "--store", "kho")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder / "kho"


@pytest.fixture
def store(_stocked: Path, home: Path) -> Path:
    """A store that holds the plan."""
    return Path(shutil.copytree(_stocked, home / "kho"))
