"""Responses: what a learner answered, as exact values that are stored once and graded for ever.

``read_response`` in ``empower_lms.assessment.reading`` makes them from what a form sent.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.quantity import Exact
from empower_lms.domain.typed_words import MAX_TYPED


class Stance(StrEnum):
    """How somebody would act on their answer: the levels of delegation instead of percentages of confidence."""

    ASK = "ask"
    INFORM = "inform"
    ALONE = "alone"


class _Response(Value):
    stance: Stance | None = None
    complete: bool = True
    """Whether every part was answered; a question with an open part counts as open."""


class ChoiceResponse(_Response):
    """The ticked options, in the order of their ids."""

    kind: Literal["choice"] = "choice"
    options: tuple[str, ...]


class NumericResponse(_Response):
    """The number as it was understood, and as it was typed."""

    kind: Literal["numeric"] = "numeric"
    value: Exact
    typed: str = Field(max_length=MAX_TYPED)


class TextResponse(_Response):
    """Some words as they were typed; they are normalised when they are graded."""

    kind: Literal["text"] = "text"
    typed: str = Field(max_length=MAX_TYPED)


class AssignmentResponse(_Response):
    """What each part was put to: a prompt to a partner, or a case to a group."""

    kind: Literal["assignment"] = "assignment"
    assigned: dict[str, str]


class OrderingResponse(_Response):
    """The place, counting from 1, that each step was given."""

    kind: Literal["ordering"] = "ordering"
    places: dict[str, int]


class CaseResponse(_Response):
    """The decisions of a case, from its first step on; complete when the story has ended."""

    kind: Literal["case"] = "case"
    path: tuple[str, ...]


AnyResponse = ChoiceResponse | NumericResponse | TextResponse | AssignmentResponse | OrderingResponse | CaseResponse
Response = Annotated[AnyResponse, Field(discriminator="kind")]


class ResponseProblem(StrEnum):
    """Why an answer could not be taken. Nothing is stored then."""

    EMPTY = "empty"
    UNKNOWN_OPTION = "unknown-option"
    ONE_OPTION_ONLY = "one-option-only"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    OTHER_UNIT = "other-unit"
    TOO_LONG = "too-long"
    INCOMPLETE = "incomplete"
    SAME_PLACE = "same-place"
    USED_TWICE = "used-twice"
    DECIDED_ALREADY = "decided-already"
    NO_STANCE = "no-stance"
