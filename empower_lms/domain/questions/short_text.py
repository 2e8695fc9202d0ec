"""Short text: a few words that are compared with accepted variants after normalisation."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import OptionRole, QuestionBase
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.typed_words import MAX_TYPED, compile_pattern, is_matched, normalise

MAX_ACCEPTED = 40
MAX_PATTERNS = 8
MAX_WRONG = 20


def _can_be_typed(words: LocalizedText) -> LocalizedText:
    for _language, text in words.items():
        if len(text) > MAX_TYPED:
            raise ValueError(f"'{text}' has {len(text)} characters, and learners can type {MAX_TYPED}")
        if not normalise(text):
            raise ValueError(f"nothing is left of '{text}' when it is compared")
    return words


def _is_sound(patterns: LocalizedText) -> LocalizedText:
    for _language, pattern in patterns.items():
        try:
            compile_pattern(pattern)
        except ValueError as error:
            raise ValueError(f"the pattern /{pattern}/ can't be used: {error}") from error
    return patterns


Words = Annotated[LocalizedText, AfterValidator(_can_be_typed)]
Pattern = Annotated[LocalizedText, AfterValidator(_is_sound)]


class WrongText(Value):
    """A wrong answer that we expect, in one or more wordings, with what it shows and what to say about it."""

    texts: tuple[Words, ...] = Field(min_length=1, max_length=MAX_ACCEPTED)
    role: OptionRole | None = None
    feedback: LocalizedText


class ShortText(QuestionBase):
    """A few typed words. An answer in either language of the catalogue counts.

    ``accepted`` is compared after normalisation (``typed_words.normalise``). ``patterns`` are regular expressions
    for what no list of variants can hold; they see the words as typed, whatever their case. Languages need not have
    the same number of variants, so one of them may stand alone.
    """

    kind: Literal["text"] = "text"
    accepted: tuple[Words, ...] = Field(min_length=1, max_length=MAX_ACCEPTED)
    patterns: tuple[Pattern, ...] = Field(default=(), max_length=MAX_PATTERNS)
    feedback: LocalizedText | None = None
    misconceptions: tuple[WrongText, ...] = Field(default=(), max_length=MAX_WRONG)

    @model_validator(mode="after")
    def _wrong_texts_are_wrong(self) -> Self:
        seen: dict[str, int] = {}
        for number, wrong in enumerate(self.misconceptions):
            for words in wrong.texts:
                for _language, text in words.items():
                    if self.accepts(text):
                        raise ValueError(f"the wrong answer '{text}' is accepted as well")
                    if seen.setdefault(normalise(text), number) != number:
                        raise ValueError(f"the wrong answer '{text}' stands there twice, with different feedback")
        return self

    def accepts(self, typed: str) -> bool:
        """Say whether typed words are right, in whichever language they were written."""
        given = normalise(typed)
        return any(given == normalise(text) for words in self.accepted for _language, text in words.items()) or any(
            is_matched(pattern, typed) for patterns in self.patterns for _language, pattern in patterns.items()
        )

    def recognise(self, typed: str) -> WrongText | None:
        """Name the expected wrong answer that typed words are, if they are one."""
        given = normalise(typed)
        for wrong in self.misconceptions:
            if any(given == normalise(text) for words in wrong.texts for _language, text in words.items()):
                return wrong
        return None

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for number, variant in enumerate(self.accepted, start=1):
            yield f"accepted {number}", variant
        if self.feedback is not None:
            yield "feedback", self.feedback
        for number, wrong in enumerate(self.misconceptions, start=1):
            yield f"feedback of wrong answer {number}", wrong.feedback
