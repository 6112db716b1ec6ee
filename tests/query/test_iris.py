"""What a parameter of kind IRI may be: what the engine takes as one, and nothing beside."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.errors import ParameterError
from cancu.query import IRI_PATTERN
from cancu.query.terms import written_iri

IRIS = [
    ("https://w3id.org/cancu/id/doc/ubnd-hà-nội/2026/kh/95", True),
    ("urn:uuid:0a", True),
    ("http://[::1]:8000/graph-store/a?b=c#d", True),
    ("https://example.org/%C3%A9", True),
    ("https://example.org/%zz", False),
    ("http://a:b/", False),
    ("http://ai@b:1/", True),
    ("a b:c", False),
    ("a:b c", False),
    ("a:b\n", False),
    ("a:x#y#z", False),
    ("a:<b>", False),
    ("a:\ue000", False),
    ("a:\U0010fa7d", False),
    ("a:\ufdd0", False),
    ("a:\U000e0000", False),
    ("a:\U000e0fff", False),
    ("a:\U000e1000", True),
    ("a:\x85", False),
    ("a:\ud800", False),
    ("a:\U0001fffe", False),
    ("a:\U0001f4dc\uf900", True),
    ("không:a", False),
    ("/a", False),
    ("", False),
]


@pytest.mark.parametrize("text", [text for text, is_one in IRIS if is_one])
def test_iris_are_written_as_such(text: str) -> None:
    assert written_iri("x", text) == f"<{text}>"


@pytest.mark.parametrize("text", [text for text, is_one in IRIS if not is_one])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        written_iri("x", text)


@given(st.from_regex(IRI_PATTERN, fullmatch=True))
def test_the_engine_takes_whatever_passes(text: str) -> None:
    assert ox.Store().query(f"ASK {{ {written_iri('x', text.removesuffix(chr(10)))} ?p ?o }}") is not None
