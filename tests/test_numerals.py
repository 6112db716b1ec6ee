"""Numbers of headings as integers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.numerals import ordinal, roman


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("III", 3),
        ("PL.III", 3),
        ("II.1.2", 2),
        ("1.10", 10),
        ("II.4.3.b", 2),
        ("đ", 5),
        ("e", 6),
        ("B", 2),
        ("Chương IV", 4),
        ("CHƯƠNG IV", 4),
        ("Chương I.Mục 2", 2),
        ("Điều 5", 5),
        ("Phần thứ hai", 2),
        # what tells no place in a row
        ("Điều 5a", None),
        ("Phần thứ ba mươi", None),
        ("w", None),
        ("", None),
    ],
)
def test_the_last_part_of_a_number_tells_its_place(label, number):
    assert ordinal(label) == number


@given(st.integers(1, 49))
def test_roman_numerals_of_headings_count(number):
    tens, ones = divmod(number, 10)
    printed = ("", "X", "XX", "XXX", "XL")[tens] + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    assert roman(printed) == ordinal(printed) == number
