"""``computed:`` with the card and the amounts, ``- [below, at]`` for what is right, and a heading for each case."""

from empower_lms.authoring.question_writers.parts import Written, answer, feedback, say
from empower_lms.domain.question import AnyQuestion, Boundary


def write_boundary(question: AnyQuestion, language: str) -> Written:
    """Write the cases out as they are stored: the card that they were computed from is not at hand."""
    assert isinstance(question, Boundary)
    lines: list[str] = []
    for option in question.options:
        mark = ", ".join(case.case for case in question.cases if case.key == option.id) or " "
        lines += [answer(f"- [{mark}]", say(option.text, language), option.role), *feedback(option.feedback, language)]
    for case in question.cases:
        lines += ["", f"### {case.case}", "", say(case.text, language), "", *feedback(case.rationale, language, "")]
    computed = {
        "card": question.card,
        "version": question.scope_version,
        "cases": {case.case.value: str(case.given) for case in question.cases},
    }
    return Written(tuple(lines), settings={"computed": computed})
