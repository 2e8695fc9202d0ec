"""What answers say about somebody beyond right and wrong: over- and under-use, and confidence.

Roles are counted among the wrong things that were chosen: going too far, asking too much, or the right act with the
wrong communication. The quadrant sets right and wrong against "I would ask" and "I would decide" (validity brief,
section 8): it is the sponsor's list of whom to encourage, and of what to train.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import Field

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import recognise
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    Stance,
    TextResponse,
)
from empower_lms.assessment.row_roles import roles_of_partners, roles_of_steps
from empower_lms.domain.base import Value
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    Classification,
    DecisionCase,
    Matching,
    MultiSelect,
    Numeric,
    OptionRole,
    Ordering,
    ShortText,
    SingleChoice,
)


class RoleProfile(Value):
    """How often wrong choices went too far, asked too much, or communicated badly."""

    over: int = Field(default=0, ge=0)
    under: int = Field(default=0, ge=0)
    communication: int = Field(default=0, ge=0)

    @property
    def total(self) -> int:
        return self.over + self.under + self.communication


class Quadrant(Value):
    """Answers with a stance: "decide and inform" and "decide alone" count as deciding."""

    ready: int = Field(default=0, ge=0)
    """Right, and would decide."""
    dangerous: int = Field(default=0, ge=0)
    """Wrong, and would decide."""
    encourage: int = Field(default=0, ge=0)
    """Right, and would ask."""
    train: int = Field(default=0, ge=0)
    """Wrong, and would ask."""

    @property
    def total(self) -> int:
        return self.ready + self.dangerous + self.encourage + self.train


def roles_of(question: AnyQuestion, item: FormItem, response: AnyResponse | None) -> tuple[OptionRole, ...]:
    """Name the role of each wrong thing that somebody chose. Kinds without roles have none."""
    return tuple(role for role in _wrong_roles(question, item, response) if role is not None)


def profile_of(roles: Iterable[OptionRole]) -> RoleProfile:
    """Count roles."""
    counted = Counter(roles)
    return RoleProfile(
        over=counted[OptionRole.OVER],
        under=counted[OptionRole.UNDER],
        communication=counted[OptionRole.COMMUNICATION],
    )


def quadrant_of(answers: Iterable[tuple[Stance | None, bool]]) -> Quadrant | None:
    """Set stances against right and wrong: nothing when no answer has a stance."""
    counted = Counter((stance is Stance.ASK, is_right) for stance, is_right in answers if stance is not None)
    if not counted:
        return None
    return Quadrant(
        ready=counted[False, True],
        dangerous=counted[False, False],
        encourage=counted[True, True],
        train=counted[True, False],
    )


def _wrong_roles(question: AnyQuestion, item: FormItem, response: Any) -> Iterable[OptionRole | None]:
    match question, response:
        case ((SingleChoice() | MultiSelect()), ChoiceResponse()):
            # A right option has no role.
            return (question.option(chosen).role for chosen in response.options)
        case Boundary(), ChoiceResponse():
            key = question.variant(item.variant).key
            return (question.option(chosen).role for chosen in response.options if chosen != key)
        case Numeric(), NumericResponse():
            known = recognise(question, response)
            return (known.role,) if known is not None else ()
        case ShortText(), TextResponse():
            wrong = question.recognise(response.typed)
            return (wrong.role,) if wrong is not None else ()
        case Matching(), AssignmentResponse():
            return roles_of_partners(question, response)
        case Ordering(), OrderingResponse():
            return roles_of_steps(question, response)
        case Classification(), AssignmentResponse():
            return (case.roles.get(response.assigned.get(case.id, "")) for case in question.cases)
        case DecisionCase(), CaseResponse():
            return (choice.role for _step, choice in question.walk(response.path)[0])
    return ()
