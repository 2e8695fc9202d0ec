"""Short text: a few words that are compared with accepted variants after normalisation."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import OptionRole, QuestionBase
from empower_lms.domain.text import LocalizedText

MAX_PATTERN = 200


class WrongText(Value):
    """A wrong answer that we expect, with what it shows and what to say about it."""

    texts: tuple[LocalizedText, ...] = Field(min_length=1)
    role: OptionRole | None = None
    feedback: LocalizedText


class ShortText(QuestionBase):
    """A few typed words. An answer in either language of the catalogue counts.

    ``accepted`` is compared after normalisation (case, accents, hyphens, blanks, final punctuation); ``pattern``
    is a regular expression for what no list of variants can hold.
    """

    kind: Literal["text"] = "text"
    accepted: tuple[LocalizedText, ...] = Field(min_length=1, max_length=40)
    pattern: str = Field(default="", max_length=MAX_PATTERN)
    feedback: LocalizedText | None = None
    misconceptions: tuple[WrongText, ...] = ()

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for number, variant in enumerate(self.accepted, start=1):
            yield f"accepted {number}", variant
        if self.feedback is not None:
            yield "feedback", self.feedback
        for number, wrong in enumerate(self.misconceptions, start=1):
            yield f"feedback of wrong answer {number}", wrong.feedback
