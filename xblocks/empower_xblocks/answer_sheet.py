"""The answer sheet: what a question's form sends, checked before anything is done with it."""

from collections.abc import Iterator
from typing import TypeAlias

from pydantic import Field, ValidationError
from webob.multidict import MultiDict

from empower_lms.assessment.reading import RawAnswer
from empower_lms.domain.base import Value
from empower_lms.domain.question import MAX_OPTIONS
from empower_xblocks.place import Place, at_question, named_place

CHECK = "check"
DECIDE = "decide"
NEXT = "next"
PREVIOUS = "previous"
FLAG = "flag"
UNFLAG = "unflag"
MAX_QUESTIONS = 999

Form: TypeAlias = "MultiDict[str, str]"


class AnswerSheet(Value):
    """One submitted question. ``item`` is the question that the sheet was printed for."""

    attempt: str = Field(min_length=1, max_length=64)
    position: int = Field(ge=1, le=MAX_QUESTIONS)
    key: str = Field(min_length=1, max_length=100)
    raw: RawAnswer
    go: str = Field(max_length=20)

    @property
    def asks_to_check(self) -> bool:
        return self.go in {CHECK, DECIDE}

    @property
    def flag(self) -> bool | None:
        """Whether the pressed button puts the flag up or takes it down, or is about something else."""
        return {FLAG: True, UNFLAG: False}.get(self.go)

    @property
    def destination(self) -> Place:
        """Where the pressed button leads: ``check``, ``decide`` and flags stay; behind the last the quiz resumes."""
        if self.go in {NEXT, ""}:
            return at_question(self.position + 1)
        if self.go == PREVIOUS:
            return at_question(max(1, self.position - 1))
        stays = self.asks_to_check or self.flag is not None
        return at_question(self.position) if stays else named_place(self.go)


def read_sheet(form: Form) -> AnswerSheet | None:
    """Read a submitted form; one that our page can't have sent is nothing."""
    return _make_sheet(form, form, position=form.get("q", ""), go=form.get("go", ""))


def read_page(form: Form) -> Iterator[AnswerSheet]:
    """Read the sheets of a page with all questions, whose fields carry their position: ``3:answer``.

    A button that concerns one question names it, too: ``check:3``.
    """
    parts: dict[str, Form] = {}
    for name, value in form.items():
        position, separates, field = name.partition(":")
        if separates and len(position) <= len(str(MAX_QUESTIONS)):
            parts.setdefault(position, MultiDict()).add(field, value)
    go, _, pressed = form.get("go", "").partition(":")
    for position, fields in parts.items():
        sheet = _make_sheet(form, fields, position=position, go=go if pressed == position else "")
        if sheet is not None:
            yield sheet


def _make_sheet(form: Form, fields: Form, *, position: str, go: str) -> AnswerSheet | None:
    try:
        return AnswerSheet.model_validate(
            {
                "attempt": form.get("attempt", ""),
                "position": position,
                "key": form.get("key", ""),
                "raw": {
                    "item": fields.get("item", ""),
                    "values": _read_values(fields, go),
                    "stance": fields.get("stance") or None,
                },
                "go": go,
            }
        )
    except ValidationError:
        return None


def _read_values(form: Form, go: str) -> tuple[str, ...]:
    """Collect ``answer``, or ``answer-1``, ``answer-2`` and so on, where each part has a control of its own."""
    if "decision" in form:
        # A decision is final, so it is taken by its own button only: any other leaves the case as it is.
        return (form["decision"],) if go == DECIDE else ()
    numbered = [number for number in range(1, MAX_OPTIONS + 1) if f"answer-{number}" in form]
    if "rows" not in form and not numbered:
        return tuple(form.getall("answer")[: MAX_OPTIONS + 1])
    # A group of radio buttons in which nothing is chosen sends nothing at all, so the form says how many there are.
    rows = form.get("rows", "")
    count = int(rows) if rows.isascii() and rows.isdigit() and len(rows) <= 2 else max(numbered, default=0)
    return tuple(form.get(f"answer-{number}", "") for number in range(1, min(count, MAX_OPTIONS) + 1))
