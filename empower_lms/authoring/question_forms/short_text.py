"""Short text: ``= accepted | as well``, ``~ /pattern/``, and ``- wrong | also wrong {role}`` with its feedback."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.entries import Entry, EntryBody, EntryForm, place_entries, read_role
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import ShortText
from empower_lms.domain.questions.short_text import MAX_ACCEPTED
from empower_lms.domain.typed_words import MAX_TYPED, compile_pattern, is_matched, normalise

RIGHT, PATTERN, WRONG = "=", "~", "-"

_RIGHT = re.compile(r"^= *(.*)$")
_PATTERN = re.compile(r"^~ +(.*)$")
_WRONG = re.compile(r"^[-*+] {1,3}([^{]*?)\s*(?:\{([^}]*)\}\s*)?$")


class ShortTextForm(EntryForm):
    """Accepted words, patterns, and wrong words with their feedback.

    Languages may have another number of accepted variants; wrong answers correspond one by one.
    """

    kind = "text"
    model = ShortText
    root = ("accepted",)
    lines = "'=' (accepted), '~' (a pattern) or '-' (wrong)"
    at_most = MAX_ACCEPTED
    has_amounts = True

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        right = _RIGHT.match(line)
        if right and line.strip("= "):  # A row of = alone underlines a heading, which check_markdown reports.
            return Entry(number, RIGHT, TextPart(number, [right[1]]), is_one_line=True), []
        pattern = _PATTERN.match(line)
        if pattern:
            return Entry(number, PATTERN, TextPart(number, [pattern[1]]), is_one_line=True), []
        wrong = _WRONG.match(line) if not is_first else None  # Above the accepted words it is a list of the stem.
        if wrong is None:
            return None
        role, findings = read_role(source, number, line, wrong[2])
        return Entry(number, WRONG, TextPart(number, [wrong[1]]), role, is_one_line=True), findings

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        source = body.page.source
        yield from super().check(body)
        right = [entry for entry in body.entries if entry.mark == RIGHT]
        if body.entries and not right:
            yield report(kinds.NO_OPTIONS, source.place(body.entries[0].line), lines="'='")
        told = [entry.feedback for entry in body.entries if entry.mark != WRONG and entry.feedback is not None]
        for again in told[1:]:
            yield report(kinds.FEEDBACK_TWICE, source.place(again.line, again.column), first=told[0].line)
        for entry in body.entries:
            if entry.mark == WRONG and entry.feedback is None:
                yield report(kinds.MISSING_FIELD, source.place(entry.line), field="> feedback")

    def check_entry(self, entry: Entry, source: SourceFile) -> Iterator[Diagnostic]:
        place = source.place(entry.line)
        if entry.mark == PATTERN:
            try:
                compile_pattern(pattern_of(entry))
            except ValueError as error:
                yield report(kinds.UNCLEAR_PATTERN, place, problem=error)
            return
        for text in variants_of(entry):
            if not text:
                yield report(kinds.EMPTY_OPTION, place)
            elif len(text) > MAX_TYPED:
                problem = f"it has {len(text)} characters, and {MAX_TYPED} can be typed"
                yield report(kinds.UNTYPABLE, place, text=text, problem=problem)
            elif not normalise(text):
                yield report(kinds.UNTYPABLE, place, text=text, problem="nothing is left of it when it is compared")

    def compare(self, leading: EntryBody, translated: EntryBody, comparison: Comparison) -> Iterator[Diagnostic]:
        """Compare wrong answers one by one; accepted words are each language's own."""
        yield from (finding for finding in self.check(translated) if finding.kind is not kinds.TOO_MANY_OPTIONS)
        ours, theirs = _wrong(leading), _wrong(translated)
        line = translated.entries[-1].line if translated.entries else translated.stem.line
        yield from comparison.count(len(ours), len(theirs), line)
        if len(ours) == len(theirs):
            for our, their in zip(ours, theirs, strict=True):
                if not (our.is_unclear or their.is_unclear):
                    yield from comparison.mark(our.shown_mark, their.shown_mark, their.line)
        our_line = leading.entries[0].line if leading.entries else leading.stem.line
        told = (_right_feedback(leading), _right_feedback(translated))
        yield from comparison.presence("feedback", *told, our_line, line)

    def check_family(self, family: Family[EntryBody]) -> Iterable[Diagnostic]:
        """Find wrong answers that are accepted, or listed twice, in whichever language."""
        seen: dict[str, tuple[str, int]] = {}
        for language, body in family.bodies.items():
            for index, entry in enumerate(_wrong(body)):
                for text in variants_of(entry):
                    place = body.page.source.place(entry.line)
                    other = _accepting(family, text)
                    if other:
                        yield report(kinds.ALSO_ACCEPTED, place, text=text, other=other)
                    elif seen.setdefault(normalise(text), (language, index))[1] != index:
                        yield report(kinds.SAME_AMOUNT, place, amount=text)

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        for path, line, column in place_entries(_paths(body.entries)):
            yield path if path[0] == "misconceptions" or path[-1] != "feedback" else ("feedback",), line, column

    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        bodies = family.bodies
        right = {language: _texts(body, RIGHT) for language, body in bodies.items()}
        patterns = {language: _patterns(body) for language, body in bodies.items()}
        told = {language: _right_feedback(body) for language, body in bodies.items()}
        wrong = [
            {
                "texts": _side_by_side({name: variants_of(_wrong(body)[index]) for name, body in bodies.items()}),
                "role": entry.role,
                "feedback": family.texts({name: _wrong(body)[index].feedback for name, body in bodies.items()}),
            }
            for index, entry in enumerate(_wrong(family.leading))
        ]
        return {
            "accepted": _side_by_side(right),
            "patterns": _side_by_side(patterns),
            "feedback": family.texts(told),
            "misconceptions": wrong,
        }


