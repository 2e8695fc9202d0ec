"""``1. {early: over, late: comm} step``, in the right order."""

from empower_lms.authoring.question_writers.parts import Written, feedback, say, show_roles
from empower_lms.domain.question import AnyQuestion, Ordering


def write_ordering(question: AnyQuestion, language: str) -> Written:
    """Write the steps, numbered."""
    assert isinstance(question, Ordering)
    lines: list[str] = []
    for number, step in enumerate(question.steps, start=1):
        roles = show_roles({"early": step.early, "late": step.late})
        first, *more = say(step.text, language).split("\n")
        lines += [f"{number}. {roles}{first}", *(f"  {line}" for line in more), *feedback(step.feedback, language)]
    return Written(tuple(lines))
