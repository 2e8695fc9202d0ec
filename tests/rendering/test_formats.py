"""Numbers, money, dates and times of two locales."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from empower_lms.domain.quantity import Quantity
from empower_lms.rendering.formats import format_date, format_instant, format_number, format_quantity, format_share


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [
        (Decimal("1234.5"), "1,234.5", "1.234,5"),
        (Decimal("0.123456789"), "0.123456789", "0,123456789"),
        (Fraction(7, 2), "3.5", "3,5"),
        (17, "17", "17"),
        (Decimal("1E+2"), "100", "100"),
    ],
)
def test_numbers(number, english, german):
    assert (format_number(number, "en"), format_number(number, "de")) == (english, german)


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("90 EUR", "€90", "90\u00a0€"),
        ("1090.50 EUR", "€1,090.50", "1.090,50\u00a0€"),
        ("2 services", "2 services", "2 services"),
        ("3", "3", "3"),
    ],
)
def test_quantities(text, english, german):
    quantity = Quantity.model_validate(text)
    assert (format_quantity(quantity, "en"), format_quantity(quantity, "de")) == (english, german)


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(17, 20), "85%"), (Fraction(999, 1000), "99%"), (Fraction(1), "100%"), (Fraction(1, 999), "1%")],
)
def test_only_everything_is_a_hundred_percent(share, text):
    assert format_share(share, "en") == text


def test_dates():
    assert format_date(date(2026, 3, 5), "en") == "5 March 2026"
    assert format_date(date(2026, 3, 5), "de") == "5. März 2026"


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29. März 2026, 01:59 CET"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29. März 2026, 03:00 CEST"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1. Januar 2027, 00:30 CET"),
    ],
)
def test_instants_are_local_and_say_their_zone(instant, text):
    assert format_instant(instant, "Europe/Berlin", "de") == text
