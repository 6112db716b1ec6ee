"""Check: SHACL profiles over the graph of a document → findings with rule, legal source, words and remedy.

The rules are Turtle (``ontology/shapes/``); this stage runs them and reads the report.
"""

from cancu.check.corrected import Change, apply, changes
from cancu.check.distinct import distinct
from cancu.check.forms import Form, forms
from cancu.check.mending import mended
from cancu.check.quads import report_lines, report_quads, result_iri
from cancu.check.render import BINARY, FORMATS, Paper, packed, render, unpacked
from cancu.check.run import check, reference, validate
from cancu.check.shapes import PROFILES, Rule, rules

__all__ = [
    "BINARY",
    "FORMATS",
    "PROFILES",
    "Change",
    "Form",
    "Paper",
    "Rule",
    "apply",
    "changes",
    "check",
    "distinct",
    "forms",
    "mended",
    "packed",
    "reference",
    "render",
    "report_lines",
    "report_quads",
    "result_iri",
    "rules",
    "unpacked",
    "validate",
]
