"""What a finding is about, in letters that stay the same when a document is read again or a message is reworded."""

from __future__ import annotations

import hashlib
import re

from cancu.check.shapes import rules
from cancu.finding import Finding

_VARIABLE = re.compile(r"\{[?$]\w+\}")


def distinct(finding: Finding) -> str:
    """Return the rule's name and a digest of the words at fault.

    Those are what the rule put into its message, the value, or, where the whole document is at fault, the quotation;
    an item's own words are told by the item. Offsets do not count: words keep their verdict when they move.
    """
    about = finding.quote if finding.focus == finding.document else None
    facts = "|".join((*_filled(finding), finding.value or about or ""))
    return f"{finding.shape.rsplit('/', 1)[-1]}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"


def _filled(finding: Finding) -> tuple[str, ...]:
    """Return what stands in the places that the message of the rule leaves open; the message where it has others."""
    rule = rules().get(finding.shape)
    parts = _VARIABLE.split(rule.message_vi) if rule else []
    found = re.fullmatch("(.*?)".join(map(re.escape, parts)), finding.message_vi, re.DOTALL)
    return found.groups() if found else (finding.message_vi,)
