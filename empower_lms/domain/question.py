"""Questions: one item family each, in the kinds that the quiz block can show.

A question knows its key. Whatever leaves the server goes through a learner projection
(``empower_lms.rendering``), never through this model.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.digest import digest_of
from empower_lms.domain.ids import ClauseId, MemberId
from empower_lms.domain.objective import Bloom
from empower_lms.domain.pillar import Practice
from empower_lms.domain.quantity import Exact, Quantity
from empower_lms.domain.text import LocalizedText

MAX_OPTIONS = 12


class OptionRole(StrEnum):
    """What choosing an option says about how somebody uses a scope."""

    OVER = "over"
    UNDER = "under"
    COMMUNICATION = "comm"


class Option(Value):
    """One answer of a choice question."""

    id: Annotated[str, Field(pattern=r"^[a-l]$")]
    text: LocalizedText
    correct: bool = False
    role: OptionRole | None = None
    feedback: LocalizedText | None = None

    @model_validator(mode="after")
    def _key_has_no_role(self) -> Self:
        if self.correct and self.role is not None:
            raise ValueError("a correct option has no role: roles name what is wrong with an option")
        return self


class Misconception(Value):
    """A wrong number that we expect, with what it shows and what to say about it."""

    answer: Quantity
    role: OptionRole | None = None
    feedback: LocalizedText


class _Question(Value):
    id: MemberId
    objective: MemberId
    stem: LocalizedText
    rationale: LocalizedText | None = None
    clause: ClauseId | None = None
    practice: Practice | None = None
    bloom: Bloom | None = None
    critical: bool = False
    enemies: tuple[MemberId, ...] = ()
    sources: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """Digest of the content: the same text has the same version on every machine."""
        return digest_of(self.model_dump(mode="json"))[:16]

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        """Yield every text that a learner may read, with the name of its place."""
        yield "stem", self.stem
        if self.rationale is not None:
            yield "rationale", self.rationale


class _ChoiceQuestion(_Question):
    options: tuple[Option, ...] = Field(min_length=2, max_length=MAX_OPTIONS)

    @model_validator(mode="after")
    def _option_ids_are_unique(self) -> Self:
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise ValueError("two options have the same id")
        return self

    @property
    def key(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.correct)

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for option in self.options:
            yield f"option {option.id}", option.text
            if option.feedback is not None:
                yield f"feedback {option.id}", option.feedback


class SingleChoice(_ChoiceQuestion):
    """Exactly one option is right."""

    kind: Literal["single"] = "single"

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.key) != 1:
            raise ValueError(f"a single-choice question has exactly one right option, not {len(self.key)}")
        return self


class MultiSelect(_ChoiceQuestion):
    """Several options are right, but never all and never fewer than two."""

    kind: Literal["multi"] = "multi"

    @model_validator(mode="after")
    def _several_keys(self) -> Self:
        if not 2 <= len(self.key) < len(self.options):
            raise ValueError("a multi-select question has at least two right options and at least one wrong one")
        return self


class Numeric(_Question):
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


Question = Annotated[SingleChoice | MultiSelect | Numeric, Field(discriminator="kind")]
ChoiceQuestion = SingleChoice | MultiSelect
AnyQuestion = SingleChoice | MultiSelect | Numeric
