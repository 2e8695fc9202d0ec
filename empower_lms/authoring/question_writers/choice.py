"""``- [x] right`` and ``- [ ] {over} wrong``."""

from empower_lms.authoring.question_writers.parts import Written, answer, feedback, say
from empower_lms.domain.question import AnyQuestion, ChoiceQuestion


def write_choice(question: AnyQuestion, language: str) -> Written:
    """Write the options of a single or multiple choice."""
    assert isinstance(question, ChoiceQuestion)
    lines: list[str] = []
    for option in question.options:
        lines.append(answer("- [x]" if option.correct else "- [ ]", say(option.text, language), option.role))
        lines.extend(feedback(option.feedback, language))
    return Written(tuple(lines))
