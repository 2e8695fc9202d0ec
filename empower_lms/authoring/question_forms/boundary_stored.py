"""A boundary question as it is stored: its cases are written out, because the card that they came from is not at hand.

The plain text of a quiz keeps such a question as it is. ``computed:`` in the front matter names the card and the
amount of each case, ``- [below, at]`` the cases in which an option is right, and the heading of a case is followed by
its sentence and, quoted, its worked explanation. A catalogue refuses all that: there the card decides (ADR 0017).
"""

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from pydantic import Field, ValidationError

from empower_lms.authoring.kinds import edges as kinds
from empower_lms.authoring.kinds import quiz_text as text_kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.boundary_text import BoundaryBody, EdgeSettings, names_of
from empower_lms.authoring.question_forms.entries import Entry, EntryBody
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import report
from empower_lms.authoring.validation import explain_invalid
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import BoundaryCaseKind
from empower_lms.domain.questions.boundary import CardDigest

COMPUTED = "computed"


class Computed(Value):
    """What cases were computed from: the card as it was, and the value of the limited fact in each case."""

    card: CardDigest
    version: int = Field(ge=1)
    cases: dict[BoundaryCaseKind, Quantity] = Field(min_length=2)


class _Front(Value):
    computed: Computed


def is_stored(body: EntryBody) -> bool:
    return COMPUTED in body.page.settings.data


def check_stored(family: Family[EntryBody]) -> Iterator[Diagnostic]:
    """Check that options, sentences and amounts speak of the same cases, each of them once."""
    settings = family.settings
    if not family.register.is_alone:
        yield report(kinds.WRITTEN_OUT, settings.place(COMPUTED))
        return
    for name in settings.data:
        if name in EdgeSettings.model_fields:
            yield report(text_kinds.NOT_BOTH, settings.place(name), field=name)
    if settings.data.get("clause") is None:
        yield report(structure_kinds.MISSING_FIELD, settings.place(), field="clause")
    try:
        front = _Front.model_validate({COMPUTED: settings.data[COMPUTED]})
    except ValidationError as error:
        yield from explain_invalid(error, settings, Computed)
        return
    cases = front.computed.cases
    yield from _check_marks(family.leading, cases)
    for body in family.bodies.values():
        yield from _check_sentences(body, cases)


def _check_marks(body: EntryBody, cases: dict[BoundaryCaseKind, Quantity]) -> Iterator[Diagnostic]:
    source = body.page.source
    for case in cases:
        right = [entry for entry in body.entries if case in names_of(entry.mark[1:-1])]
        if len(right) != 1:
            place = source.place(right[1].line if right else body.entries[0].line)
            yield report(text_kinds.CASE_ANSWERS, place, case=case, count=len(right))
    for entry in body.entries:
        for name in names_of(entry.mark[1:-1]):
            if name not in cases:
                place = source.place(entry.line, entry.mark.index("[") + 1)
                yield report(text_kinds.NO_SUCH_CASE, place, case=name, cases=", ".join(cases))


def _check_sentences(body: EntryBody, cases: dict[BoundaryCaseKind, Quantity]) -> Iterator[Diagnostic]:
    sentences = body.sentences if isinstance(body, BoundaryBody) else {}
    source = body.page.source
    for name, part in sentences.items():
        if name not in cases:
            place = source.place(part.line - 1)
            yield report(text_kinds.NO_SUCH_CASE, place, case=name, cases=", ".join(cases))
    for case in cases:
        told = sentences.get(case)
        if told is None or not all(_split(told)):
            place = source.place(told.line - 1 if told else body.entries[-1].line)
            yield report(text_kinds.CASE_NOT_TOLD, place, case=case)


def stored_data(family: Family[EntryBody]) -> dict[str, Any]:
    """Return the fields of the model, as they are written out."""
    data = family.settings.data
    front = _Front.model_validate({COMPUTED: data[COMPUTED]}).computed
    told = {
        case: {
            language: _split(body.sentences[case])
            for language, body in family.bodies.items()
            if isinstance(body, BoundaryBody)
        }
        for case in front.cases
    }
    return {
        "scope": str(data["clause"]).partition(".")[0],
        "scope_version": front.version,
        "card": front.card,
        "cases": [
            {
                "id": ascii_lowercase[index],
                "case": case,
                "given": given,
                "text": {language: sentence for language, (sentence, _why) in told[case].items()},
                "key": ascii_lowercase[_index_of(family.leading.entries, case)],
                "rationale": {language: why for language, (_sentence, why) in told[case].items()},
            }
            for index, (case, given) in enumerate(front.cases.items())
        ],
    }


def _index_of(entries: list[Entry], case: BoundaryCaseKind) -> int:
    return next(index for index, entry in enumerate(entries) if case in names_of(entry.mark[1:-1]))


def _split(part: TextPart) -> tuple[str, str]:
    """Tell a case's sentence from its explanation: the quotation at the end."""
    lines = list(part.lines)
    while lines and not lines[-1].strip():
        lines.pop()
    begin = len(lines)
    while begin and lines[begin - 1].startswith(">"):
        begin -= 1
    quoted = [line.removeprefix(">").removeprefix(" ") for line in lines[begin:]]
    return "\n".join(lines[:begin]).strip(), "\n".join(quoted).strip()
