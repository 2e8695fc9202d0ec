"""What a computed case says, in the readers' language: amounts with their units, sentences, worked rationales."""

import re
from collections.abc import Mapping
from decimal import Decimal

from empower_lms.certification.edge_cases import EdgeCase
from empower_lms.domain.ids import Language
from empower_lms.domain.quantity import CURRENCIES, Quantity
from empower_lms.domain.question import BoundaryCaseKind
from empower_lms.domain.scope import Limit, Scope
from empower_lms.domain.text import LocalizedText
from empower_lms.rendering.formats import format_number, format_quantity
from empower_lms.rendering.translation import LOCALES, Phrases, phrases

UnitNames = Mapping[Language, tuple[str, str]]
"""One and many of a unit in each language: ``{"en": ("box", "boxes")}``."""

KNOWN_LANGUAGES = LOCALES

_SYMBOLS = frozenset({"", "%", "kg", "g", "t", "km", "m", "l", "MB", "GB", "TB", "kWh"})
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~{}!&])")
_NO_BREAK = "\u00a0"


class EdgeWriter:
    """Words everything about one limit in one language."""

    def __init__(self, scope: Scope, limit: Limit, language: str, names: UnitNames) -> None:
        self.scope = scope
        self.limit = limit
        self.language = language
        self.names = names.get(language)
        self.text = phrases(language)

    def knows_unit(self) -> bool:
        """Say whether the limit's unit has a name in this language."""
        unit = self.limit.at_most.unit
        return unit in CURRENCIES | _SYMBOLS or self.names is not None or bool(_name_unit(unit, 1, "", self.text))

    def amount(self, quantity: Quantity) -> str:
        """Write an amount with its unit, safe inside Markdown."""
        if quantity.unit in CURRENCIES:
            return format_quantity(quantity, self.language)
        number = format_number(quantity.amount, self.language)
        if quantity.unit in _SYMBOLS:
            return f"{number}{_NO_BREAK}{quantity.unit}".rstrip(_NO_BREAK)
        if self.names is not None:
            return f"{number}{_NO_BREAK}{quote(self.names[quantity.amount != 1])}"
        named = _name_unit(quantity.unit, quantity.amount, number, self.text)
        return (named or f"{number} {quote(quantity.unit)}").replace(" ", _NO_BREAK)

    @property
    def unit(self) -> str:
        unit = self.limit.at_most.unit
        if self.names is not None and unit not in CURRENCIES:
            return quote(self.names[1])
        return (_name_unit(unit, Decimal(2), "", self.text) or quote(unit)).strip()

    def places(self, case: EdgeCase | None = None) -> dict[str, str]:
        """Return what stands for each ``{place}``; those about one case only where there is one."""
        fixed = {"limit": self.amount(self.limit.at_most), "unit": self.unit}
        if case is None:
            return fixed
        return fixed | {
            "amount": self.amount(case.given),
            "part": self.amount(case.part),
            "count": format_number(case.count, self.language),
        }

    def sentence(self, case: EdgeCase) -> str:
        """Tell a case for which the author has no words of their own."""
        if case.case is BoundaryCaseKind.SPLIT:
            return self.text.gettext("Here it comes to {count} parts of {part} each.", **self.places(case))
        return self.text.gettext("Here it comes to {amount}.", **self.places(case))

    def rationale(self, case: EdgeCase, together: LocalizedText | None) -> str:
        """Work the case out with its numbers and the words of the card."""
        clause = self.text.gettext(
            "**{clause}**, version {version} of the card: “{words}”",
            clause=self.limit.id,
            version=self.scope.version,
            words=quote(self.limit.text.to(self.language)),
        )
        return f"{self._work_out(case, together)}\n\n{clause}"

    def _work_out(self, case: EdgeCase, together: LocalizedText | None) -> str:
        text, places = self.text, self.places(case)
        places["beyond"] = quote(self.limit.beyond.to(self.language))
        match case.case:
            case BoundaryCaseKind.BELOW:
                return text.gettext("{amount} is below the limit of {limit}: inside. The decision is yours.", **places)
            case BoundaryCaseKind.AT:
                return text.gettext(
                    "{amount} is exactly the limit, and the limit itself is still inside. The decision is yours.",
                    **places,
                )
            case BoundaryCaseKind.ABOVE:
                distance = Quantity(amount=case.given.amount - self.limit.at_most.amount, unit=case.given.unit)
                return text.gettext(
                    "{amount} is {distance} more than {limit}. A limit has no tolerance, so this is outside. {beyond}",
                    distance=self.amount(distance),
                    **places,
                )
            case BoundaryCaseKind.SPLIT:
                words = quote(together.to(self.language)) if together is not None else ""
                return text.gettext(
                    "{count} × {part} = {amount}, more than {limit}. Each part alone would be inside, "
                    "but the card says: “{words}” So this is outside. {beyond}",
                    words=words,
                    **places,
                )
            case BoundaryCaseKind.OTHER_UNIT:
                return text.gettext(
                    "The limit is in {unit}, and the card names no exchange rate. Nobody can tell from it whether "
                    "{amount} is inside, and silence is no permission: outside. {beyond}",
                    **places,
                )


def quote(text: str) -> str:
    """Write text of a card as it stands there, whatever Markdown would make of its characters."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _name_unit(unit: str, amount: Decimal | int, number: str, text: Phrases) -> str:
    """Write a number with a unit that we have words for; nothing for another unit."""
    n = 1 if amount == 1 else 2
    match unit:
        case "h":
            return text.ngettext("{number} hour", "{number} hours", n, number=number)
        case "min" | "minutes":
            return text.ngettext("{number} minute", "{number} minutes", n, number=number)
        case "d" | "days":
            return text.ngettext("{number} day", "{number} days", n, number=number)
        case "weeks":
            return text.ngettext("{number} week", "{number} weeks", n, number=number)
        case "months":
            return text.ngettext("{number} month", "{number} months", n, number=number)
        case "steps":
            return text.ngettext("{number} step", "{number} steps", n, number=number)
        case "services":
            return text.ngettext("{number} service", "{number} services", n, number=number)
        case "people":
            return text.ngettext("{number} person", "{number} people", n, number=number)
        case "devices":
            return text.ngettext("{number} device", "{number} devices", n, number=number)
    return ""
