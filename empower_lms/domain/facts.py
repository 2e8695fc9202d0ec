"""Facts: what a system or a person tells us about the case that is to be decided."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.ids import FactId
from empower_lms.domain.quantity import Quantity, split_quantity
from empower_lms.domain.text import LocalizedText

FactValue = bool | Quantity | str
"""The value of a fact after it was read with its ``FactSpec``."""

_YES = frozenset({"yes", "true", "ja", "wahr", "1"})
_NO = frozenset({"no", "false", "nein", "falsch", "0"})


class FactKind(StrEnum):
    YES_NO = "yes-no"
    QUANTITY = "quantity"
    CHOICE = "choice"


class FactChoice(Value):
    """One value that a choice fact may take."""

    value: FactId
    label: LocalizedText


class FactSpec(Value):
    """A question that must be answered before a decision, and what an answer looks like."""

    id: FactId
    kind: FactKind
    label: LocalizedText
    unit: str = ""
    choices: tuple[FactChoice, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is FactKind.CHOICE) != bool(self.choices):
            raise ValueError("a choice fact lists its choices, and no other kind does")
        if self.unit and self.kind is not FactKind.QUANTITY:
            raise ValueError("only a quantity has a unit")
        return self

    def read(self, raw: str | bool | int) -> FactValue:
        """Turn what was sent (``90EUR``, ``yes``, ``true``) into a typed value.

        Raises:
            AmbiguousNumber: for ``1.000``.
            ValueError: when the text is no value of this fact.
        """
        if self.kind is FactKind.YES_NO:
            word = str(raw).strip().lower()
            if word in _YES:
                return True
            if word in _NO:
                return False
            raise ValueError(f"'{raw}' is neither yes nor no")
        if self.kind is FactKind.QUANTITY:
            amount, unit = split_quantity(str(raw))
            if amount < 0:
                raise ValueError(f"'{raw}' is negative")
            # A bare number takes the unit that was asked for; a named one is never converted.
            return Quantity(amount=amount, unit=unit or self.unit)
        word = str(raw).strip().lower()
        if word not in {choice.value for choice in self.choices}:
            raise ValueError(f"'{raw}' is none of {', '.join(choice.value for choice in self.choices)}")
        return word


class RawFact(Value):
    """A fact as it arrived, before anyone knows its kind."""

    id: FactId
    text: str = Field(max_length=200)
