"""Decision cases: a scene, then steps that lead to each other.

``## the-call`` begins a step with its event, ``- [x] decision -> next-step`` a decision and where it leads,
``> …`` below it tells the consequence, ``>> …`` why it was right or wrong.
"""

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import stories as kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.form import Family, QuestionForm
from empower_lms.authoring.question_forms.story_checks import check_story
from empower_lms.authoring.question_forms.story_text import END, CaseBody, DecisionText, StepText, StoryReader
from empower_lms.authoring.source import report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import DecisionCase


class CaseForm(QuestionForm[CaseBody]):
    """A story in steps."""

    kind = "case"
    model = DecisionCase
    root = ("steps",)

    def read(self, page: Page, diagnostics: list[Diagnostic]) -> CaseBody:
        return StoryReader(page, diagnostics).read()

    def check(self, body: CaseBody) -> Iterator[Diagnostic]:
        return check_story(body)

    def compare(self, leading: CaseBody, translated: CaseBody, comparison: Comparison) -> Iterator[Diagnostic]:
        ours, theirs = [step.name for step in leading.steps], [step.name for step in translated.steps]
        if ours != theirs:
            where = next((step.line for step in translated.steps if step.name not in ours), translated.stem.line)
            params = {"found": ", ".join(theirs) or "–", "expected": ", ".join(ours), "first": comparison.first}
            yield report(kinds.OTHER_STEPS, comparison.place(where), **params, file=comparison.leading.path)
            return
        for our_step, their_step in zip(leading.steps, translated.steps, strict=True):
            yield from comparison.presence("event", our_step.event, their_step.event, our_step.line, their_step.line)
            yield from comparison.numbers(our_step.event, their_step.event)
            yield from _compare_decisions(our_step, their_step, comparison)

    def places(self, body: CaseBody) -> Iterator[tuple[Path, int, int]]:
        if body.steps:
            yield ("steps",), body.steps[0].line, 1
        for number, step in enumerate(body.steps):
            yield ("steps", number), step.line, 1
            yield ("steps", number, "event"), step.event.line, 1
            if step.decisions:
                yield ("steps", number, "choices"), step.decisions[0].line, 1
            for index, decision in enumerate(step.decisions):
                path: Path = ("steps", number, "choices", index)
                yield path, decision.line, 1
                for name, part in (("consequence", decision.consequence), ("feedback", decision.feedback)):
                    if part is not None:
                        yield (*path, name), part.line, part.column

    def data(self, family: Family[CaseBody]) -> dict[str, Any]:
        return {"steps": [_step_data(family, number) for number in range(len(family.leading.steps))]}


def _compare_decisions(ours: StepText, theirs: StepText, comparison: Comparison) -> Iterator[Diagnostic]:
    line = theirs.decisions[-1].line if theirs.decisions else theirs.line
    yield from comparison.count(len(ours.decisions), len(theirs.decisions), line)
    if len(ours.decisions) != len(theirs.decisions):
        return
    for our, their in zip(ours.decisions, theirs.decisions, strict=True):
        if their.is_unclear:
            continue
        yield from comparison.mark(our.shown_mark, their.shown_mark, their.line)
        if our.target != their.target:
            params = {"found": their.target or "–", "expected": our.target, "first": comparison.first}
            yield report(kinds.OTHER_TARGET, comparison.place(their.line), **params, file=comparison.leading.path)
        if not their.text.text:
            yield report(structure_kinds.EMPTY_OPTION, comparison.place(their.line))
        yield from comparison.numbers(our.text, their.text)
        lines = our.line, their.line
        yield from comparison.presence("consequence", our.consequence, their.consequence, *lines)
        yield from comparison.presence("feedback", our.feedback, their.feedback, *lines)
        if our.consequence is not None and their.consequence is not None:
            yield from comparison.numbers(our.consequence, their.consequence)


def _step_data(family: Family[CaseBody], number: int) -> dict[str, Any]:
    steps = {language: body.steps[number] for language, body in family.bodies.items()}
    return {
        "id": steps[family.first].name,
        "event": family.texts({language: step.event for language, step in steps.items()}),
        "choices": [
            _choice_data(family, index, {language: step.decisions[index] for language, step in steps.items()})
            for index in range(len(steps[family.first].decisions))
        ],
    }


def _choice_data(family: Family[CaseBody], index: int, texts: dict[str, DecisionText]) -> dict[str, Any]:
    leading = texts[family.first]
    return {
        "id": ascii_lowercase[index],
        "text": family.texts({language: text.text for language, text in texts.items()}),
        "correct": leading.mark == "[x]",
        "role": leading.role,
        "consequence": family.texts({language: text.consequence for language, text in texts.items()}),
        "feedback": family.texts({language: text.feedback for language, text in texts.items()}),
        "next": None if leading.target == END else leading.target,
    }
