"""The answer sheet: what a question's form sends, checked before anything is done with it."""

from pydantic import Field, ValidationError
from webob.multidict import MultiDict

from empower_lms.domain.base import Value
from empower_lms.domain.question import MAX_OPTIONS
from empower_xblocks.place import Place, at_question, named_place

CHECK = "check"
NEXT = "next"
PREVIOUS = "previous"


class AnswerSheet(Value):
    """One submitted question. ``item`` is the question that the sheet was printed for."""

    attempt: str = Field(min_length=1, max_length=64)
    position: int = Field(ge=1, le=999)
    item: str = Field(max_length=90)
    key: str = Field(min_length=1, max_length=100)
    raw: tuple[str, ...] = Field(max_length=MAX_OPTIONS)
    go: str = Field(max_length=20)

    @property
    def is_blank(self) -> bool:
        return not any(value.strip() for value in self.raw)

    @property
    def asks_to_check(self) -> bool:
        return self.go == CHECK

    @property
    def typed(self) -> str:
        return self.raw[0] if self.raw else ""

    @property
    def destination(self) -> Place:
        """Where the pressed button leads: ``check`` stays, and behind the last question the quiz resumes."""
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
                "item": form.get("item", ""),
                "key": form.get("key", ""),
                "raw": tuple(form.getall("answer")),
                "go": form.get("go", ""),
            }
        )
    except ValidationError:
        return None
