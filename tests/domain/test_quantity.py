"""Amounts as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from empower_lms.domain.quantity import AmbiguousNumber, Quantity, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90", "90"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1.000,50", "1000.50"),
        ("1,000.50", "1000.50"),
        ("1 000", "1000"),
        ("1'000.50", "1000.50"),
        ("1.000.000", "1000000"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("-3,5", "-3.5"),
    ],
)
def test_both_decimal_marks_are_read(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1.000", ("1", "1000")), ("1,000", ("1", "1000")), ("12.345", ("12.345", "12345")), ("-1.000", ("-1", "-1000"))],
)
def test_what_can_be_read_in_two_ways_is_asked_back(text, readings):
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text)
    assert caught.value.readings == tuple(Decimal(reading) for reading in readings)


@pytest.mark.parametrize("text", ["", "x", "1e5", "NaN", "Infinity", "1..2", "1,2,3", "--1", "1.000.00", "٣", "9" * 40])
def test_anything_else_is_no_number(text):
    with pytest.raises(ValueError, match="number"):
        parse_number(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_we_write_we_read(number):
    quantity = Quantity(amount=number, unit="EUR")
    assert Quantity.model_validate(str(quantity)) == quantity


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    try:
        parse_number(text)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("text", "unit"), [("90EUR", "EUR"), ("90 €", "EUR"), ("3 Std", "h"), ("3 hours", "h"), ("2 services", "services")]
)
def test_units_have_one_name(text, unit):
    assert Quantity.model_validate(text).unit == unit


def test_floats_are_refused_because_they_are_not_exact():
    with pytest.raises(ValidationError, match="exact"):
        Quantity(amount=0.1, unit="EUR")
