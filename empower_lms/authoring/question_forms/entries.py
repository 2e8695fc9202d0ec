"""The shape that most kinds share: a stem, then answers one by one with their feedback, then an explanation.

A form says how an answer's line looks; everything else about the body is read here.
"""

import re
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.form import Body, Family, QuestionForm
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import OptionRole

ROLES = tuple(role.value for role in OptionRole)

_OPTION = re.compile(r"^[-*+] {1,3}\[[xX ]?\](?!\()")
_AMOUNT = re.compile(r"^= *[^=\s]")
_FEEDBACK = re.compile(r"^ {0,3}> ?(.*)$")
_CONTINUED = re.compile(r"^ {2,}(\S.*)$")
_HEADING = re.compile(r"^#{1,6}\s+\S")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


@dataclass
class Entry:
    """One answer: its line, what marks it, its text and the feedback below it."""

    line: int
    mark: str
    text: TextPart
    role: str | None = None
    feedback: TextPart | None = None
    is_unclear: bool = False
    """The mark or the role has its own finding already."""
    is_one_line: bool = False
    """The text does not go on in the next line: amounts and accepted words."""

    @property
    def shown_mark(self) -> str:
        return f"{self.mark} {{{self.role}}}" if self.role else self.mark


@dataclass
class EntryBody(Body):
    """A body whose answers stand one below the other."""

    entries: list[Entry] = field(default_factory=list)


class EntryForm(QuestionForm[EntryBody]):
    """A form in which every answer begins with a line of its own."""

    lines: str
    """How the lines of answers begin, for hints: ``'- [ ]'``."""
    at_most: int
    has_options = False
    """Whether ``- [ ]`` is a line of this kind; elsewhere it is an option in the wrong kind of question."""
    has_amounts = False
    """Whether ``=`` is a line of this kind."""

    @abstractmethod
    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        """Read a line that begins an answer, or say that it doesn't. In front of the first answer stands the stem."""

    def read(self, page: Page, diagnostics: list[Diagnostic]) -> EntryBody:
        return _BodyReader(page, self, diagnostics).read()

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        source = body.page.source
        if not body.entries:
            yield report(kinds.NO_OPTIONS, source.place(body.stem.line), lines=self.lines)
        if len(body.entries) > self.at_most:
            place = source.place(body.entries[self.at_most].line)
            yield report(kinds.TOO_MANY_OPTIONS, place, count=len(body.entries), limit=self.at_most)
        for entry in body.entries:
            if not entry.is_unclear:
                yield from self.check_entry(entry, source)

    def check_entry(self, entry: Entry, source: SourceFile) -> Iterator[Diagnostic]:
        if not entry.text.text:
            yield report(kinds.EMPTY_OPTION, source.place(entry.line))

    def compare(self, leading: EntryBody, translated: EntryBody, comparison: Comparison) -> Iterator[Diagnostic]:
        line = translated.entries[-1].line if translated.entries else translated.stem.line
        yield from comparison.count(len(leading.entries), len(translated.entries), line)
        if len(leading.entries) != len(translated.entries):
            return
        for ours, theirs in zip(leading.entries, translated.entries, strict=True):
            if not (ours.is_unclear or theirs.is_unclear):  # Else compared when both are readable.
                yield from self.compare_entry(ours, theirs, comparison)
            yield from comparison.presence("feedback", ours.feedback, theirs.feedback, ours.line, theirs.line)

    def compare_entry(self, ours: Entry, theirs: Entry, comparison: Comparison) -> Iterable[Diagnostic]:
        if ours.shown_mark != theirs.shown_mark:
            yield from comparison.mark(ours.shown_mark, theirs.shown_mark, theirs.line)
            return
        yield from self.check_entry(theirs, comparison.translated)
        yield from comparison.numbers(ours.text, theirs.text)

    def text_of(self, family: Family[EntryBody], index: int) -> dict[str, str] | None:
        """Return the text of one answer in all languages."""
        return family.texts({language: body.entries[index].text for language, body in family.bodies.items()})

    def feedback_of(self, family: Family[EntryBody], index: int) -> dict[str, str] | None:
        """Return the feedback below one answer in all languages."""
        return family.texts({language: body.entries[index].feedback for language, body in family.bodies.items()})


