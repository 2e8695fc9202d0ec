"""Voiding a faulty question: what becomes of an attempt that was asked it.

Nothing is decided here about certificates; this says what the result would be, and whether it hangs on the question.
"""

from collections.abc import Mapping
from enum import StrEnum

from empower_lms.assessment.form import Form
from empower_lms.assessment.judge import Result, judge
from empower_lms.assessment.responses import AnyResponse
from empower_lms.assessment.scoring import Remedy, Scoring, VoidedQuestion
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument


class Effect(StrEnum):
    """What a remedy does to one closed attempt."""

    NONE = "none"
    POINTS = "points"
    """The result changes, its outcome doesn't."""
    PASSES = "passes"
    """Failed before, passed now."""
    FAILS = "fails"
    """Passed before, failed now: only ``drop`` can do that."""
    RETEST = "retest"
    """Failed, and it hangs on the question: the attempt no longer counts, so that the learner may try again."""
    RETEST_PASSED = "retest-passed"
    """Passed, and it hangs on the question: the pass has to be earned again."""


class Foreseen(Value):
    """One attempt after a remedy."""

    effect: Effect
    result: Result


def was_asked(form: Form, voided: VoidedQuestion) -> bool:
    """Say whether the faulty question stands on a form."""
    return any(item.question == voided.question for item in form.items)


def next_scoring(scoring: Scoring, voided: VoidedQuestion) -> Scoring:
    """Return the scoring version that follows; voiding the same twice is voiding once."""
    newest = next((one for one in reversed(scoring.voided) if one.question == voided.question), None)
    if newest == voided:
        return scoring
    return Scoring(number=scoring.number + 1, voided=(*scoring.voided, voided))


def foresee(
    document: QuizDocument,
    form: Form,
    responses: Mapping[int, AnyResponse],
    before: Result,
    scoring: Scoring,
    voided: VoidedQuestion,
) -> Foreseen:
    """Say what a remedy does to a closed attempt.

    Args:
        before: the result that the attempt has.
        scoring: the scoring version to judge with.
        voided: the one of its entries that is asked about.
    """
    if voided.remedy is Remedy.RETEST:
        return _foresee_retest(document, form, responses, before, scoring, voided)
    after = judge(document, form, responses, scoring)
    if all(getattr(before, name) == getattr(after, name) for name in _COUNTS):
        return Foreseen(effect=Effect.NONE, result=before)
    if before.passed == after.passed:
        return Foreseen(effect=Effect.POINTS, result=after)
    return Foreseen(effect=Effect.PASSES if after.passed else Effect.FAILS, result=after)


_COUNTS = ("points", "length", "cut", "strata", "missed_critical", "confident_errors", "passed")
"""What makes a result another one. That a right answer is no longer in the profile changes nothing for anybody."""


def _foresee_retest(
    document: QuizDocument,
    form: Form,
    responses: Mapping[int, AnyResponse],
    before: Result,
    scoring: Scoring,
    voided: VoidedQuestion,
) -> Foreseen:
    """Compare the outcome with the point and without it: where they differ, the question decided."""
    others = scoring.model_copy(update={"voided": tuple(one for one in scoring.voided if one != voided)})
    positions = {item.position for item in form.items if item.question == voided.question}
    without = {position: response for position, response in responses.items() if position not in positions}
    passes_with = judge(document, form, responses, scoring).passed
    passes_without = judge(document, form, without, others).passed
    if passes_with == passes_without:
        return Foreseen(effect=Effect.NONE, result=before)
    return Foreseen(effect=Effect.RETEST_PASSED if before.passed else Effect.RETEST, result=before)
