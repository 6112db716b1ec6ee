"""The pages in a real browser: Debian's chromium before a service of its own over the facts that ship with cancu.

``site`` is the address of the service, ``tab`` and ``narrow`` are pages of the browser, wide and 360 px;
``audited(page)`` asserts that axe finds nothing in what the page shows, that nothing was asked of another host, and
that the policy of the site blocked nothing; ``shot(page, name)`` writes docs/screens/NAME.png, if told ``--screens``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.looking import Watch, arriving

CALL = "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""Flags of chromium: it may run as root in a container, and asks nobody anything by itself."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def cancu(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """How the command line is called, with settings of its own: nothing of this machine's is read or written."""
    folder = tmp_path_factory.mktemp("site")
    own = {"CANCU_STORE": str(folder / "store"), "CANCU_TOKENS": str(folder / "tokens"), "CANCU_REGISTRY": "none"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("CANCU_")}
    return [sys.executable, "-c", CALL], others | own


@pytest.fixture(scope="session")
def site(cancu: tuple[list[str], dict[str, str]]) -> Iterator[str]:
    """The address of a real service over the five plans, in a process of its own."""
    call, environment = cancu
    subprocess.run([*call, "ingest", "--only"], env=environment, check=True, capture_output=True, timeout=300)
    with subprocess.Popen(
        [*call, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        found = (re.match(r"\s+(http://\S+)/\s", line) for line in process.stdout)
        yield next(match[1] for match in found if match)
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. For one module: Playwright holds an event loop while it runs, which other tests need free."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (make setup)")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("needs chromium; on Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync_api.Locator, "click", arriving(sync_api.Locator.click))
        opened = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def opened(browser: Any, watch: Watch) -> Iterator[Callable[..., Any]]:
    """What opens a page in a profile of its own: ``opened(1200, 900, java_script_enabled=False)``."""
    contexts = []

    def open_page(width: int, height: int, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
        contexts.append(context)
        return watch.over(context.new_page())

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def tab(opened: Callable[..., Any]) -> Any:
    """A page of 1200 by 900 pixels."""
    return opened(1200, 900)


@pytest.fixture
def narrow(opened: Callable[..., Any]) -> Any:
    """A page of 360 by 800 pixels, as on a small telephone."""
    return opened(360, 800)


@pytest.fixture(scope="session")
def axe(checkout: Path) -> str:
    """The text of axe-core; only tests use it."""
    path = checkout / "service" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("needs axe-core: make setup, or npm ci --prefix service/web")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def audited(axe: str, site: str, watch: Watch) -> Callable[[Any], None]:
    """What asserts that a page is accessible, stays at home, and obeys its own policy. May be called several times."""

    def audit(page: Any) -> None:
        page.wait_for_load_state("networkidle")
        page.evaluate(axe)
        found = page.evaluate(
            "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS
        )
        wrong = [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not wrong, f"{page.url}\n" + "\n".join(wrong[:20])
        assert not watch.foreign(site)
        assert not watch.complaints, page.url

    return audit


@pytest.fixture
def shot(request: pytest.FixtureRequest, checkout: Path) -> Callable[[Any, str], None]:
    """What writes docs/screens/NAME.png of what a page shows, if asked to by ``--screens``."""

    def write(page: Any, name: str) -> None:
        if request.config.getoption("--screens"):
            folder = checkout / "docs" / "screens"
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return write
