"""Numeric questions: ``= 720 EUR ± 0`` is right, ``- 1680 EUR {over}`` is a wrong answer that we expect."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from empower_lms.authoring.amounts import read_amount, read_answer
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.entries import Entry, EntryBody, EntryForm, place_entries, read_role
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import Numeric

_RIGHT = re.compile(r"^= *(.*)$")
_WRONG = re.compile(r"^[-*+] {1,3}([-+]?[0-9][^{]*)(?:\{([^}]*)\}\s*)?$")

RIGHT, WRONG = "=", "-"
MAX_WRONG = 20


class NumericForm(EntryForm):
    """One right amount, and wrong ones with their feedback."""

    kind = "numeric"
    model = Numeric
    root = ("answer",)
    lines = "'=' or '-'"
    at_most = MAX_WRONG + 1
    has_amounts = True

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        right = _RIGHT.match(line)
        if right and line.strip("= "):  # A row of = alone underlines a heading, which check_markdown reports.
            return Entry(number, RIGHT, TextPart(number, [right[1]]), is_one_line=True), []
        wrong = _WRONG.match(line) if not is_first else None  # Above the right amount it is a list of the stem.
        if wrong is None:
            return None
        role, findings = read_role(source, number, line, wrong[2])
        return Entry(number, WRONG, TextPart(number, [wrong[1]]), role, is_one_line=True), findings

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        source = body.page.source
        if body.entries:
            yield from super().check(body)
        right = [entry for entry in body.entries if entry.mark == RIGHT]
        if len(right) != 1:
            line = right[1].line if right else body.stem.line
            yield report(kinds.ANSWER_COUNT, source.place(line), count=len(right))
        seen: set[str] = set()
        for entry in body.entries:
            if entry.mark != WRONG:
                continue
            if entry.text.text in seen:
                yield report(kinds.SAME_AMOUNT, source.place(entry.line), amount=entry.text.text)
            seen.add(entry.text.text)
            if entry.feedback is None:
                yield report(kinds.MISSING_FIELD, source.place(entry.line), field="> feedback")

    def check_entry(self, entry: Entry, source: SourceFile) -> Iterator[Diagnostic]:
        try:
            _ = read_answer(entry.text.text) if entry.mark == RIGHT else read_amount(entry.text.text)
        except ValueError as error:
            place = source.place(entry.line)
            yield report(kinds.UNCLEAR_AMOUNT, place, text=entry.text.text, problem=error)

    def compare_entry(self, ours: Entry, theirs: Entry, comparison: Comparison) -> Iterable[Diagnostic]:
        if ours.shown_mark != theirs.shown_mark:
            yield from comparison.mark(ours.shown_mark, theirs.shown_mark, theirs.line)
        elif not _is_same_amount(ours, theirs):
            params = {"found": theirs.text.text, "expected": ours.text.text}
            place = comparison.place(theirs.line)
            yield report(kinds.OTHER_AMOUNT, place, **params, first=comparison.first, file=comparison.leading.path)

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        return place_entries(_paths(body.entries))

    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        data: dict[str, Any] = {"misconceptions": []}
        for index, entry in enumerate(family.leading.entries):
            feedback = self.feedback_of(family, index)
            if entry.mark == RIGHT:
                number, unit, tolerance = read_answer(entry.text.text)
                data |= {"answer": {"amount": number, "unit": unit}, "tolerance": tolerance, "feedback": feedback}
            else:
                number, unit = read_amount(entry.text.text)
                wrong = {"answer": {"amount": number, "unit": unit}, "role": entry.role, "feedback": feedback}
                data["misconceptions"].append(wrong)
        return data


def _paths(entries: list[Entry]) -> Iterator[tuple[Path, Entry]]:
    wrong = 0
    for entry in entries:
        if entry.mark == RIGHT:
            yield ("answer",), entry
        else:
            yield ("misconceptions", wrong), entry
            wrong += 1


def _is_same_amount(ours: Entry, theirs: Entry) -> bool:
    read = read_answer if ours.mark == RIGHT else read_amount
    try:
        return read(ours.text.text) == read(theirs.text.text)
    except ValueError:
        return ours.text.text == theirs.text.text
