"""Grading one response: exact fractions between 0 and 1."""

from fractions import Fraction

from empower_lms.assessment.responses import AnyResponse, ChoiceResponse, NumericResponse
from empower_lms.domain.question import AnyQuestion, Misconception, Numeric

FULL = Fraction(1)
NONE = Fraction(0)


def grade(question: AnyQuestion, response: AnyResponse | None) -> Fraction:
    """Grade a response. No response, or one of another kind, earns nothing.

    Choice questions are all-or-nothing: a blind guess at *m* options succeeds with 2**-m.
    """
    if isinstance(question, Numeric):
        if isinstance(response, NumericResponse) and _is_right(question, response):
            return FULL
        return NONE
    if isinstance(response, ChoiceResponse) and frozenset(response.options) == question.key:
        return FULL
    return NONE


def recognise(question: Numeric, response: NumericResponse) -> Misconception | None:
    """Name the expected wrong number that the learner gave, if it is one."""
    for misconception in question.misconceptions:
        if misconception.answer.amount == response.value:
            return misconception
    return None


def _is_right(question: Numeric, response: NumericResponse) -> bool:
    return abs(response.value - question.answer.amount) <= question.tolerance
