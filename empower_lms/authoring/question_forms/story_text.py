"""The body of a decision case, line by line: a scene, then steps with an event and decisions, then the explanation."""

import re
from dataclasses import dataclass, field

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import stories as kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.entries import Entry, read_role
from empower_lms.authoring.question_forms.form import Body
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic

END = "end"
LINES = "'- [x]' or '- [ ]'"

_STEP = re.compile(r"^##\s+(\S.*?)\s*#*$")
_NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_HEADING = re.compile(r"^#{1,6}\s+\S")
_DECISION = re.compile(r"^[-*+] {1,3}\[([^\]]*)\](?!\()\s*(?:\{([^}]*)\}\s*)?(.*)$")
_TARGET = re.compile(r"^(.*?)\s*(?:->|→)\s*(\S*)$", re.DOTALL)
_FEEDBACK = re.compile(r"^ {0,3}> ?> ?(.*)$")
_CONSEQUENCE = re.compile(r"^ {0,3}> ?(.*)$")
_CONTINUED = re.compile(r"^ {2,}(\S.*)$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_MAX_NAME = 40


@dataclass
class DecisionText(Entry):
    """One decision; its ``target`` is the last word of its text, behind an arrow."""

    consequence: TextPart | None = None
    target: str | None = None


@dataclass
class StepText:
    """One step: its heading, the event below it, the decisions."""

    name: str
    line: int
    event: TextPart
    decisions: list[DecisionText] = field(default_factory=list)


@dataclass
class CaseBody(Body):
    """A scene and its steps."""

    steps: list[StepText] = field(default_factory=list)


class StoryReader:
    """Reads a body line by line; whatever is open takes the next line of text."""

    def __init__(self, page: Page, diagnostics: list[Diagnostic]) -> None:
        self.page = page
        self.source: SourceFile = page.source
        self.diagnostics = diagnostics
        first = next((n for n, line in enumerate(page.body_lines) if line.strip()), 0)
        self.body = CaseBody(page, TextPart(page.body_line + first))
        self.is_code = False

    def read(self) -> CaseBody:
        for number, line in enumerate(self.page.body_lines, start=self.page.body_line):
            if _FENCE.match(line):
                self.is_code = not self.is_code
            if self.is_code or not self._read_structure(number, line):
                self._read_text(number, line)
        if not self.body.stem.text:
            self.diagnostics.append(report(structure_kinds.NO_STEM, self.source.place(self.page.body_line)))
        for step in self.body.steps:
            for decision in step.decisions:
                _split_target(decision)
        return self.body

    def _read_structure(self, number: int, line: str) -> bool:
        step = _STEP.match(line)
        if step and self.body.rationale is None:
            self._begin_step(number, step[1])
            return True
        steps = self.body.steps
        if self.body.rationale is None and steps and steps[-1].decisions and _HEADING.match(line):
            self.body.rationale = TextPart(number + 1)
            return True
        decision = _DECISION.match(line)
        if decision is None:
            return False
        if not steps or self.body.rationale is not None:
            self.diagnostics.append(report(kinds.DECISION_OUTSIDE, self.source.place(number)))
            return True
        self._begin_decision(steps[-1], number, line, decision)
        return True

    def _begin_step(self, number: int, name: str) -> None:
        if not _NAME.match(name) or name == END or len(name) > _MAX_NAME:
            suggestion = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_MAX_NAME] or "the-call"
            suggestion = suggestion if suggestion != END else "the-end"
            place = self.source.place(number, 4)
            self.diagnostics.append(report(kinds.STEP_NAME, place, name=name, suggestion=suggestion))
        elif any(step.name == name for step in self.body.steps):
            self.diagnostics.append(report(kinds.STEP_TWICE, self.source.place(number, 4), name=name))
        self.body.steps.append(StepText(name, number, TextPart(number + 1)))

    def _begin_decision(self, step: StepText, number: int, line: str, found: re.Match[str]) -> None:
        role, findings = read_role(self.source, number, line, found[2])
        mark = found[1].strip().lower()
        if mark not in {"x", ""}:
            place = self.source.place(number, line.index("[") + 1)
            findings.append(report(structure_kinds.UNKNOWN_MARK, place, mark=found[1], lines=LINES))
        text = TextPart(number, [found[3]])
        step.decisions.append(DecisionText(number, f"[{mark or ' '}]", text, role, is_unclear=bool(findings)))
        self.diagnostics.extend(findings)

    def _read_text(self, number: int, line: str) -> None:
        body = self.body
        if body.rationale is not None:
            body.rationale.lines.append(line)
        elif not body.steps:
            body.stem.lines.append(line)
        elif not body.steps[-1].decisions:
            body.steps[-1].event.lines.append(line)
        elif line.strip():
            self._read_below(body.steps[-1].decisions[-1], number, line)

    def _read_below(self, decision: DecisionText, number: int, line: str) -> None:
        """Read a line below a decision: more of its text, its consequence or its feedback."""
        feedback, consequence, continued = _FEEDBACK.match(line), _CONSEQUENCE.match(line), _CONTINUED.match(line)
        column = line.find(">") + 1
        if feedback:
            decision.feedback = decision.feedback or TextPart(number, column=column)
            decision.feedback.lines.append(feedback[1])
        elif consequence:
            decision.consequence = decision.consequence or TextPart(number, column=column)
            decision.consequence.lines.append(consequence[1])
        elif continued and decision.consequence is None and decision.feedback is None:
            decision.text.lines.append(continued[1])
        else:
            self.diagnostics.append(report(structure_kinds.STRAY_LINE, self.source.place(number), lines=LINES))


def _split_target(decision: DecisionText) -> None:
    """Take the arrow and the name behind it off the decision's text."""
    found = _TARGET.match(decision.text.text)
    if found:
        decision.text.lines = found[1].split("\n")
        decision.target = found[2]
