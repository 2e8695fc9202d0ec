"""Questions back to text: the reverse of ``question_forms``, one writer per kind.

What a writer makes is always read back and compared, so that a text that says something else is never handed out:
Markdown has no way to write some values, such as an option whose text looks like the next option.
"""

from collections.abc import Callable, Mapping, Sequence

from empower_lms.authoring.question_source import read_question
from empower_lms.authoring.question_writers.boundary import write_boundary
from empower_lms.authoring.question_writers.choice import write_choice
from empower_lms.authoring.question_writers.classification import write_classification
from empower_lms.authoring.question_writers.decision_case import write_case
from empower_lms.authoring.question_writers.matching import write_matching
from empower_lms.authoring.question_writers.numeric import write_numeric
from empower_lms.authoring.question_writers.ordering import write_ordering
from empower_lms.authoring.question_writers.parts import Written, join_file
from empower_lms.authoring.question_writers.short_text import write_short_text
from empower_lms.domain.question import AnyQuestion

Writer = Callable[[AnyQuestion, str], Written]

WRITERS: Mapping[str, Writer] = {
    "single": write_choice,
    "multi": write_choice,
    "numeric": write_numeric,
    "matching": write_matching,
    "ordering": write_ordering,
    "classification": write_classification,
    "text": write_short_text,
    "boundary": write_boundary,
    "case": write_case,
}
"""By kind. A new kind needs one line here."""


def write_question(question: AnyQuestion, languages: Sequence[str]) -> dict[str, str] | None:
    """Write a question in the source format, one file per language, the first one leading.

    Returns nothing when the source format has no way to write this question.
    """
    writer = WRITERS[question.kind]
    texts = {
        language: join_file(question, language, writer(question, language), is_leading=language == languages[0])
        for language in languages
    }
    return texts if read_question(texts, languages[0], []) == question else None
