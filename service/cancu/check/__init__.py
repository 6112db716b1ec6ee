"""Check: SHACL profiles over the graph of a document → findings with rule, legal source, words and remedy.

The rules are Turtle (``ontology/shapes/``); this stage runs them and reads the report.
"""

from cancu.check.forms import Form, forms
from cancu.check.quads import report_quads
from cancu.check.render import FORMATS, render
from cancu.check.run import check, reference, validate
from cancu.check.shapes import PROFILES, Rule, rules

__all__ = [
    "FORMATS",
    "PROFILES",
    "Form",
    "Rule",
    "check",
    "forms",
    "reference",
    "render",
    "report_quads",
    "rules",
    "validate",
]
