"""Quizzes: the blueprint of how many questions from where, and what it takes to pass."""

from datetime import date, timedelta
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


class Feedback(StrEnum):
    """When keys, option feedback and rationale may be read. How each part of the draw went is always told.

    Between the tries of a certification no key is told: feedback with keys turns the next try into a test of memory
    (validity brief, section 4). A retired quiz tells everything, since nobody can be certified by it any more.
    """

    AT_ONCE = "at-once"
    AT_END = "at-end"
    AFTER_PASS = "after-pass"
    NEVER = "never"


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
    """How often somebody may try, how long they wait, and who has to help in between.

    A block is ``tries`` attempts with ``wait`` between them; after a failed block the next one opens after
    ``next_block``, with ``remediation`` only when the missing objectives were read again or talked about. After
    ``blocks`` failed blocks within twelve months it is not the learner's turn: their sponsor gets an obstacle to
    remove, and the earliest next block is ``pause`` away. ``tries=None`` means unlimited, which only practice may have.
    Whatever an author leaves out is set by mode and tier (validity brief, section 14).
    """

    tries: int | None = Field(default=2, ge=1, le=10)
    wait: Duration = timedelta(hours=24)
    blocks: int = Field(default=2, ge=1, le=5)
    next_block: Duration = timedelta(days=7)
    remediation: bool = True
    pause: Duration = timedelta(days=30)


SECONDS_PER_QUESTION = 90
"""Time for one question where much is at stake (validity brief, section 14)."""


class Quiz(Value):
    """A quiz blueprint. ``cut`` is the number of points (questions) needed to pass.

    ``retake``, ``stance``, ``time_limit`` and ``feedback`` have defaults by mode and tier. They are filled in when the
    quiz is made, so a document says which rules it was published with; an explicit ``null`` switches a rule off.
    """

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
    """Left out, tiers S3 and S4 ask for it and pass at most three confident errors."""
    layout: Layout = Layout.ONE
    tools: tuple[Tool, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    time_limit: Duration | None = None
    """From the start of the attempt, kept by the server. Left out, tiers S3 and S4 have 90 seconds for each question.

    ``null``: take the time you need.
    """
    grace: Duration = timedelta(minutes=1)
    """What a slow network may cost: an answer that arrives within it after the time limit still counts."""
    feedback: Feedback | None = None
    """Left out, practice tells at once, and certification after a pass."""
    retired: bool | date = False
    """Whether, or from which day on, the pool is given up: nobody starts any more, and every answer may be read."""

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

    @property
    def is_grave(self) -> bool:
        """Say whether much is at stake: a certification of tier S3 or S4."""
        return self.is_certification and self.tier.rank >= Tier.S3.rank

    @property
    def needs_stance(self) -> bool:
        """Say whether an answer without a stance is no answer. In practice a stance is offered, never asked for."""
        return self.is_certification and self.stance is not None

    def is_retired_on(self, day: date) -> bool:
        """Say whether the quiz is given up on a day."""
        return self.retired if isinstance(self.retired, bool) else day >= self.retired

    @model_validator(mode="after")
    def _rules_fit_together(self) -> Self:
        self._fill_in_defaults()
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
        if self.is_certification and self.feedback in {Feedback.AT_ONCE, Feedback.AT_END}:
            raise ValueError("a certification quiz tells no keys between tries: feedback is 'after-pass' or 'never'")
        if (Tool.GLOSSARY in self.tools) != bool(self.glossary):
            raise ValueError("the tool 'glossary' and entries of a glossary go together")
        if self.time_limit is not None and not timedelta(minutes=1) <= self.time_limit <= timedelta(hours=8):
            raise ValueError("a time limit is between one minute and eight hours")
        return self

    def _fill_in_defaults(self) -> None:
        """Set what the author left out. Runs while the quiz is made, before anybody has seen it."""
        given = self.model_fields_set
        said = {name: getattr(self.retake, name) for name in self.retake.model_fields_set}
        self.__dict__["retake"] = default_retake(self.mode, self.tier).model_copy(update=said)
        if "feedback" not in given or self.feedback is None:
            self.__dict__["feedback"] = Feedback.AFTER_PASS if self.is_certification else Feedback.AT_ONCE
        if self.is_grave and "time_limit" not in given:
            minutes = -(-SECONDS_PER_QUESTION * self.length // 60)
            self.__dict__["time_limit"] = timedelta(minutes=minutes)
        if self.is_grave and ("stance" not in given or (self.stance and not self.stance.model_fields_set)):
            self.__dict__["stance"] = StanceRule(confident_errors=CONFIDENT_ERRORS)


CONFIDENT_ERRORS = 3
"""Wrong answers marked "decide alone" that still pass where much is at stake (validity brief, section 8)."""


def default_retake(mode: QuizMode, tier: Tier) -> RetakeRule:
    """Return the retake rule of a mode and tier: two tries a block, three for S4, unlimited practice."""
    if mode is QuizMode.PRACTICE:
        return RetakeRule(tries=None)
    return RetakeRule(tries=3 if tier is Tier.S4 else 2)
