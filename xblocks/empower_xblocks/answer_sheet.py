"""The answer sheet: what a question's form sends, checked before anything is done with it."""

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


class AnswerSheet(Value):
    """One submitted question. ``item`` is the question that the sheet was printed for."""

    attempt: str = Field(min_length=1, max_length=64)
    position: int = Field(ge=1, le=999)
    key: str = Field(min_length=1, max_length=100)
    raw: RawAnswer
    go: str = Field(max_length=20)

    @property
    def asks_to_check(self) -> bool:
        return self.go in {CHECK, DECIDE}

    @property
    def destination(self) -> Place:
        """Where the pressed button leads: ``check`` and ``decide`` stay; behind the last question the quiz resumes."""
        if self.go in {NEXT, ""}:
            return at_question(self.position + 1)
        if self.go == PREVIOUS:
            return at_question(max(1, self.position - 1))
        return at_question(self.position) if self.asks_to_check else named_place(self.go)


def read_sheet(form: "MultiDict[str, str]") -> AnswerSheet | None:
    """Read a submitted form; one that our page can't have sent is nothing."""
    try:
        return AnswerSheet.model_validate(
            {
                "attempt": form.get("attempt", ""),
                "position": form.get("q", ""),
                "key": form.get("key", ""),
                "raw": {
                    "item": form.get("item", ""),
                    "values": _read_values(form),
                    "stance": form.get("stance") or None,
                },
                "go": form.get("go", ""),
            }
        )
    except ValidationError:
        return None


def _read_values(form: "MultiDict[str, str]") -> tuple[str, ...]:
    """Collect ``answer``, or ``answer-1``, ``answer-2`` and so on, where each part has a control of its own."""
    if "decision" in form:
        # A decision is final, so it is taken by its own button only: any other leaves the case as it is.
        return (form["decision"],) if form.get("go") == DECIDE else ()
    numbered = [number for number in range(1, MAX_OPTIONS + 1) if f"answer-{number}" in form]
    if "rows" not in form and not numbered:
        return tuple(form.getall("answer")[: MAX_OPTIONS + 1])
    # A group of radio buttons in which nothing is chosen sends nothing at all, so the form says how many there are.
    rows = form.get("rows", "")
    count = int(rows) if rows.isascii() and rows.isdigit() and len(rows) <= 2 else max(numbered, default=0)
    return tuple(form.get(f"answer-{number}", "") for number in range(1, min(count, MAX_OPTIONS) + 1))
