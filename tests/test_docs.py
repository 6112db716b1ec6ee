"""The documentation hangs together: everything can be reached from the README, and no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from cancu.cli import COMMANDS
from cancu.serve.templating import NAV
from cancu.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md")),
]
README = PAGES[0].read_text("utf-8")


def links(path: Path) -> list[str]:
    """Where a page's links lead, those in code left out."""
    text = re.sub(r"^ *```.*?^ *```$|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchor(heading: str) -> str:
    """The name that a heading gets (as code hosts do it)."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def broken(path: Path) -> list[str]:
    wrong = []
    for link in links(path):
        if re.match(r"https?://", link):
            continue
        name, _, part = link.partition("#")
        there = (path.parent / name).resolve() if name else path
        headings = (
            re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            if there.suffix == ".md" and there.is_file()
            else []
        )
        if not there.exists() or (part and part not in map(anchor, headings)):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_is_broken(path: Path) -> None:
    assert broken(path) == []


def test_what_is_broken_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Một\n[1](b.md) [2](#một) [3](#hai) [4](a.md) `[5](c.md)` [6](https://example.org)\n", "utf-8")
    assert broken(page) == ["b.md", "#hai"]


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [PAGES[0]]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        if page.suffix == ".md":
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if ":" not in link]
    assert {str(path.relative_to(ROOT)) for path in set(PAGES) - reached} == set()


def test_every_page_of_docs_has_its_line_in_the_readme() -> None:
    own = {str(path.relative_to(ROOT)) for path in PAGES if path.parent == ROOT / "docs"}
    assert own - {link.partition("#")[0] for link in links(PAGES[0])} == set()


def test_the_readme_tells_every_setting_with_its_default() -> None:
    told = dict(re.findall(r"^\| `CANCU_(\w+)` \| `?([^|`]*)`? \|", README, re.MULTILINE))
    assert {name.upper() for name in Settings.model_fields} == set(told)
    for name, field in Settings.model_fields.items():
        assert field.default is not PydanticUndefined
        shown = told[name.upper()].strip()
        given = {
            name: {"–": "", "0": "false", "1": "true"}.get(shown, shown)
            if isinstance(field.default, bool | str)
            else shown
        }
        if shown == "–":
            assert field.default in ("", (), SecretStr(""))
        else:
            assert getattr(Settings(**given), name) == field.default, name


def test_the_readme_tells_every_command() -> None:
    assert set(re.findall(r"^cancu (\w+)", README, re.MULTILINE)) == set(COMMANDS)


def test_the_readme_tells_every_page_of_the_menu() -> None:
    told = set(re.findall(r"`(/[a-z-]*)`", README))
    assert {address for address, _ in NAV} <= told
