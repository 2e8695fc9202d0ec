"""Judging an attempt: from graded items to passed or not, with the reasons by part."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from empower_lms.assessment.form import Form
from empower_lms.assessment.grade import grade
from empower_lms.assessment.responses import AnyResponse
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument


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
    """The judgement on one attempt. Rules are copied in: a result explains itself for ever."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    points: Points
    length: int = Field(ge=1)
    cut: int = Field(ge=0)
    strata: tuple[StratumResult, ...]
    missed_critical: int = Field(default=0, ge=0)
    passed: bool

    @property
    def ratio(self) -> Fraction:
        return self.points / self.length


def judge(document: QuizDocument, form: Form, responses: Mapping[int, AnyResponse]) -> Result:
    """Grade every item of a frozen form and judge the whole.

    Unanswered items count as wrong. Passing needs the cut *and* the minimum of every part *and*
    every critical item.

    Args:
        document: the quiz document that the form was drawn from (``form.document``).
        responses: by position, counting from 1.

    Raises:
        ValueError: when the form was drawn from another document.
    """
    if form.document != document.digest:
        raise ValueError("the form was drawn from another version of the quiz")
    points: dict[str, Fraction] = {stratum.id: Fraction(0) for stratum in document.quiz.strata}
    missed_critical = 0
    for item in form.items:
        question = document.question_by_id[item.question]
        earned = grade(question, item, responses.get(item.position), document.quiz.credit)
        points[item.stratum] += earned
        missed_critical += question.critical and earned < 1
    strata = tuple(
        StratumResult(
            stratum=stratum.id,
            objectives=stratum.objectives,
            points=points[stratum.id],
            count=stratum.count,
            at_least=stratum.at_least,
        )
        for stratum in document.quiz.strata
    )
    total = sum(points.values(), Fraction(0))
    return Result(
        points=total,
        length=form.length,
        cut=document.quiz.cut,
        strata=strata,
        missed_critical=missed_critical,
        passed=total >= document.quiz.cut and all(part.is_met for part in strata) and not missed_critical,
    )
