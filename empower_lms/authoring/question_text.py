"""The body of a question file, line by line: stem, answers with their feedback, explanation.

The result is text with places; what it means is decided when all languages are together.
"""

import re
from dataclasses import dataclass, field

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.source import report
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import OptionRole

ROLES = tuple(role.value for role in OptionRole)

_OPTION = re.compile(r"^[-*+] {1,3}\[([^\]]*)\](?!\()\s*(?:\{([^}]*)\}\s*)?(.*)$")
_ANSWER = re.compile(r"^= *(.*)$")
_WRONG_AMOUNT = re.compile(r"^[-*+] {1,3}([-+]?[0-9][^{]*)(?:\{([^}]*)\}\s*)?$")
_FEEDBACK = re.compile(r"^ {0,3}> ?(.*)$")
_CONTINUED = re.compile(r"^ {2,}(\S.*)$")
_HEADING = re.compile(r"^#{1,6}\s+\S")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


@dataclass
class TextPart:
    """Some lines of text and where they begin."""

    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


@dataclass
class AnswerText:
    """One option or one amount; ``mark`` is ``x``, blank or, for amounts, ``=`` and ``-``."""

    line: int
    mark: str
    role: str | None
    text: TextPart
    feedback: TextPart | None = None
    is_unclear: bool = False
    """The mark or the role has its own finding already."""

    @property
    def is_amount(self) -> bool:
        return self.mark in {"=", "-"}

    @property
    def is_right(self) -> bool:
        return self.mark in {"x", "="}

    @property
    def shown_mark(self) -> str:
        mark = self.mark if self.is_amount else f"[{self.mark or ' '}]"
        return f"{mark} {{{self.role}}}" if self.role else mark


@dataclass
class QuestionText:
    """What one language's file says."""

    page: Page
    stem: TextPart
    answers: list[AnswerText] = field(default_factory=list)
    rationale: TextPart | None = None


def read_question_text(page: Page, kind: str, diagnostics: list[Diagnostic]) -> QuestionText:
    """Take a body apart. ``kind`` decides whether ``- 80 EUR`` is an amount or a list item of the stem."""
    return _BodyReader(page, is_numeric=kind == "numeric", diagnostics=diagnostics).read()


class _BodyReader:
    def __init__(self, page: Page, *, is_numeric: bool, diagnostics: list[Diagnostic]) -> None:
        self.page = page
        self.is_numeric = is_numeric
        self.diagnostics = diagnostics
        first = next((n for n, line in enumerate(page.body_lines) if line.strip()), 0)
        self.question = QuestionText(page, TextPart(page.body_line + first))

    def read(self) -> QuestionText:
        is_code = False
        for number, line in enumerate(self.page.body_lines, start=self.page.body_line):
            if self.question.rationale is not None:
                self.question.rationale.lines.append(line)
                continue
            if _FENCE.match(line) and not self.question.answers:
                is_code = not is_code
            if is_code or not self._read_structure(number, line):
                self._read_text(number, line)
        if not self.question.stem.text:
            self.diagnostics.append(report(kinds.NO_STEM, self.page.source.place(self.page.body_line)))
        return self.question

    def _read_structure(self, number: int, line: str) -> bool:
        """Take the line if it begins an answer or the explanation."""
        answers = self.question.answers
        if answers and _HEADING.match(line):
            self.question.rationale = TextPart(number + 1)
            return True
        option = _OPTION.match(line)
        if option:
            mark = option[1].strip().lower()
            is_unclear = mark not in {"x", ""}
            if is_unclear:
                place = self.page.source.place(number, line.index("[") + 1)
                self.diagnostics.append(report(kinds.UNKNOWN_MARK, place, mark=option[1]))
            self._add(number, line, mark, option[2], option[3], is_unclear=is_unclear)
            return True
        answer = _ANSWER.match(line)
        if answer and line.strip("= "):  # A row of = alone underlines a heading, which check_markdown reports.
            self._add(number, line, "=", None, answer[1])
            return True
        wrong = _WRONG_AMOUNT.match(line) if self.is_numeric and answers else None
        if wrong:
            self._add(number, line, "-", wrong[2], wrong[1])
            return True
        return False

    def _add(self, number: int, line: str, mark: str, role: str | None, text: str, *, is_unclear: bool = False) -> None:
        role = role.strip() if role is not None else None
        if role is not None and role not in ROLES:
            place = self.page.source.place(number, line.index("{") + 1)
            self.diagnostics.append(report(kinds.UNKNOWN_ROLE, place, role=role))
            role, is_unclear = None, True
        answer = AnswerText(number, mark, role, TextPart(number, [text]), is_unclear=is_unclear)
        self.question.answers.append(answer)

    def _read_text(self, number: int, line: str) -> None:
        """Add the line to whatever is open: the stem, an answer's text or its feedback."""
        if not self.question.answers:
            self.question.stem.lines.append(line)
            return
        if not line.strip():
            return
        answer = self.question.answers[-1]
        feedback = _FEEDBACK.match(line)
        if feedback:
            if answer.feedback is None:
                answer.feedback = TextPart(number)
            answer.feedback.lines.append(feedback[1])
            return
        continued = _CONTINUED.match(line)
        if continued and answer.feedback is None and not answer.is_amount:
            answer.text.lines.append(continued[1])
            return
        self.diagnostics.append(report(kinds.STRAY_LINE, self.page.source.place(number)))
