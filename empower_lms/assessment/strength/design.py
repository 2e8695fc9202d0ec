"""Designs: a quiz reduced to what decides how often somebody passes it."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import assert_never

from pydantic import Field

from empower_lms.assessment.strength.chance import ALWAYS, NEVER
from empower_lms.assessment.strength.items import (
    ItemModel,
    Scoring,
    boundary,
    branching_case,
    classification,
    matching,
    multi_select,
    numeric,
    ordering,
    short_text,
    single_choice,
)
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    Classification,
    DecisionCase,
    Matching,
    MultiSelect,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
)
from empower_lms.domain.quiz import PartialCredit


class Feedback(StrEnum):
    """What a failed try shows. With keys, the next try is a test of memory."""

    OBJECTIVES = "objectives"
    KEYS = "keys"


class Item(Value):
    """One question family of a pool."""

    id: str
    model: ItemModel
    objective: str
    critical: bool = False
    is_application: bool = True


class Part(Value):
    """``count`` items from this pool, of which at least ``at_least`` points must be earned."""

    id: str
    count: int = Field(ge=1)
    at_least: int = Field(default=0, ge=0)
    pool: tuple[Item, ...]

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.objective for item in self.pool))

    @cached_property
    def groups(self) -> tuple[tuple[Item, int], ...]:
        """One of each sort of item, and how many of it the pool has."""
        sorts: dict[tuple[object, ...], tuple[Item, int]] = {}
        for item in self.pool:
            sort = (item.model, item.objective, item.critical)
            sorts[sort] = (item, sorts[sort][1] + 1 if sort in sorts else 1)
        return tuple(sorts.values())


class Design(Value):
    """A quiz as a test: its parts with their pools, and the rules of passing.

    ``tries`` are those of one block; ``None`` has no limit. Items are drawn unseen first.
    """

    parts: tuple[Part, ...] = Field(min_length=1)
    cut: int = Field(ge=0)
    tries: int | None = Field(ge=1)
    feedback: Feedback = Feedback.OBJECTIVES

    @property
    def length(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def pool(self) -> int:
        return sum(len(part.pool) for part in self.parts)

    @property
    def objectives(self) -> tuple[str, ...]:
        """The objectives that the pools ask about, in the order of the draw."""
        return tuple(dict.fromkeys(objective for part in self.parts for objective in part.objectives))

    @property
    def fresh_needed(self) -> int:
        """How many families it takes so that no try repeats a question."""
        return self.length * (self.tries or 1)

    @property
    def fresh_available(self) -> int:
        """How many of those there are: what one part has too many, another can't use."""
        return sum(min(len(part.pool), part.count * (self.tries or 1)) for part in self.parts)


def design_of(document: QuizDocument) -> Design:
    """Reduce a quiz document to its design.

    Between the tries of a certification nobody is shown a key (``rendering.projection``); practice shows
    them at once.
    """
    bloom_of = {objective.id: objective.bloom for objective in document.objectives}
    return Design(
        parts=tuple(
            Part(
                id=stratum.id,
                count=stratum.count,
                at_least=stratum.at_least,
                pool=tuple(
                    Item(
                        id=question.id,
                        model=model_of(question, document.quiz.credit),
                        objective=question.objective,
                        critical=question.critical,
                        is_application=(question.bloom or bloom_of[question.objective]).is_application,
                    )
                    for question in document.pool_of(stratum.id)
                ),
            )
            for stratum in document.quiz.strata
        ),
        cut=document.quiz.cut,
        tries=document.quiz.retake.tries,
        feedback=Feedback.OBJECTIVES if document.quiz.is_certification else Feedback.KEYS,
    )


def model_of(question: AnyQuestion, credit: PartialCredit) -> ItemModel:
    """Describe a question for guessing. A new kind of question needs one branch here."""
    match question:
        case SingleChoice():
            return single_choice(len(question.options))
        case MultiSelect():
            is_half = credit is PartialCredit.PS50 and not question.critical
            return multi_select(len(question.options), Scoring.HALF if is_half else Scoring.ALL_OR_NOTHING)
        case Numeric():
            answer = abs(question.answer.amount)
            # Without a magnitude there is no relative tolerance: a zero is guessed like any number.
            return numeric(Fraction(question.tolerance) / Fraction(answer) if answer else NEVER)
        case ShortText():
            return short_text()
        case Matching():
            return matching(len(question.prompts), len(question.partners))
        case Ordering():
            return ordering(len(question.steps))
        case Classification():
            return classification(len(question.cases), len(question.groups))
        case Boundary():
            # One of the cases stands on a form.
            return boundary(1, len(question.options))
        case DecisionCase():
            return branching_case(
                chance_of_way(question, {step.id: range(len(step.choices)) for step in question.steps})
            )
    assert_never(question)


def chance_of_way(case: DecisionCase, picks: Mapping[str, Collection[int]]) -> Fraction:
    """Return the chance that somebody who picks among these decisions at every step decides rightly to the end."""
    chances: dict[str | None, Fraction] = {None: ALWAYS}
    # Stories go forward only, so each step's followers are known when it is reached from behind.
    for step in reversed(case.steps):
        picked = picks[step.id]
        right = [step.choices[index] for index in picked if step.choices[index].correct]
        chances[step.id] = sum((chances[choice.next] for choice in right), NEVER) / len(picked)
    return chances[case.steps[0].id]
