"""Scans and pictures → lines, by tesseract with its Vietnamese model (Debian: tesseract-ocr, tesseract-ocr-vie)."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator

import pypdfium2
from PIL import Image

MOST_PIXELS = 40_000_000
_DPI = 200
_POINTS = 72
_LONGEST_SIDE = 5_000
_SECONDS_A_PAGE = 60


class MissingTesseractError(Exception):
    """tesseract or its Vietnamese model is not installed."""


def picture_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (1, line) of a picture. Raises MissingTesseractError, ValueError for too large a picture."""
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        yield from ((1, line) for line in _recognise(picture.convert("L")))


def scan_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (page, line) of a PDF that holds pictures of pages. Raises MissingTesseractError, ValueError."""
    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        page = document[index]
        if max(page.get_size()) > _LONGEST_SIDE:
            raise ValueError("page too large")
        picture = page.render(scale=_DPI / _POINTS, grayscale=True).to_pil()
        yield from ((index + 1, line) for line in _recognise(picture))
        page.close()


def _recognise(picture: Image.Image) -> list[str]:
    program = shutil.which("tesseract")
    if program is None or "vie" not in _languages(program):
        raise MissingTesseractError
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    done = subprocess.run(  # noqa: S603  fixed arguments; the picture comes on stdin
        [program, "stdin", "stdout", "-l", "vie"],
        input=buffer.getvalue(),
        capture_output=True,
        timeout=_SECONDS_A_PAGE,
        check=True,
    )
    return done.stdout.decode("utf-8").replace("\f", "").split("\n")


def _languages(program: str) -> list[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
    return listed.stdout.split()
