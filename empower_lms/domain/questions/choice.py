"""Choice questions: one option, or several, out of up to twelve."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import MAX_OPTIONS, OptionRole, PartId, QuestionBase, require_unique
from empower_lms.domain.text import LocalizedText


class Option(Value):
    """One answer of a choice question."""

    id: PartId
    text: LocalizedText
    correct: bool = False
    role: OptionRole | None = None
    feedback: LocalizedText | None = None

    @model_validator(mode="after")
    def _key_has_no_role(self) -> Self:
        if self.correct and self.role is not None:
            raise ValueError("a correct option has no role: roles name what is wrong with an option")
        return self


class _ChoiceQuestion(QuestionBase):
    options: tuple[Option, ...] = Field(min_length=2, max_length=MAX_OPTIONS)

    @model_validator(mode="after")
    def _option_ids_are_unique(self) -> Self:
        require_unique(self.part_ids, "options")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

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
