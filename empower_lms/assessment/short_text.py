"""Short text: comparing what somebody typed with the accepted variants and with the wrong answers that we expect."""

from empower_lms.domain.question import ShortText, WrongText


def is_accepted(question: ShortText, typed: str) -> bool:
    """Say whether a typed answer is right, in whichever language it was written."""
    return question.accepts(typed)


def recognise_text(question: ShortText, typed: str) -> WrongText | None:
    """Name the expected wrong answer that the learner gave, if it is one."""
    return question.recognise(typed)
