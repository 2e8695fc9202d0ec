"""Numeric questions: an exact number with a unit and a tolerance."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.quantity import Exact, Quantity
from empower_lms.domain.questions.base import OptionRole, QuestionBase
from empower_lms.domain.text import LocalizedText


class Misconception(Value):
    """A wrong number that we expect, with what it shows and what to say about it."""

    answer: Quantity
    role: OptionRole | None = None
    feedback: LocalizedText


class Numeric(QuestionBase):
    """A number with a unit; right within ``tolerance`` (same unit, inclusive)."""

    kind: Literal["numeric"] = "numeric"
    answer: Quantity
    tolerance: Exact = Field(default=Decimal(0), ge=0)
    feedback: LocalizedText | None = None
    misconceptions: tuple[Misconception, ...] = ()

    @model_validator(mode="after")
    def _misconceptions_are_wrong(self) -> Self:
        for misconception in self.misconceptions:
            if misconception.answer.unit != self.answer.unit:
                raise ValueError(f"'{misconception.answer}' has another unit than the answer '{self.answer}'")
            if abs(misconception.answer.amount - self.answer.amount) <= self.tolerance:
                raise ValueError(f"'{misconception.answer}' is inside the tolerance, so it is right")
        return self

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        if self.feedback is not None:
            yield "feedback", self.feedback
        for misconception in self.misconceptions:
            yield f"feedback {misconception.answer}", misconception.feedback
