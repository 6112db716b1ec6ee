"""The site as a whole, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cancu.serve.templating import NAV


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", [path for path, _ in NAV])
def test_main_pages_are_accessible(site: str, tab: Any, audited: Callable[[Any], None], path: str, lang: str) -> None:
    assert tab.goto(f"{site}{path}?lang={lang}").status == 200
    audited(tab)
