"""Grading one response: exact fractions between 0 and 1.

Every kind is all-or-nothing, which leaves a blind guess the least. Only multi-select knows partial credit (PS50):
half the point when more than half of the options are judged rightly.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    TextResponse,
)
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    Classification,
    DecisionCase,
    Matching,
    Misconception,
    MultiSelect,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
)
from empower_lms.domain.quiz import PartialCredit

FULL = Fraction(1)
HALF = Fraction(1, 2)
NONE = Fraction(0)


def grade(
    question: AnyQuestion,
    item: FormItem,
    response: AnyResponse | None,
    partial: PartialCredit = PartialCredit.NONE,
) -> Fraction:
    """Grade a response: ``FULL``, ``HALF`` or ``NONE``. None, an incomplete one, or one of another kind earns nothing.

    Args:
        question: the question as it stood when the form was drawn.
        item: its place on the form, which names the variant.
        response: what was answered, if anything.
        partial: the quiz's rule for multi-select. A critical question never earns a part.
    """
    kind, is_right = _GRADERS[type(question)]
    if not isinstance(response, kind) or not response.complete:
        return NONE
    if is_right(question, item, response):
        return FULL
    if partial is PartialCredit.PS50 and isinstance(question, MultiSelect) and not question.critical:
        return _half_if_mostly_right(question, response)
    return NONE


def recognise(question: Numeric, response: NumericResponse) -> Misconception | None:
    """Name the expected wrong number that the learner gave, if it is one."""
    for misconception in question.misconceptions:
        if misconception.answer.amount == response.value:
            return misconception
    return None


def _half_if_mostly_right(question: MultiSelect, response: Any) -> Fraction:
    """PS50: half a point when more than half of the options are ticked or left rightly."""
    wrong = len(question.key.symmetric_difference(response.options))
    right = len(question.options) - wrong
    return HALF if 2 * right > len(question.options) else NONE


def _is_key(question: SingleChoice | MultiSelect, _item: FormItem, response: ChoiceResponse) -> bool:
    return frozenset(response.options) == question.key


def _is_variants_key(question: Boundary, item: FormItem, response: ChoiceResponse) -> bool:
    return response.options == (question.variant(item.variant).key,)


def _is_in_tolerance(question: Numeric, _item: FormItem, response: NumericResponse) -> bool:
    return abs(response.value - question.answer.amount) <= question.tolerance


def _is_accepted(question: ShortText, _item: FormItem, response: TextResponse) -> bool:
    return question.accepts(response.typed)


def _is_assigned(question: Matching | Classification, _item: FormItem, response: AssignmentResponse) -> bool:
    return response.assigned == question.key


def _is_in_order(question: Ordering, _item: FormItem, response: OrderingResponse) -> bool:
    return tuple(sorted(response.places, key=response.places.__getitem__)) == question.key


def _is_well_decided(question: DecisionCase, _item: FormItem, response: CaseResponse) -> bool:
    taken, open_step = question.walk(response.path)
    return open_step is None and all(choice.correct for _step, choice in taken)


_GRADERS: dict[type, tuple[type[Any], Callable[[Any, FormItem, Any], bool]]] = {
    SingleChoice: (ChoiceResponse, _is_key),
    MultiSelect: (ChoiceResponse, _is_key),
    Boundary: (ChoiceResponse, _is_variants_key),
    Numeric: (NumericResponse, _is_in_tolerance),
    ShortText: (TextResponse, _is_accepted),
    Matching: (AssignmentResponse, _is_assigned),
    Classification: (AssignmentResponse, _is_assigned),
    Ordering: (OrderingResponse, _is_in_order),
    DecisionCase: (CaseResponse, _is_well_decided),
}
