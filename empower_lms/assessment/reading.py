"""Reading answers: from the values that a form sent to a response.

A form sends the numbers that parts have on this form, never their ids: the order in which an author wrote the
options would otherwise stand in the page's source.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import Field

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    ResponseProblem,
    Stance,
    TextResponse,
)
from empower_lms.domain.base import Value
from empower_lms.domain.quantity import AmbiguousNumber, split_quantity
from empower_lms.domain.question import (
    MAX_OPTIONS,
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
from empower_lms.domain.questions.decision_case import CaseStep
from empower_lms.domain.typed_words import MAX_TYPED

Read = AnyResponse | ResponseProblem


class RawAnswer(Value):
    """What one form sent. ``item`` is the question that it was printed for.

    ``values`` are the numbers of ticked options, what was typed, or for each shown part in turn the number that it
    was given (empty where nothing was).
    """

    item: str = Field(max_length=90)
    values: tuple[str, ...] = Field(max_length=MAX_OPTIONS)
    stance: Stance | None = None

    @property
    def is_blank(self) -> bool:
        return not any(value.strip() for value in self.values)

    @property
    def typed(self) -> str:
        return self.values[0] if self.values else ""


def read_response(question: AnyQuestion, item: FormItem, raw: RawAnswer, before: AnyResponse | None = None) -> Read:
    """Read the answer to one question of a form.

    A bare number takes the question's unit; ``1.000`` is never guessed at. ``before`` is the stored answer, which a
    decision case goes on from.
    """
    if raw.is_blank:
        return ResponseProblem.EMPTY
    reader = _READERS[type(question)]
    read = reader(question, item, raw.values, before)
    return read if isinstance(read, ResponseProblem) else read.model_copy(update={"stance": raw.stance})


def write_values(question: AnyQuestion, item: FormItem, response: AnyResponse) -> tuple[str, ...]:
    """Return the values that a form would send for a response: the reverse of reading."""
    match response:
        case ChoiceResponse():
            return tuple(str(item.options.index(option) + 1) for option in response.options)
        case NumericResponse() | TextResponse():
            return (response.typed,)
        case OrderingResponse():
            return tuple(str(response.places.get(part, "")) for part in item.options)
        case AssignmentResponse():
            rows, columns = _assignment_parts(question, item)
            return tuple(
                str(columns.index(response.assigned[row]) + 1) if row in response.assigned else "" for row in rows
            )
        case CaseResponse() if isinstance(question, DecisionCase) and response.path:
            taken, _step = question.walk(response.path)
            step, choice = taken[-1]
            return (f"{len(taken)}.{shown_choices(step, item).index(choice.id) + 1}",)
    return ()


def shown_choices(step: CaseStep, item: FormItem) -> tuple[str, ...]:
    """Return the decisions of a step in the order in which this form shows them."""
    prefix = f"{step.id}."
    return tuple(part.removeprefix(prefix) for part in item.options if part.startswith(prefix))


def _read_single(_question: Any, item: FormItem, values: Sequence[str], _before: Any) -> Read:
    chosen = _pick_all(item.options, values)
    if isinstance(chosen, ResponseProblem):
        return chosen
    return ChoiceResponse(options=chosen) if len(chosen) == 1 else ResponseProblem.ONE_OPTION_ONLY


def _read_multi(_question: Any, item: FormItem, values: Sequence[str], _before: Any) -> Read:
    chosen = _pick_all(item.options, values)
    return chosen if isinstance(chosen, ResponseProblem) else ChoiceResponse(options=chosen)


def _read_number(question: Numeric, _item: FormItem, values: Sequence[str], _before: Any) -> Read:
    typed = values[0]
    if len(typed) > MAX_TYPED:
        return ResponseProblem.NOT_A_NUMBER
    try:
        value, unit = split_quantity(typed)
    except AmbiguousNumber:
        return ResponseProblem.AMBIGUOUS_NUMBER
    except ValueError:
        return ResponseProblem.NOT_A_NUMBER
    if unit and unit.lower() != question.answer.unit.lower():
        return ResponseProblem.OTHER_UNIT
    return NumericResponse(value=value, typed=typed.strip())


def _read_text(_question: Any, _item: FormItem, values: Sequence[str], _before: Any) -> Read:
    typed = values[0].strip()
    return ResponseProblem.TOO_LONG if len(typed) > MAX_TYPED else TextResponse(typed=typed)


def _read_assignment(question: Matching | Classification, item: FormItem, values: Sequence[str], _before: Any) -> Read:
    rows, columns = _assignment_parts(question, item)
    if len(values) != len(rows):
        return ResponseProblem.UNKNOWN_OPTION
    assigned: dict[str, str] = {}
    for row, value in zip(rows, values, strict=True):
        if value.strip():
            column = _pick(columns, value)
            if column is None:
                return ResponseProblem.UNKNOWN_OPTION
            assigned[row] = column
    if isinstance(question, Matching) and len(set(assigned.values())) != len(assigned):
        return ResponseProblem.USED_TWICE
    return AssignmentResponse(assigned=assigned, complete=len(assigned) == len(rows))


def _read_order(_question: Any, item: FormItem, values: Sequence[str], _before: Any) -> Read:
    if len(values) != len(item.options):
        return ResponseProblem.UNKNOWN_OPTION
    places: dict[str, int] = {}
    for part, value in zip(item.options, values, strict=True):
        if value.strip():
            if _pick(item.options, value) is None:
                return ResponseProblem.UNKNOWN_OPTION
            places[part] = int(value)
    if len(set(places.values())) != len(places):
        return ResponseProblem.SAME_PLACE
    return OrderingResponse(places=places, complete=len(places) == len(item.options))


def _read_decision(question: DecisionCase, item: FormItem, values: Sequence[str], before: Any) -> Read:
    """Read ``STEP.CHOICE``: the step, counting from 1, says which decision the form was printed for."""
    path = before.path if isinstance(before, CaseResponse) else ()
    taken, step = question.walk(path)
    number, _, value = values[0].partition(".")
    if number != str(len(path) + 1) or step is None:
        return _read_repeated_decision(taken, item, number, value, path, step)
    choice = _pick(shown_choices(step, item), value)
    if choice is None:
        return ResponseProblem.UNKNOWN_OPTION
    decided = (*path, choice)
    return CaseResponse(path=decided, complete=question.walk(decided)[1] is None)


def _read_repeated_decision(
    taken: Sequence[Any], item: FormItem, number: str, value: str, path: tuple[str, ...], step: CaseStep | None
) -> Read:
    """A form that is sent twice decides once; another decision at a decided step is refused."""
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(taken):
        decided_step, choice = taken[int(number) - 1]
        if _pick(shown_choices(decided_step, item), value) == choice.id:
            return CaseResponse(path=path, complete=step is None)
        return ResponseProblem.DECIDED_ALREADY
    return ResponseProblem.UNKNOWN_OPTION


def _assignment_parts(question: AnyQuestion, item: FormItem) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is assigned, row by row as shown, and what to."""
    if isinstance(question, Classification):
        return item.options, tuple(group.id for group in question.groups)
    if isinstance(question, Matching):
        return tuple(prompt.id for prompt in question.prompts), item.options
    return (), ()


def _pick(parts: Sequence[str], value: str) -> str | None:
    """Return the part with a number of this form, counting from 1."""
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= len(parts)):
        return None
    return parts[int(value) - 1]


def _pick_all(parts: Sequence[str], values: Sequence[str]) -> tuple[str, ...] | ResponseProblem:
    picked = {_pick(parts, value) for value in values if value.strip()}
    return ResponseProblem.UNKNOWN_OPTION if None in picked else tuple(sorted(part for part in picked if part))


_READERS: dict[type, Callable[[Any, FormItem, Sequence[str], Any], Read]] = {
    SingleChoice: _read_single,
    MultiSelect: _read_multi,
    Boundary: _read_single,
    Numeric: _read_number,
    ShortText: _read_text,
    Matching: _read_assignment,
    Classification: _read_assignment,
    Ordering: _read_order,
    DecisionCase: _read_decision,
}
