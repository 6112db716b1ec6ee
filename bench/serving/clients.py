"""Clients in a process of their own: {"port", "requests", "orders", "seconds"} in, what each request took out.

A client asks, waits for the whole answer and asks the next (a closed loop), over one connection that is kept; where
the server has closed it meanwhile, it is opened once more. ``requests`` are [method, path, headers, body] and
``orders`` tells each client which of them to send, again and again until ``seconds`` are over, or, where these are 0,
once.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from itertools import cycle
from typing import Any

Taken = tuple[int, float, int, int]
"""Number of the request, seconds, status (0: no answer), bytes of the answer."""


def main() -> None:
    """Answer on stdout."""
    told = json.load(sys.stdin)
    taken: list[Taken] = []
    gate = threading.Barrier(len(told["orders"]) + 1)
    threads = [
        threading.Thread(target=_client, args=(told, number, gate, taken)) for number in range(len(told["orders"]))
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    print(json.dumps({"taken": taken, "seconds": time.perf_counter() - began}))


def _client(told: dict[str, Any], number: int, gate: threading.Barrier, taken: list[Taken]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", told["port"], timeout=120)
    connection.connect()
    order, seconds = told["orders"][number], told["seconds"]
    sender = {"X-Forwarded-For": f"198.51.100.{number + 1}"}
    gate.wait()
    until = time.perf_counter() + seconds
    for which in cycle(order) if seconds else order:
        method, path, headers, body = told["requests"][which]
        began = time.perf_counter()
        status, size = _sent(connection, method, path, {**headers, **sender}, body)
        taken.append((which, time.perf_counter() - began, status, size))
        if seconds and time.perf_counter() > until:
            break
    connection.close()


def _sent(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: str | None
) -> tuple[int, int]:
    for _ in range(2):
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, len(answer.read())
        except (http.client.HTTPException, OSError):
            connection.close()
    return 0, 0


if __name__ == "__main__":
    main()
