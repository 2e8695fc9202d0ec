"""Decision cases: a story of several steps, in which each choice leads to the next event."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import OptionRole, PartId, QuestionBase, require_unique
from empower_lms.domain.text import LocalizedText

StepId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]

MAX_CASE_STEPS = 24
MAX_CHOICES = 6


class CaseChoice(Value):
    """One decision: ``consequence`` is told at once, ``next`` is the event that follows, or nothing at an end."""

    id: PartId
    text: LocalizedText
    correct: bool = False
    role: OptionRole | None = None
    consequence: LocalizedText
    feedback: LocalizedText | None = None
    next: StepId | None = None

    @model_validator(mode="after")
    def _key_has_no_role(self) -> Self:
        if self.correct and self.role is not None:
            raise ValueError("a correct decision has no role: roles name what is wrong with a decision")
        return self


class CaseStep(Value):
    """An event and the decisions that it leaves."""

    id: StepId
    event: LocalizedText
    choices: tuple[CaseChoice, ...] = Field(min_length=2, max_length=MAX_CHOICES)

    @model_validator(mode="after")
    def _has_right_and_wrong_decisions(self) -> Self:
        require_unique(tuple(choice.id for choice in self.choices), "decisions")
        if not any(choice.correct for choice in self.choices):
            raise ValueError(f"step '{self.id}' has no right decision")
        if all(choice.correct for choice in self.choices):
            raise ValueError(f"step '{self.id}' has no wrong decision, so it decides nothing")
        return self

    def choice(self, choice_id: str) -> CaseChoice:
        return next(choice for choice in self.choices if choice.id == choice_id)


class DecisionCase(QuestionBase):
    """A branching case. ``stem`` sets the scene: the role and the card; the first step is where it begins.

    It is right when every decision on the way was right. Decisions are final: what somebody learned from a
    consequence must not mend the decision before it.
    """

    kind: Literal["case"] = "case"
    steps: tuple[CaseStep, ...] = Field(min_length=2, max_length=MAX_CASE_STEPS)

    @model_validator(mode="after")
    def _story_hangs_together(self) -> Self:
        ids = tuple(step.id for step in self.steps)
        require_unique(ids, "steps")
        seen_later = set(ids)
        reached = {ids[0]}
        for step in self.steps:
            seen_later.discard(step.id)
            following = {choice.next for choice in step.choices if choice.next is not None}
            if not following <= set(ids):
                raise ValueError(f"step '{step.id}' leads to '{min(following - set(ids))}', which is not there")
            if not following <= seen_later:
                raise ValueError(f"step '{step.id}' leads back: a case goes forward, so that it ends")
            if step.id in reached:
                reached |= following
        if reached != set(ids):
            raise ValueError(f"no decision leads to step '{min(set(ids) - reached)}'")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        """Name every decision as ``step.decision``, so that a form fixes their order at each step."""
        return tuple(f"{step.id}.{choice.id}" for step in self.steps for choice in step.choices)

    def step(self, step_id: str) -> CaseStep:
        return next(step for step in self.steps if step.id == step_id)

    def walk(self, path: tuple[str, ...]) -> tuple[tuple[tuple[CaseStep, CaseChoice], ...], CaseStep | None]:
        """Follow decisions from the first step: what was decided where, and the step that is open now.

        Raises:
            ValueError: when the path names a decision that its step does not have, or goes on behind an end.
        """
        step: CaseStep | None = self.steps[0]
        taken: list[tuple[CaseStep, CaseChoice]] = []
        for choice_id in path:
            choice = next((one for one in step.choices if one.id == choice_id), None) if step is not None else None
            if step is None or choice is None:
                raise ValueError(f"the case has no decision '{choice_id}' there")
            taken.append((step, choice))
            step = self.step(choice.next) if choice.next is not None else None
        return tuple(taken), step

    def chance_of_guess(self) -> Fraction:
        """Return the chance that somebody who decides blindly decides rightly all the way."""
        chances: dict[str | None, Fraction] = {None: Fraction(1)}
        for step in reversed(self.steps):  # What a step leads to comes behind it.
            right = sum((chances[choice.next] for choice in step.choices if choice.correct), Fraction(0))
            chances[step.id] = right / len(step.choices)
        return chances[self.steps[0].id]

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for step in self.steps:
            yield f"step {step.id}", step.event
            for choice in step.choices:
                yield f"step {step.id} decision {choice.id}", choice.text
                yield f"step {step.id} consequence {choice.id}", choice.consequence
                if choice.feedback is not None:
                    yield f"step {step.id} feedback {choice.id}", choice.feedback
