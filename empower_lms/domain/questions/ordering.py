"""Ordering: bring steps into the right sequence."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import OptionRole, PartId, QuestionBase, require_unique
from empower_lms.domain.text import LocalizedText

MAX_STEPS = 8


class OrderedStep(Value):
    """One step of a sequence; ``early`` and ``late`` say what moving it forward or back shows."""

    id: PartId
    text: LocalizedText
    early: OptionRole | None = None
    late: OptionRole | None = None
    feedback: LocalizedText | None = None


class Ordering(QuestionBase):
    """Put ``steps``, which are written in the right order, into that order.

    The whole order has to be right: a blind guess at *n* steps succeeds with 1/n!.
    """

    kind: Literal["ordering"] = "ordering"
    steps: tuple[OrderedStep, ...] = Field(min_length=3, max_length=MAX_STEPS)

    @model_validator(mode="after")
    def _step_ids_are_unique(self) -> Self:
        require_unique(self.part_ids, "steps")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    @property
    def key(self) -> tuple[str, ...]:
        return self.part_ids

    def step(self, step_id: str) -> OrderedStep:
        return next(step for step in self.steps if step.id == step_id)

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for step in self.steps:
            yield f"step {step.id}", step.text
            if step.feedback is not None:
                yield f"feedback {step.id}", step.feedback
