"""Checks of a decision case: all that is wrong with a story at once, each at its line."""

from collections.abc import Iterator

from empower_lms.authoring.kinds import stories as kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.story_text import END, CaseBody, DecisionText, StepText
from empower_lms.authoring.source import SourceFile, nearest, report
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.questions.decision_case import MAX_CASE_STEPS, MAX_CHOICES


def check_story(body: CaseBody) -> Iterator[Diagnostic]:
    """Check the steps, their decisions, and where they lead."""
    source = body.page.source
    if len(body.steps) < 2:
        line = body.steps[0].line if body.steps else body.stem.line
        yield report(kinds.FEW_STEPS, source.place(line), count=len(body.steps))
    if len(body.steps) > MAX_CASE_STEPS:
        place = source.place(body.steps[MAX_CASE_STEPS].line)
        yield report(kinds.TOO_MANY_STEPS, place, count=len(body.steps), limit=MAX_CASE_STEPS)
    for step in body.steps:
        yield from _check_step(step, source)
    yield from _check_ways(body, source)


def _check_step(step: StepText, source: SourceFile) -> Iterator[Diagnostic]:
    place = source.place(step.line)
    if not step.event.text:
        yield report(kinds.NO_EVENT, place, name=step.name)
    if not 2 <= len(step.decisions) <= MAX_CHOICES:
        yield report(kinds.DECISION_COUNT, place, name=step.name, count=len(step.decisions), limit=MAX_CHOICES)
    elif not any(decision.is_unclear for decision in step.decisions):
        right = [decision.mark == "[x]" for decision in step.decisions]
        if not any(right):
            yield report(kinds.NO_RIGHT_DECISION, place, name=step.name)
        if all(right):
            yield report(kinds.NO_WRONG_DECISION, place, name=step.name)
    for decision in step.decisions:
        yield from _check_decision(decision, source)


def _check_decision(decision: DecisionText, source: SourceFile) -> Iterator[Diagnostic]:
    place = source.place(decision.line)
    if not decision.text.text:
        yield report(structure_kinds.EMPTY_OPTION, place)
    if not decision.target:
        yield report(kinds.NO_TARGET, place)
    if decision.consequence is None or not decision.consequence.text:
        yield report(kinds.NO_CONSEQUENCE, place)


def _check_ways(body: CaseBody, source: SourceFile) -> Iterator[Diagnostic]:
    """Follow every arrow: it leads to a later step or to the end, and every step is reached."""
    names = [step.name for step in body.steps]
    reached = set(names[:1])
    is_clear = True
    for number, step in enumerate(body.steps):
        for decision in step.decisions:
            target = decision.target
            if not target or target == END:
                is_clear = is_clear and bool(target)
                continue
            if target not in names:
                is_clear = False
                close = nearest(target, [*names[number + 1 :], END])
                yield report(kinds.UNKNOWN_STEP, source.place(decision.line), name=target, nearest=close)
            elif names.index(target) <= number:
                yield report(kinds.LEADS_BACK, source.place(decision.line), step=step.name, name=target)
            elif step.name in reached:
                reached.add(target)
    for step in body.steps if is_clear else ():  # An arrow with a typo may be the one that is missing.
        if step.name not in reached:
            yield report(kinds.UNREACHED_STEP, source.place(step.line), name=step.name)
