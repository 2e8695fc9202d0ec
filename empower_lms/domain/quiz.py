"""Quizzes: the blueprint of how many questions from where, and what it takes to pass."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.duration import Duration
from empower_lms.domain.ids import MemberId
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.tier import Tier

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]


class QuizMode(StrEnum):
    """Practice shows feedback at once and never counts; certification is the reverse."""

    PRACTICE = "practice"
    CERTIFICATION = "certification"


class PartialCredit(StrEnum):
    """What a multi-select earns that is not all right: nothing, or half when more than half of it is right."""

    NONE = "none"
    PS50 = "ps50"


class Layout(StrEnum):
    """One question at a time with an overview, or all questions on one page."""

    ONE = "one"
    ALL = "all"


class Tool(StrEnum):
    """What a learner may use beside the questions."""

    CALCULATOR = "calculator"
    GLOSSARY = "glossary"


class GlossaryEntry(Value):
    """A word of the subject and what it means; one line of Markdown."""

    term: LocalizedText
    meaning: LocalizedText


class StanceRule(Value):
    """Whether each answer also says how the learner would act on it, and what follows from confident errors.

    ``confident_errors`` is how many wrong answers marked "decide alone" still pass; none of them may be in a
    critical question. ``None`` shows the stance as feedback only (validity brief, section 8).
    """

    confident_errors: int | None = Field(default=None, ge=0, le=60)


class Stratum(Value):
    """One part of the draw: ``count`` questions from these objectives, of which at least ``at_least`` right."""

    id: Slug
    objectives: tuple[MemberId, ...] = Field(min_length=1)
    count: int = Field(ge=1, le=60)
    at_least: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _minimum_is_reachable(self) -> Self:
        if self.at_least > self.count:
            raise ValueError(f"at least {self.at_least} of {self.count} can never be right")
        return self


class RetakeRule(Value):
    """How often somebody may try, and how long they wait in between.

    A block is ``tries`` attempts with ``wait`` between them; after a failed block the next one
    opens after ``next_block``. ``tries=None`` means unlimited, which only practice may have.
    """

    tries: int | None = Field(default=2, ge=1, le=10)
    wait: Duration = timedelta(hours=24)
    blocks: int = Field(default=2, ge=1, le=5)
    next_block: Duration = timedelta(days=7)


class Quiz(Value):
    """A quiz blueprint. ``cut`` is the number of points (questions) needed to pass."""

    id: MemberId
    mode: QuizMode
    title: LocalizedText
    intro: LocalizedText | None = None
    tier: Tier = Tier.S1
    strata: tuple[Stratum, ...] = Field(min_length=1)
    cut: int = Field(default=0, ge=0)
    retake: RetakeRule = RetakeRule()
    partial_credit: PartialCredit | None = None
    """``None`` takes the default of mode and tier."""
    stance: StanceRule | None = None
    layout: Layout = Layout.ONE
    tools: tuple[Tool, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    time_limit: Duration | None = None
    """From the start of the attempt, kept by the server. ``None``: take the time you need."""
    grace: Duration = timedelta(minutes=1)
    """What a slow network may cost: an answer that arrives within it after the time limit still counts."""

    @property
    def credit(self) -> PartialCredit:
        """Return the rule for partial credit: PS50 where little is at stake, else none (validity brief, section 2)."""
        if self.partial_credit is not None:
            return self.partial_credit
        is_mild = not self.is_certification or self.tier.rank <= Tier.S2.rank
        return PartialCredit.PS50 if is_mild else PartialCredit.NONE

    @property
    def length(self) -> int:
        return sum(stratum.count for stratum in self.strata)

    @property
    def is_certification(self) -> bool:
        return self.mode is QuizMode.CERTIFICATION

    @model_validator(mode="after")
    def _rules_fit_together(self) -> Self:
        ids = [stratum.id for stratum in self.strata]
        if len(set(ids)) != len(ids):
            raise ValueError("two parts of the draw have the same id")
        named = [objective for stratum in self.strata for objective in stratum.objectives]
        if len(set(named)) != len(named):
            raise ValueError("an objective stands in two parts of the draw, so its questions could be drawn twice")
        if self.cut > self.length:
            raise ValueError(f"the cut of {self.cut} can't be reached with {self.length} questions")
        if self.is_certification and self.cut < 1:
            raise ValueError("a certification quiz needs a cut: how many questions must be right")
        if self.is_certification and self.retake.tries is None:
            raise ValueError("a certification quiz with unlimited tries is passed by everybody in the end")
        if (Tool.GLOSSARY in self.tools) != bool(self.glossary):
            raise ValueError("the tool 'glossary' and entries of a glossary go together")
        if self.time_limit is not None and not timedelta(minutes=1) <= self.time_limit <= timedelta(hours=8):
            raise ValueError("a time limit is between one minute and eight hours")
        return self
