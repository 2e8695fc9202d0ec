"""``- prompt => partner``, and ``- => {over} partner`` for a partner that belongs to nothing."""

from empower_lms.authoring.question_writers.parts import Written, feedback, say
from empower_lms.domain.question import AnyQuestion, Matching


def write_matching(question: AnyQuestion, language: str) -> Written:
    """Write pairs and surplus partners, in the order of the partners."""
    assert isinstance(question, Matching)
    prompts = {prompt.partner: prompt for prompt in question.prompts}
    lines: list[str] = []
    for partner in question.partners:
        prompt = prompts.get(partner.id)
        words = say(partner.text, language)
        if prompt is not None:
            lines += [f"- {say(prompt.text, language)} => {words}", *feedback(prompt.feedback, language)]
        else:
            role = f"{{{partner.role.value}}} " if partner.role is not None else ""
            lines += [f"- => {role}{words}", *feedback(partner.feedback, language)]
    order = [partner.id for partner in question.partners if partner.id in prompts]
    asked = [order.index(prompt.partner) + 1 for prompt in question.prompts]
    return Written(tuple(lines), settings={"asked": asked} if asked != sorted(asked) else {})