def variants_of(entry: Entry) -> list[str]:
    """Split ``one | other`` into its wordings."""
    return [text.strip() for text in entry.text.text.split("|")]


def pattern_of(entry: Entry) -> str:
    """Return the regular expression between the slashes.

    Raises:
        ValueError: when there are none.
    """
    text = entry.text.text
    if len(text) < 3 or not (text.startswith("/") and text.endswith("/")):
        raise ValueError("it does not stand between slashes")
    return text[1:-1]


def _side_by_side(texts: dict[str, list[str]]) -> list[dict[str, str]]:
    """Put the variants of the languages together by position; a language with fewer is left out of the rest."""
    rows = zip_longest(*texts.values())
    return [{name: text for name, text in zip(texts, row, strict=True) if text is not None} for row in rows]


def _paths(entries: list[Entry]) -> Iterator[tuple[Path, Entry]]:
    counts: dict[str, int] = {RIGHT: 0, PATTERN: 0, WRONG: 0}
    names = {RIGHT: "accepted", PATTERN: "patterns", WRONG: "misconceptions"}
    for entry in entries:
        if entry.mark not in names:
            continue
        yield (names[entry.mark], counts[entry.mark]), entry
        # Each wording of an accepted answer is a value of its own.
        counts[entry.mark] += len(variants_of(entry)) if entry.mark == RIGHT else 1


def _wrong(body: EntryBody) -> list[Entry]:
    return [entry for entry in body.entries if entry.mark == WRONG]


def _texts(body: EntryBody, mark: str) -> list[str]:
    return [text for entry in body.entries if entry.mark == mark for text in variants_of(entry)]


def _patterns(body: EntryBody) -> list[str]:
    return [pattern_of(entry) for entry in body.entries if entry.mark == PATTERN]


def _right_feedback(body: EntryBody) -> TextPart | None:
    told = (entry.feedback for entry in body.entries if entry.mark != WRONG)
    return next((feedback for feedback in told if feedback is not None), None)


def _accepting(family: Family[EntryBody], text: str) -> str:
    """Name the accepted words or the pattern that a wrong answer falls under."""
    given = normalise(text)
    for body in family.bodies.values():
        for accepted in _texts(body, RIGHT):
            if normalise(accepted) == given:
                return f"'= {accepted}'"
        for pattern in _patterns(body):
            if is_matched(pattern, text):
                return f"'~ /{pattern}/'"
    return ""
