"""Boundary cases: questions that were computed from the limit of a scope card.

The authoring side computes the cases when a catalogue is built: just below the limit, exactly at it, just
above, split into several orders, in another currency. Change the limit, and the questions change.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.ids import ScopeId
from empower_lms.domain.questions.base import PartId, QuestionBase, require_unique
from empower_lms.domain.questions.choice import Option
from empower_lms.domain.text import LocalizedText


class BoundaryCaseKind(StrEnum):
    """Where a computed case lies."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    SPLIT = "split"
    OTHER_UNIT = "other-unit"


class BoundaryCase(Value):
    """One variant: the case as it is told, which option is right for it, and the worked rationale."""

    id: PartId
    case: BoundaryCaseKind
    text: LocalizedText
    key: PartId
    rationale: LocalizedText


class Boundary(QuestionBase):
    """Say whether a computed case is inside the scope. ``stem`` is told before the variant's own text.

    The options are the same for all variants (decide, ask, and so on); the variant names the right one.
    Feedback and role of an option are told when it was chosen and is not the variant's key.
    """

    kind: Literal["boundary"] = "boundary"
    scope: ScopeId
    scope_version: int = Field(ge=1)
    options: tuple[Option, ...] = Field(min_length=2, max_length=6)
    cases: tuple[BoundaryCase, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _cases_name_their_option(self) -> Self:
        require_unique(self.part_ids, "options")
        require_unique(self.variant_ids, "cases")
        for case in self.cases:
            if case.key not in self.part_ids:
                raise ValueError(f"case '{case.id}' names an option that is not there")
        if any(option.correct for option in self.options):
            raise ValueError("which option is right depends on the case, so no option is marked as right")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def variant_ids(self) -> tuple[str, ...]:
        return tuple(case.id for case in self.cases)

    def variant(self, variant_id: str) -> BoundaryCase:
        return next(case for case in self.cases if case.id == variant_id)

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for option in self.options:
            yield f"option {option.id}", option.text
            if option.feedback is not None:
                yield f"feedback {option.id}", option.feedback
        for case in self.cases:
            yield f"case {case.id}", case.text
            yield f"rationale {case.id}", case.rationale
