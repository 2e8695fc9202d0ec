"""Amounts in answer lines: the decimal point only, so that a line means the same in every language."""

import re
from decimal import Decimal

from empower_lms.domain.quantity import normalise_unit

_AMOUNT = re.compile(r"^([-+]?\d{1,20}(?:\.\d{1,10})?)\s*([^\s\d.,+\-±][^\d±]{0,19})?$")
_TOLERANCE = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


def read_amount(text: str) -> tuple[Decimal, str]:
    """Read ``1680.50 EUR``.

    Raises:
        ValueError: saying what is wrong, for a decimal comma above all.
    """
    match = _AMOUNT.match(text.strip())
    if match:
        return Decimal(match[1]), normalise_unit(match[2] or "")
    if re.match(r"^[-+]?\d[\d.,' ]*", text.strip()) and ("," in text or text.count(".") > 1):
        raise ValueError("it has a comma or a thousands separator")
    raise ValueError("it is not a number with a unit")


def read_answer(text: str) -> tuple[Decimal, str, Decimal]:
    """Read ``720 EUR ± 5`` into number, unit and tolerance.

    Raises:
        ValueError: as ``read_amount``, or when the tolerance has another unit.
    """
    parts = _TOLERANCE.split(text.strip(), maxsplit=1)
    number, unit = read_amount(parts[0])
    if len(parts) == 1:
        return number, unit, Decimal(0)
    tolerance, tolerance_unit = read_amount(parts[1])
    if tolerance_unit not in {"", unit}:
        raise ValueError(f"the tolerance is in '{tolerance_unit}'")
    if tolerance < 0:
        raise ValueError("the tolerance is negative")
    return number, unit, tolerance
