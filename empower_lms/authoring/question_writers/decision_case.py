"""``## step``, ``- [x] decision -> next-step``, ``> consequence`` and ``>> why``."""

from empower_lms.authoring.question_writers.parts import Written, answer, feedback, say
from empower_lms.domain.question import AnyQuestion, DecisionCase

END = "end"


def write_case(question: AnyQuestion, language: str) -> Written:
    """Write the steps of a story with their decisions."""
    assert isinstance(question, DecisionCase)
    lines: list[str] = []
    for step in question.steps:
        lines += [f"## {step.id}", "", say(step.event, language), ""]
        for choice in step.choices:
            mark = "- [x]" if choice.correct else "- [ ]"
            lines.append(answer(mark, f"{say(choice.text, language)} -> {choice.next or END}", choice.role))
            lines.extend(feedback(choice.consequence, language))
            lines.extend(feedback(choice.feedback, language, "  >"))
        lines.append("")
    return Written(tuple(lines[:-1]))
