"""``= 720 EUR ± 0`` and ``- 1680 EUR {over}``."""

from empower_lms.authoring.question_writers.parts import Written, feedback
from empower_lms.domain.question import AnyQuestion, Numeric


def write_numeric(question: AnyQuestion, language: str) -> Written:
    """Write the right amount with its tolerance, and the wrong ones."""
    assert isinstance(question, Numeric)
    lines = [f"= {question.answer} ± {question.tolerance:f}", *feedback(question.feedback, language)]
    for wrong in question.misconceptions:
        role = f" {{{wrong.role.value}}}" if wrong.role is not None else ""
        lines += ["", f"- {wrong.answer}{role}", *feedback(wrong.feedback, language)]
    return Written(tuple(lines))
