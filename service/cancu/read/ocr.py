"""Scans and pictures → lines, by tesseract with its Vietnamese model (Debian: tesseract-ocr, tesseract-ocr-vie)."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from cancu.read.bounds import (
    LONGEST_SIDE,
    MOST_FRAMES,
    MOST_PIXELS,
    TooLargeError,
    TooManyPagesError,
)

_DPI = 200
_POINTS = 72
_SECONDS_A_PAGE = 60


class MissingTesseractError(Exception):
    """tesseract or its Vietnamese model is not installed."""


def picture_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (page, line) of a picture, which may hold several pages (.tif).

    Raises MissingTesseractError, TooLargeError, TooManyPagesError.
    """
    with Image.open(io.BytesIO(data)) as picture:
        frames = getattr(picture, "n_frames", 1)
        if frames > MOST_FRAMES:
            raise TooManyPagesError(str(frames))
        for index in range(frames):
            picture.seek(index)
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLargeError
            yield from ((index + 1, line) for line in _recognise(picture.convert("L")))


def scan_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (page, line) of a PDF that holds pictures of pages. Raises MissingTesseractError, TooLargeError."""
    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        if max(width, height) > LONGEST_SIDE or width * height * (_DPI / _POINTS) ** 2 > MOST_PIXELS:
            raise TooLargeError
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
