"""Compare a translated question with the leading one: nothing that decides may differ."""

from collections.abc import Iterator

from empower_lms.authoring.amounts import read_amount, read_answer
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.numbers_in_text import find_numbers, show_numbers
from empower_lms.authoring.question_text import AnswerText, QuestionText, TextPart
from empower_lms.authoring.source import report
from empower_lms.domain.diagnostic import Diagnostic


def compare_translation(
    leading: QuestionText, translated: QuestionText, first: str, language: str
) -> Iterator[Diagnostic]:
    """Find every difference between two languages of one question."""
    source = translated.page.source
    if len(translated.answers) != len(leading.answers):
        line = translated.answers[-1].line if translated.answers else translated.stem.line
        found, expected = len(translated.answers), len(leading.answers)
        yield report(kinds.OPTION_COUNT, source.place(line), found=found, expected=expected, first=first)
        return
    yield from _compare_numbers(leading.stem, translated.stem, translated, first, language)
    for ours, theirs in zip(leading.answers, translated.answers, strict=True):
        yield from _compare_answer(ours, theirs, leading, translated, first, language)
    yield from _compare_presence(
        "explanation", leading.rationale, translated.rationale, leading, translated, (first, language)
    )


def _compare_answer(
    ours: AnswerText,
    theirs: AnswerText,
    leading: QuestionText,
    translated: QuestionText,
    first: str,
    language: str,
) -> Iterator[Diagnostic]:
    place = translated.page.source.place(theirs.line)
    file = leading.page.source.path
    if ours.is_unclear or theirs.is_unclear:
        pass  # Compared when both are readable.
    elif ours.shown_mark != theirs.shown_mark:
        marks = {"found": theirs.shown_mark, "expected": ours.shown_mark}
        yield report(kinds.OTHER_MARK, place, **marks, first=first, file=file)
    elif ours.is_amount:
        if not _is_same_amount(ours, theirs):
            amounts = {"found": theirs.text.text, "expected": ours.text.text}
            yield report(kinds.OTHER_AMOUNT, place, **amounts, first=first, file=file)
    else:
        if not theirs.text.text:
            yield report(kinds.EMPTY_OPTION, place)
        yield from _compare_numbers(ours.text, theirs.text, translated, first, language)
    yield from _compare_presence(
        "feedback", ours.feedback, theirs.feedback, leading, translated, (first, language), theirs.line, ours.line
    )


def _compare_presence(
    part: str,
    ours: TextPart | None,
    theirs: TextPart | None,
    leading: QuestionText,
    translated: QuestionText,
    languages: tuple[str, str],
    their_line: int | None = None,
    our_line: int | None = None,
) -> Iterator[Diagnostic]:
    has_ours, has_theirs = bool(ours and ours.text), bool(theirs and theirs.text)
    if has_ours == has_theirs:
        return
    present, absent = languages if has_ours else languages[::-1]
    text, line = (translated, their_line) if has_ours else (leading, our_line)
    place = text.page.source.place(line or len(text.page.source.lines))
    yield report(kinds.PART_IN_ONE_LANGUAGE, place, part=part, present=present, absent=absent)


def _compare_numbers(
    ours: TextPart, theirs: TextPart, translated: QuestionText, first: str, language: str
) -> Iterator[Diagnostic]:
    expected, found = find_numbers(ours.text, first), find_numbers(theirs.text, language)
    if expected != found:
        place = translated.page.source.place(theirs.line)
        numbers = {"found": show_numbers(found), "expected": show_numbers(expected)}
        yield report(kinds.OTHER_NUMBERS, place, **numbers, first=first)


def _is_same_amount(ours: AnswerText, theirs: AnswerText) -> bool:
    read = read_answer if ours.is_right else read_amount
    try:
        return read(ours.text.text) == read(theirs.text.text)
    except ValueError:
        return ours.text.text == theirs.text.text
