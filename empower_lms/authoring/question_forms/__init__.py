"""How each kind of question is written as text: one module per kind, one registry.

``FORMS`` knows the form of a kind by the word that authors write behind ``kind:``.
"""

from typing import Any

from empower_lms.authoring.question_forms.boundary import BoundaryForm
from empower_lms.authoring.question_forms.case import CaseForm
from empower_lms.authoring.question_forms.choice import MultiForm, SingleForm
from empower_lms.authoring.question_forms.classification import ClassificationForm
from empower_lms.authoring.question_forms.form import QuestionForm
from empower_lms.authoring.question_forms.matching import MatchingForm
from empower_lms.authoring.question_forms.numeric import NumericForm
from empower_lms.authoring.question_forms.ordering import OrderingForm
from empower_lms.authoring.question_forms.short_text import ShortTextForm

_ALL: tuple[QuestionForm[Any], ...] = (
    SingleForm(),
    MultiForm(),
    NumericForm(),
    MatchingForm(),
    OrderingForm(),
    ClassificationForm(),
    ShortTextForm(),
    BoundaryForm(),
    CaseForm(),
)
FORMS: dict[str, QuestionForm[Any]] = {form.kind: form for form in _ALL}

DEFAULT_KIND = SingleForm.kind

__all__ = ["DEFAULT_KIND", "FORMS"]
