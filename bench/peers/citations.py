"""Speed of eyecite, run by the Python that has it: {"texts": […], "runs": n} in, seconds and what was found out."""

from __future__ import annotations

import importlib.metadata
import json
import logging
import statistics
import sys
import time
from typing import Any

from eyecite import get_citations
from eyecite.tokenizers import AhocorasickTokenizer

from bench.measuring import peak_kilobytes


def main() -> None:
    """Answer on stdout."""
    logging.disable(logging.CRITICAL)  # its remarks on overlapping citations cost time that is not its own
    question = json.load(sys.stdin)
    tokenizer = AhocorasickTokenizer()
    get_citations("Alder v. Birch, 1 U.S. 1 (1990)", tokenizer=tokenizer)
    before = peak_kilobytes()
    rows: list[dict[str, Any]] = []
    for text in question["texts"]:
        seconds, found = [], 0
        for _ in range(question["runs"]):
            started = time.process_time()
            found = len(get_citations(text, tokenizer=tokenizer))
            seconds.append(time.process_time() - started)
        grown = peak_kilobytes() - before
        rows.append({"seconds": statistics.median(seconds), "found": found, "megabytes": grown / 1024})
    version = importlib.metadata.version("eyecite")
    print(json.dumps({"rows": rows, "version": f"eyecite {version}", "python": sys.version.split()[0]}))


if __name__ == "__main__":
    main()
