"""Exact amounts with a unit, as people write them in English and in German."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, model_serializer, model_validator

from empower_lms.domain.base import Value

_QUANTITY = re.compile(r"^\s*([+-]?[0-9][0-9.,' \u00a0\u202f]*)\s*([^\s0-9.,'+-][^\n0-9]{0,19}?)?\s*$")
_PLAIN = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$", re.ASCII)
_GROUPED = re.compile(r"^([+-]?)(\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\3\d{3})*)(?:([.,])(\d+))?$", re.ASCII)

UNIT_ALIASES = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("std", "std.", "stunde", "stunden", "hour", "hours"), "h"),
}

MAX_DIGITS = 30

CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF"})
"""Units that are money: written with cents, and never converted, since no rate is agreed."""


class AmbiguousNumber(ValueError):
    """``1.000`` may be one or one thousand; the two readings are in ``readings``."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(f"'{text}' can be read as {readings[0]} or as {readings[1]}")
        self.text = text
        self.readings = readings


def parse_number(text: str) -> Decimal:
    """Read a number with a decimal point or comma and optional thousands separators.

    Raises:
        AmbiguousNumber: one separator followed by exactly three digits (``1.000``, ``1,000``).
        ValueError: anything that is not a finite decimal number.
    """
    compact = text.strip()
    if len(compact) > MAX_DIGITS:
        raise ValueError("the number is too long")
    grouped = _GROUPED.match(compact)
    if grouped:
        sign, whole, separator, decimal_mark, fraction = grouped.groups()
        digits = re.sub(r"[^0-9]", "", whole)
        if decimal_mark == separator:
            raise ValueError(f"'{text}' is not a number")
        is_repeated = whole.count(separator) > 1
        if separator in ".," and decimal_mark is None and not is_repeated and not whole.startswith("0"):
            as_decimal = Decimal(sign + whole.replace(separator, "."))
            raise AmbiguousNumber(text, (as_decimal, Decimal(sign + digits)))
        if not (separator in ".," and whole.startswith("0")):
            return Decimal(f"{sign}{digits}.{fraction}" if fraction else f"{sign}{digits}")
    if not _PLAIN.match(compact):
        raise ValueError(f"'{text}' is not a number")
    return Decimal(compact.replace(",", "."))


def _exact(value: Any) -> Decimal:
    if isinstance(value, float):
        raise ValueError("write the number as text so that it stays exact")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"'{value}' is not a number") from error
    if not number.is_finite():
        raise ValueError("the number must be finite")
    return number


Exact = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(lambda d: format(d, "f"), return_type=str)]
"""A decimal number that travels as text, so that no float ever touches it."""


def normalise_unit(unit: str) -> str:
    return UNIT_ALIASES.get(unit.strip().lower(), unit.strip())


class Quantity(Value):
    """An exact amount with its unit; an empty unit means a bare count.

    Travels as text: ``"90 EUR"``.
    """

    amount: Exact
    unit: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            amount, unit = split_quantity(value)
            return {"amount": amount, "unit": unit}
        if isinstance(value, int) and not isinstance(value, bool):
            return {"amount": value, "unit": ""}
        return value

    @model_serializer
    def _to_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.unit}".strip()


def split_quantity(text: str) -> tuple[Decimal, str]:
    """Split ``90EUR``, ``1,5 h`` or ``720 €`` into number and normalised unit.

    Raises:
        AmbiguousNumber: as ``parse_number``.
        ValueError: when there is no number at the front.
    """
    match = _QUANTITY.match(text)
    if not match:
        raise ValueError(f"'{text}' is not an amount such as '90 EUR'")
    number, unit = match.groups()
    return parse_number(number), normalise_unit(unit or "")
