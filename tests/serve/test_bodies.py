"""Forms as they are sent: what the standard library reads, and what it refuses."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.errors import ParameterError
from cancu.serve.http.bodies import fields

PIECES = st.lists(
    st.sampled_from(
        [
            *"ab=&+%đ \u2028;#\r\n",
            *["%2B", "%26", "%3D", "%3d", "%C4%91", "%c4", "%91", "%F", "%zz", "%%41", "query=", "&query="],
        ]
    ),
    max_size=14,
).map("".join)


@given(PIECES)
def test_a_form_is_read_as_the_standard_library_reads_it(text: str) -> None:
    encoded = text.encode()
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError:
        with pytest.raises(ParameterError):
            fields(encoded, "query")
        return
    found = fields(encoded, "query")
    assert found == {name: tuple(v for key, v in expected if key == name) for name, _ in expected}


@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_what_was_encoded_comes_back(sent: dict[str, str]) -> None:
    try:
        encoded = urlencode(sent).encode()
    except UnicodeEncodeError:  # a lone surrogate is no text
        return
    assert fields(encoded, "query") == {name: (value,) for name, value in sent.items()}


def test_a_form_has_a_thousand_fields_at_most() -> None:
    assert len(fields(b"&".join([b"a=1"] * 1000), "query")["a"]) == 1000
    with pytest.raises(ParameterError):
        fields(b"&".join([b"a=1"] * 1001), "query")


@pytest.mark.parametrize("encoded", [b"query=\xff", b"query=%ff", b"query=%C4", b"%ff=1"])
def test_what_is_no_text_is_refused(encoded: bytes) -> None:
    with pytest.raises(ParameterError):
        fields(encoded, "query")
