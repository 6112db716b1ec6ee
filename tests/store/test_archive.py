"""What graphs held before: kept under its digest, found whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.errors import NotFoundError, StoreError
from cancu.store import Archive


@given(st.binary(max_size=2000))
def test_what_is_put_is_got(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    digest = archive.put(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert archive.put(data) == digest
    assert archive.get(digest) == data


@pytest.mark.parametrize("name", ["", "..", "../" * 11 + "etc/passwd", "A" * 64, "a" * 63, "a" * 64])
def test_what_was_never_put_is_not_found(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path / "archive")
    archive.put(b"words")
    with pytest.raises(NotFoundError):
        archive.get(name)


@pytest.mark.parametrize(
    "wrong", [b"", b"no gzip", gzip.compress(b"other words", mtime=0), gzip.compress(b"words", mtime=0)[:-5]]
)
def test_a_file_that_does_not_hold_what_its_name_says_is_named(tmp_path: Path, wrong: bytes) -> None:
    archive = Archive(tmp_path / "archive")
    digest = archive.put(b"words")
    (path,) = (tmp_path / "archive").rglob("*.gz")
    path.write_bytes(wrong)
    with pytest.raises(StoreError, match=path.name):
        archive.get(digest)


def test_many_texts_are_kept_as_one_is(tmp_path: Path) -> None:
    texts = [f"words {number % 30}".encode() * 500 for number in range(90)]
    archive = Archive(tmp_path / "archive")
    with archive.aside() as put:
        digests = [put(text) for text in texts]
    assert digests == [hashlib.sha256(text).hexdigest() for text in texts]
    assert [archive.get(digest) for digest in digests] == texts
    assert len([*(tmp_path / "archive").rglob("*.*")]) == 30, "each once, and nothing half written"


def test_what_cannot_be_kept_aside_is_told_before_anything_rests_on_it(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="kept"), Archive(tmp_path / "archive").aside() as put:
        put(b"words")


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="kept"):
        Archive(tmp_path / "archive").put(b"words")
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]
