"""Compare a translated question with the leading one: nothing that decides may differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.numbers_in_text import find_numbers, show_numbers
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic, Place


@dataclass(frozen=True)
class Comparison:
    """Two languages of one question. Findings stand in the translation, except for what only it has."""

    first: str
    language: str
    leading: SourceFile
    translated: SourceFile

    def place(self, line: int, column: int = 1) -> Place:
        return self.translated.place(line, column)

    def count(self, expected: int, found: int, line: int) -> Iterator[Diagnostic]:
        """Find that there are more or fewer parts; comparing them one by one makes no sense then."""
        if found != expected:
            yield report(kinds.OPTION_COUNT, self.place(line), found=found, expected=expected, first=self.first)

    def mark(self, expected: str, found: str, line: int) -> Iterator[Diagnostic]:
        """Find that a part is right, or has a role, in one language only."""
        if found != expected:
            params = {"found": found, "expected": expected, "first": self.first, "file": self.leading.path}
            yield report(kinds.OTHER_MARK, self.place(line), **params)

    def presence(
        self, part: str, ours: TextPart | None, theirs: TextPart | None, our_line: int = 0, their_line: int = 0
    ) -> Iterator[Diagnostic]:
        """Find a part that one language has and the other has not. Without a line, the end of the file is shown."""
        has_ours, has_theirs = bool(ours and ours.text), bool(theirs and theirs.text)
        if has_ours == has_theirs:
            return
        present, absent = (self.first, self.language) if has_ours else (self.language, self.first)
        source, line = (self.translated, their_line) if has_ours else (self.leading, our_line)
        place = source.place(line or len(source.lines))
        yield report(kinds.PART_IN_ONE_LANGUAGE, place, part=part, present=present, absent=absent)

    def numbers(self, ours: TextPart, theirs: TextPart) -> Iterator[Diagnostic]:
        """Find amounts and times that the translation changed."""
        expected, found = find_numbers(ours.text, self.first), find_numbers(theirs.text, self.language)
        if expected != found:
            numbers = {"found": show_numbers(found), "expected": show_numbers(expected)}
            yield report(kinds.OTHER_NUMBERS, self.place(theirs.line, theirs.column), **numbers, first=self.first)