def read_role(source: SourceFile, number: int, line: str, role: str | None) -> tuple[str | None, list[Diagnostic]]:
    """Read the word between braces; an unknown one is a finding."""
    role = role.strip() if role is not None else None
    if role is None or role in ROLES:
        return role, []
    return None, [report(kinds.UNKNOWN_ROLE, source.place(number, line.index("{") + 1), role=role)]


def read_role_map(
    source: SourceFile, number: int, line: str, roles: str | None, words: Collection[str], example: str
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Read ``{early: over, late: comm}``: which of the ``words`` shows which role."""
    read: dict[str, str] = {}
    if roles is None:
        return read, []
    place = source.place(number, line.index("{") + 1)
    for part in roles.split(","):
        word, colon, role = (piece.strip() for piece in part.partition(":"))
        if not colon or word not in words or word in read:
            return {}, [report(kinds.ROLE_FORM, place, role=roles, form=example)]
        if role not in ROLES:
            return {}, [report(kinds.UNKNOWN_ROLE, place, role=role)]
        read[word] = role
    return read, []


def place_entries(
    entries: Iterable[tuple[tuple[str | int, ...], Entry]],
) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Yield the places of answers and their feedback, and of each list at its first answer."""
    lists: set[str | int] = set()
    for path, entry in entries:
        if len(path) > 1 and path[0] not in lists:
            lists.add(path[0])
            yield path[:1], entry.line, 1
        yield path, entry.line, 1
        if entry.feedback is not None:
            yield (*path, "feedback"), entry.feedback.line, entry.feedback.column


class _BodyReader:
    def __init__(self, page: Page, form: EntryForm, diagnostics: list[Diagnostic]) -> None:
        self.page = page
        self.form = form
        self.diagnostics = diagnostics
        first = next((n for n, line in enumerate(page.body_lines) if line.strip()), 0)
        self.body = EntryBody(page, TextPart(page.body_line + first))

    def read(self) -> EntryBody:
        is_code = False
        for number, line in enumerate(self.page.body_lines, start=self.page.body_line):
            if self.body.rationale is not None:
                self.body.rationale.lines.append(line)
                continue
            if _FENCE.match(line) and not self.body.entries:
                is_code = not is_code
            if is_code or not self._read_structure(number, line):
                self._read_text(number, line)
        if not self.body.stem.text:
            self.diagnostics.append(report(kinds.NO_STEM, self.page.source.place(self.page.body_line)))
        return self.body

    def _read_structure(self, number: int, line: str) -> bool:
        """Take the line if it begins an answer or the explanation."""
        entries = self.body.entries
        if entries and _HEADING.match(line):
            self.body.rationale = TextPart(number + 1)
            return True
        begun = self.form.begin(self.page.source, number, line, is_first=not entries) or self._begin_foreign(
            number, line
        )
        if begun is None:
            return False
        entry, findings = begun
        entry.is_unclear = entry.is_unclear or bool(findings)
        entries.append(entry)
        self.diagnostics.extend(findings)
        return True

    def _begin_foreign(self, number: int, line: str) -> tuple[Entry, list[Diagnostic]] | None:
        """Recognise an answer of another kind of question: ``kind:`` is wrong then, or the line."""
        found = ""
        if _OPTION.match(line) and not self.form.has_options:
            found = "choice"
        elif _AMOUNT.match(line) and not self.form.has_amounts:
            found = "numeric"
        if not found:
            return None
        place = self.page.source.place(number)
        finding = report(kinds.OTHER_KIND, place, found=found, kind=self.form.kind)
        return Entry(number, line, TextPart(number, [line]), is_unclear=True), [finding]

    def _read_text(self, number: int, line: str) -> None:
        """Add the line to whatever is open: the stem, an answer's text or its feedback."""
        if not self.body.entries:
            self.body.stem.lines.append(line)
            return
        if not line.strip():
            return
        entry = self.body.entries[-1]
        feedback = _FEEDBACK.match(line)
        if feedback:
            if entry.feedback is None:
                entry.feedback = TextPart(number, column=line.index(">") + 1)
            entry.feedback.lines.append(feedback[1])
            return
        continued = _CONTINUED.match(line)
        if continued and entry.feedback is None and not entry.is_one_line:
            entry.text.lines.append(continued[1])
            return
        self.diagnostics.append(report(kinds.STRAY_LINE, self.page.source.place(number), lines=self.form.lines))
