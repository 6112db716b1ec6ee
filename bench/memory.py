"""A process that makes the record of one text and says by how much it grew: ``python -m bench.memory KIND SIZE``."""

from __future__ import annotations

import json
import sys

from bench.measuring import peak_kilobytes
from bench.texts import vietnamese
from cancu.extract import extract
from cancu.read import read_bytes


def main(kind: str, size: int) -> None:
    """Print the growth in megabytes; word lists are loaded and the text is made before."""
    extract(read_bytes(vietnamese("plan", 5_000).encode(), "plan.txt"))
    data = vietnamese(kind, size).encode()
    before = peak_kilobytes()
    extract(read_bytes(data, "plan.txt"))
    print(json.dumps({"megabytes": (peak_kilobytes() - before) / 1024}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
