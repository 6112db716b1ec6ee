"""Every route of the running service against its own OpenAPI document, with all checks of schemathesis."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.access import Scope, Tokens
from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import Limits, open_store
from tests.serve.conftest import FIXTURE, graphs_of, serving

pytestmark = pytest.mark.skipif("CANCU_CONTRACT" not in os.environ, reason="takes half an hour: make contract")
HERE = Path(__file__).parent
PHASES = "examples,coverage,fuzzing,stateful"
PARTS = {
    "rest": ("--include-path-regex", "^/api/"),
    "questions": ("--include-path-regex", "^/queries"),
    "others": ("--exclude-path-regex", "^/(api/|queries)"),
}
"""All routes: a part added to the service belongs to the last."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of a service with a store of its own, and a token that may do everything."""
    folder = tmp_path_factory.mktemp("schemathesis")
    store = open_store(folder / "store", limits=Limits(seconds=30), prefixes=PREFIXES)
    store.replace(graphs_of(FIXTURE))
    options = Options(tokens=folder / "tokens.json", registry=folder / "registry", store=folder / "store")
    _, secret = Tokens(options.tokens).new("schemathesis", list(Scope))
    with serving(create_app(store, Catalogue.load(), options)) as address:
        yield address, secret
    store.close()


@pytest.mark.parametrize("part", PARTS)
def test_the_service_does_what_its_openapi_document_says(place: tuple[str, str], part: str, tmp_path: Path) -> None:
    address, secret = place
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(HERE / "schemathesis.toml"),
        "run",
        f"{address}/openapi.json",
        *("--header", f"Authorization: Bearer {secret}"),
        *("--checks", "all", "--max-response-time", "120", "--phases", PHASES),
        *("--no-shrink", "--continue-on-failure", "--no-color"),
        # of the tool's making of examples, which takes longer the busier the machine is
        *("--suppress-health-check", "too_slow"),
        *PARTS[part],
    ]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")}
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=3600, check=False
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert "generated" in done.stdout
