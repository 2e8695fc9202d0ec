"""Questions: one item family each, in the kinds that the quiz block can show.

A question knows its key. Whatever leaves the server goes through a learner projection
(``empower_lms.rendering``), never through this model.
"""

from typing import Annotated

from pydantic import Field

from empower_lms.domain.questions.base import MAX_OPTIONS, OptionRole
from empower_lms.domain.questions.boundary import Boundary, BoundaryCase, BoundaryCaseKind
from empower_lms.domain.questions.choice import MultiSelect, Option, SingleChoice
from empower_lms.domain.questions.classification import Classification, Group, SortedCase
from empower_lms.domain.questions.decision_case import CaseChoice, CaseStep, DecisionCase
from empower_lms.domain.questions.matching import Matching, Partner, Prompt
from empower_lms.domain.questions.numeric import Misconception, Numeric
from empower_lms.domain.questions.ordering import OrderedStep, Ordering
from empower_lms.domain.questions.short_text import ShortText, WrongText

__all__ = [
    "KINDS",
    "MAX_OPTIONS",
    "AnyQuestion",
    "Boundary",
    "BoundaryCase",
    "BoundaryCaseKind",
    "CaseChoice",
    "CaseStep",
    "ChoiceQuestion",
    "Classification",
    "DecisionCase",
    "Group",
    "Matching",
    "Misconception",
    "MultiSelect",
    "Numeric",
    "Option",
    "OptionRole",
    "OrderedStep",
    "Ordering",
    "Partner",
    "Prompt",
    "Question",
    "ShortText",
    "SingleChoice",
    "SortedCase",
    "WrongText",
]

ChoiceQuestion = SingleChoice | MultiSelect
AnyQuestion = (
    SingleChoice | MultiSelect | Numeric | Matching | Ordering | Classification | ShortText | Boundary | DecisionCase
)
Question = Annotated[AnyQuestion, Field(discriminator="kind")]

KINDS: dict[str, type[AnyQuestion]] = {
    "single": SingleChoice,
    "multi": MultiSelect,
    "numeric": Numeric,
    "matching": Matching,
    "ordering": Ordering,
    "classification": Classification,
    "text": ShortText,
    "boundary": Boundary,
    "case": DecisionCase,
}
"""Every kind by the word that authors write."""
