"""Formats: numbers, dates and times as people of a locale write them."""

from copy import copy
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal, format_percent

from empower_lms.domain.quantity import CURRENCIES, Quantity
from empower_lms.rendering.translation import best_locale


def format_number(number: Decimal | Fraction | int, locale: str) -> str:
    """Write a number with the locale's decimal mark: ``1,234.5`` or ``1.234,5``."""
    exact = _as_decimal(number)
    return str(format_decimal(exact, locale=_babel(locale), decimal_quantization=False))


def format_quantity(quantity: Quantity, locale: str) -> str:
    """Write an amount with its unit; whole sums of money without cents: ``€90``, ``90 €``."""
    if quantity.unit not in CURRENCIES:
        return f"{format_number(quantity.amount, locale)} {quantity.unit}".strip()
    pattern = copy(_babel(locale).currency_formats["standard"])
    if quantity.amount == quantity.amount.to_integral_value():
        pattern.frac_prec = (0, 0)
    return str(pattern.apply(quantity.amount, _babel(locale), currency=quantity.unit, currency_digits=False))


def format_share(share: Fraction, locale: str) -> str:
    """Write a share as whole percent; only everything is 100 % and only nothing is 0 %."""
    percent = share * 100
    whole = round(percent)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return str(format_percent(Decimal(whole) / 100, locale=_babel(locale)))


def format_chance(chance: Fraction, locale: str) -> str:
    """Write a chance as percent, finer near the ends: ``23 %``, ``0.4 %``, ``99.7 %``, ``< 0.01 %``."""
    percent = _as_decimal(chance * 100)
    if chance in {0, 1} or 1 <= percent <= 99:
        places = Decimal(1)
    elif percent > Decimal("0.1"):
        places = Decimal("0.1")
    else:
        places = Decimal("0.01")
    rounded = percent.quantize(places)
    least = places if not rounded and chance else None
    most = 100 - places if rounded == 100 and chance < 1 else None
    shown = least or most or rounded
    text = str(format_percent(shown / 100, locale=_babel(locale), decimal_quantization=False))
    return f"< {text}" if least else f"> {text}" if most else text


def format_date(day: date, locale: str) -> str:
    """Write a calendar day: ``5 March 2026`` style of the locale."""
    return str(babel_date(day, format="long", locale=_babel(locale)))


def format_instant(instant: datetime, zone: str, locale: str) -> str:
    """Write an instant as local day and time of a zone, with the zone's short name."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), locale)}, {local:%H:%M} {local.tzname()}"


def _babel(locale: str) -> Locale:
    # British English: day before month, as the catalogue's readers in Europe write it.
    return Locale.parse({"en": "en_GB", "de": "de_DE"}[best_locale(locale)])


def _as_decimal(number: Decimal | Fraction | int) -> Decimal:
    if isinstance(number, Fraction):
        return Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(number)
