"""A service that is told to stop: open requests are answered, nobody new is let in, the store is closed."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from cancu.store import open_store

CANCU = Path(sys.executable).parent / "cancu"
SECONDS = 3
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def folder(tmp_path):
    store = open_store(tmp_path / "kho")
    lines = [f'<http://a.example/{n}> <http://a.example/p> "{n}" .\n' for n in range(300)]
    store.replace({"http://a.example/g": "".join(lines).encode()})
    store.close()
    return tmp_path / "kho"


@pytest.fixture
def served(folder):
    variables = os.environ | {"CANCU_TIMEOUT": str(SECONDS), "CANCU_LOG": "json"}
    command = [CANCU, "serve", "--store", folder, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables) as process:
        head = ""
        while "/docs" not in head:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            head += line
        yield process, re.search(r"http://[\d.]+:\d+", head)[0]
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_open_requests_are_finished(served, folder, number):
    process, address = served
    answers = []

    def ask():
        answers.append(httpx.get(f"{address}/sparql", params={"query": ENDLESS}, timeout=60))

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = time.monotonic() + 30
    while "cancu_requests_in_progress 2.0" not in httpx.get(f"{address}/metrics").text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(number)
    asking.join(60)
    assert [answer.status_code for answer in answers] == [503]
    waited = re.search(r"([\d.]+) giây", answers[0].json()["detail"])
    assert waited
    assert 0 < float(waited[1]) <= SECONDS, "what is left of it where a reader had to be waited for"
    assert process.wait(60) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/healthz")
    lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    assert ("/sparql", 503, "limit") in {(line["path"], line["status"], line.get("problem")) for line in lines}
    assert not [line for line in lines if line["level"] == "error"]
    reopened = open_store(folder)  # raises where the lock is still held
    assert reopened.size() == 300
    reopened.close()
