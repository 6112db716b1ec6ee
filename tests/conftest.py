"""What all tests share: the folder of source texts beside the checkout, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engines import NAMES

CHECKOUT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """Return a path below ``../shared`` of the checkout, or skip the test, saying what is missing."""
    path = CHECKOUT.parent.joinpath("shared", *parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(('../shared', *parts))}, which is not part of the project")
    return path


@pytest.fixture(name="shared", scope="session")
def _shared() -> Callable[..., Path]:
    return shared


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=NAMES, default="embedded", help="which database the service of tests/serve stands on"
    )
    parser.addoption("--screens", action="store_true", help="write docs/screens/*.png (browser tests)")
