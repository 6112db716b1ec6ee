"""``python -m tests.conformance [SUITE …]``: run the suites that are there and write ``data/conformance/results.json``.

Ends with 1 where an outcome differs from the table of deviations; the results are written all the same.
"""

from __future__ import annotations

import logging
import sys
import time
import warnings

from tests.conformance import record
from tests.conformance.served import AbsentError
from tests.conformance.suites import ALL

_SHOWN = 20


def main(names: list[str]) -> int:
    """Run the suites named, or all."""
    unknown = set(names) - {suite.key for suite in ALL}
    if unknown:
        print(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(suite.key for suite in ALL)}")  # noqa: T201
        return 2
    logging.disable(logging.WARNING)  # rdflib tells of every literal that a suite spells wrongly on purpose
    warnings.simplefilter("ignore")
    reasons, done, surprises = record.deviations(), [], []
    for suite in ALL:
        if names and suite.key not in names:
            continue
        start = time.monotonic()
        try:
            outcomes = list(suite.outcomes()) if suite.is_there else []
        except AbsentError:
            outcomes = []
        if not outcomes:
            print(f"{suite.key:<30} not there")  # noqa: T201
            continue
        passed = sum(item.passed for item in outcomes)
        print(f"{suite.key:<30} {passed:>4} of {len(outcomes):>4}  {time.monotonic() - start:5.1f} s")  # noqa: T201
        done.append(record.summary(suite, outcomes, reasons))
        surprises += record.undocumented(outcomes, reasons)
    record.write(done)
    for item in surprises[:_SHOWN]:
        told = "passes, though the table of deviations says otherwise" if item.passed else item.note
        print(f"{item.suite} {item.test}: {told}")  # noqa: T201
    if surprises:
        print(f"{len(surprises)} outcomes differ from tests/conformance/deviations.tsv")  # noqa: T201
    return int(bool(surprises))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
