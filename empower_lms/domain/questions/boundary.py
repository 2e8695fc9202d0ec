"""Boundary cases: questions that were computed from the limit of a scope card.

``empower_lms.certification.edge_cases`` computes the cases when a catalogue is loaded: just below the limit,
exactly at it, just above, split into parts, in another currency. Change the limit, and the questions change.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.ids import ClauseId, ScopeId
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.questions.base import PartId, QuestionBase, require_unique
from empower_lms.domain.questions.choice import Option
from empower_lms.domain.text import LocalizedText

CardDigest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Identifies the content of a scope card."""

CASE_PLACE = "{case}"
"""Where the common stem tells the variant's own sentence; without it the sentence follows as a paragraph."""


class BoundaryCaseKind(StrEnum):
    """Where a computed case lies."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    SPLIT = "split"
    OTHER_UNIT = "other-unit"


class BoundaryCase(Value):
    """One variant: the case as it is told, which option is right for it, and the worked rationale.

    ``given`` is the value of the limited fact from which the key was computed, so that anybody can compute it again.
    """

    id: PartId
    case: BoundaryCaseKind
    given: Quantity
    text: LocalizedText
    key: PartId
    rationale: LocalizedText


class Boundary(QuestionBase):
    """Decide a computed case at the limit of a scope. ``stem`` tells what all variants have in common.

    The options are the same for all variants (decide, ask, and so on); the variant names the right one.
    Feedback and role of an option are told when it was chosen and is not the variant's key.
    ``card`` is the digest of the card that the keys were computed from: the keys are true for that card only.
    """

    kind: Literal["boundary"] = "boundary"
    clause: ClauseId
    scope: ScopeId
    scope_version: int = Field(ge=1)
    card: CardDigest
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
        if len({case.key for case in self.cases}) == 1:
            raise ValueError("all cases have the same answer, so whoever met one of them knows the others")
        if not self.clause.startswith(f"{self.scope}."):
            raise ValueError(f"clause '{self.clause}' is none of '{self.scope}'")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def variant_groups(self) -> tuple[tuple[str, ...], ...]:
        groups: dict[str, list[str]] = {}
        for case in self.cases:
            groups.setdefault(case.key, []).append(case.id)
        return tuple(tuple(group) for group in groups.values())

    def variant(self, variant_id: str) -> BoundaryCase:
        return next(case for case in self.cases if case.id == variant_id)

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)

    def stem_of(self, variant_id: str, locale: str) -> str:
        """Tell the whole case of one variant: the common stem with the variant's sentence in its place."""
        stem, sentence = self.stem.to(locale), self.variant(variant_id).text.to(locale)
        return stem.replace(CASE_PLACE, sentence) if CASE_PLACE in stem else f"{stem}\n\n{sentence}"

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for option in self.options:
            yield f"option {option.id}", option.text
            if option.feedback is not None:
                yield f"feedback {option.id}", option.feedback
        for case in self.cases:
            yield f"case {case.id}", case.text
            yield f"rationale {case.id}", case.rationale
