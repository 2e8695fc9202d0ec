"""Responses: what a learner answered, read once and stored as an exact value."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.quantity import AmbiguousNumber, Exact, split_quantity
from empower_lms.domain.question import AnyQuestion, Numeric, SingleChoice


class ChoiceResponse(Value):
    """The ticked options, in the order of their ids."""

    kind: Literal["choice"] = "choice"
    options: tuple[str, ...]


class NumericResponse(Value):
    """The number as it was understood, and as it was typed."""

    kind: Literal["numeric"] = "numeric"
    value: Exact
    typed: str = Field(max_length=60)


Response = Annotated[ChoiceResponse | NumericResponse, Field(discriminator="kind")]
AnyResponse = ChoiceResponse | NumericResponse


class ResponseProblem(StrEnum):
    """Why an answer could not be taken. Nothing is stored then."""

    EMPTY = "empty"
    UNKNOWN_OPTION = "unknown-option"
    ONE_OPTION_ONLY = "one-option-only"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    OTHER_UNIT = "other-unit"


def read_response(question: AnyQuestion, raw: Sequence[str]) -> AnyResponse | ResponseProblem:
    """Read the raw form values for a question.

    A bare number takes the question's unit; ``1.000`` is never guessed at.
    """
    values = tuple(value for value in raw if value.strip())
    if not values:
        return ResponseProblem.EMPTY
    if isinstance(question, Numeric):
        return _read_number(question, values[0])
    known = {option.id for option in question.options}
    if not known.issuperset(values):
        return ResponseProblem.UNKNOWN_OPTION
    chosen = tuple(sorted(set(values)))
    if isinstance(question, SingleChoice) and len(chosen) != 1:
        return ResponseProblem.ONE_OPTION_ONLY
    return ChoiceResponse(options=chosen)


def _read_number(question: Numeric, typed: str) -> NumericResponse | ResponseProblem:
    if len(typed) > 60:
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
