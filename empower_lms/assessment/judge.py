"""Judging an attempt: from graded items to passed or not, with the reasons by part."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from empower_lms.assessment.form import Form
from empower_lms.assessment.grade import FULL, NONE, grade
from empower_lms.assessment.profile import Quadrant, RoleProfile, profile_of, quadrant_of, roles_of
from empower_lms.assessment.responses import AnyResponse, Stance
from empower_lms.assessment.scoring import AS_AUTHORED, Remedy, Scoring, scale_up
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import OptionRole
from empower_lms.domain.quiz import Quiz


def _fraction(value: Any) -> Any:
    return Fraction(value) if isinstance(value, str | int) else value


Points = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str, return_type=str),
]
"""An exact number of points; travels as text such as ``7/2``."""


class StratumResult(Value):
    """How one part went: ``points`` of ``count``, and whether its minimum was met."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    stratum: str
    objectives: tuple[str, ...]
    points: Points
    count: int = Field(ge=1)
    at_least: int = Field(ge=0)

    @property
    def is_met(self) -> bool:
        return self.points >= self.at_least


class Result(Value):
    """The judgement on one attempt. Rules are copied in: a result explains itself for ever.

    Results that were stored before a field existed have its default.
    """

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    points: Points
    length: int = Field(ge=1)
    cut: int = Field(ge=0)
    strata: tuple[StratumResult, ...]
    missed_critical: int = Field(default=0, ge=0)
    confident_errors: int = Field(default=0, ge=0)
    """Wrong answers that were marked "decide alone"."""
    confident_errors_allowed: int | None = Field(default=None, ge=0)
    """How many of them still pass; nothing where the stance is feedback only."""
    quadrant: Quadrant | None = None
    profile: RoleProfile = RoleProfile()
    scoring: int = Field(default=0, ge=0)
    """The scoring version of the quiz version that this was computed with."""
    passed: bool

    @property
    def ratio(self) -> Fraction:
        return self.points / self.length

    @property
    def is_too_confident(self) -> bool:
        """Say whether confident errors alone are more than the rule allows."""
        return self.confident_errors_allowed is not None and self.confident_errors > self.confident_errors_allowed


def judge(
    document: QuizDocument, form: Form, responses: Mapping[int, AnyResponse], scoring: Scoring = AS_AUTHORED
) -> Result:
    """Grade every item of a frozen form and judge the whole.

    Unanswered items count as wrong. Passing needs the cut *and* the minimum of every part *and* every critical item
    *and*, where the quiz asks for a stance, few enough wrong answers that the learner would have acted on alone. A
    critical item that was missed fails whatever the stance.

    Args:
        document: the quiz document that the form was drawn from (``form.document``).
        responses: by position, counting from 1.
        scoring: what became of faulty questions since.

    Raises:
        ValueError: when the form was drawn from another document.
    """
    if form.document != document.digest:
        raise ValueError("the form was drawn from another version of the quiz")
    quiz = document.quiz
    credit = quiz.credit
    counts = {stratum.id: 0 for stratum in quiz.strata}
    # Whole points are counted and only parts of one are added as fractions, which cost ten times as much.
    whole, parts = dict.fromkeys(counts, 0), dict.fromkeys(counts, NONE)
    stances: list[tuple[Stance | None, bool]] = []
    roles: list[OptionRole] = []
    missed_critical = 0
    for item in form.items:
        question, response = document.question_by_id[item.question], responses.get(item.position)
        remedy = scoring.remedy_for(item.question) if scoring.voided else None
        if remedy is Remedy.DROP:
            continue
        counts[item.stratum] += 1
        if remedy is not None:
            whole[item.stratum] += 1
            continue
        earned = grade(question, item, response, credit)
        is_right = earned is FULL
        stances.append((response.stance if response is not None else None, is_right))
        if is_right:
            whole[item.stratum] += 1
            continue
        if earned is not NONE:
            parts[item.stratum] += earned
        missed_critical += question.critical
        # Only what is not right holds a wrong choice.
        roles += roles_of(question, item, response)
    strata = tuple(
        StratumResult(
            stratum=stratum.id,
            objectives=stratum.objectives,
            points=whole[stratum.id] + parts[stratum.id],
            count=counts[stratum.id],
            at_least=scale_up(stratum.at_least, stratum.count, counts[stratum.id]),
        )
        for stratum in quiz.strata
        if counts[stratum.id]
    )
    return _judge_whole(quiz, form, strata, stances, roles, missed_critical, scoring)


def _judge_whole(
    quiz: Quiz,
    form: Form,
    strata: tuple[StratumResult, ...],
    stances: Sequence[tuple[Stance | None, bool]],
    roles: Sequence[OptionRole],
    missed_critical: int,
    scoring: Scoring,
) -> Result:
    length = sum(part.count for part in strata)
    total = sum((part.points for part in strata), NONE)
    cut = scale_up(quiz.cut, form.length, length)
    confident_errors = sum(stance is Stance.ALONE and not is_right for stance, is_right in stances)
    allowed = quiz.stance.confident_errors if quiz.stance is not None else None
    return Result(
        points=total,
        length=max(length, 1),
        cut=cut,
        strata=strata,
        missed_critical=missed_critical,
        confident_errors=confident_errors,
        confident_errors_allowed=allowed,
        quadrant=quadrant_of(stances),
        profile=profile_of(roles),
        scoring=scoring.number,
        passed=length > 0
        and total >= cut
        and all(part.is_met for part in strata)
        and not missed_critical
        and (allowed is None or confident_errors <= allowed),
    )
