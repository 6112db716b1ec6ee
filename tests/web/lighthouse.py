"""``make lighthouse``: every main page, measured by Lighthouse on a service of its own; each category at least 0.95."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cancu.serve.templating import NAV

WEB = Path(__file__).resolve().parents[2] / "service" / "web"
CALL = [sys.executable, "-c", "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"]
PAGES = ("/", "/?q=so+du+lich", "/doc/doc/ubnd-ha-noi/2026/kh/_/2026-c0f87b7d79", *(path for path, _ in NAV))
LEAST = 0.95


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the shipped facts from a store in ``folder``; yields the address."""
    environment = os.environ | {"CANCU_STORE": str(folder / "store"), "CANCU_REGISTRY": "none"}
    subprocess.run([*CALL, "ingest", "--only"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [*CALL, "serve", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        found = (re.match(r"\s+(http://\S+)/\s", line) for line in process.stdout)
        try:
            yield next(match[1] for match in found if match)
        finally:
            process.terminate()


def main() -> int:
    """Measure, print a table, return the exit code."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("needs chromium; on Debian: apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 2
    node = [str(WEB / "node.sh"), "22.19", "node", str(WEB / "lighthouse" / "measure.mjs")]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site:
        environment = os.environ | {"CHROME_PATH": chromium}
        done = subprocess.run(
            [*node, *(site + path for path in PAGES)], env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    low = False
    for page in json.loads(done.stdout):
        scores = {name: score or 0.0 for name, score in page["scores"].items()}  # none: the page was not there
        low = low or min(scores.values()) < LEAST
        shown = " ".join(f"{name} {score:.2f}" for name, score in scores.items())
        print(f"{page['path']:<60} {shown}  {' '.join(page['failed'])}")  # noqa: T201
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
