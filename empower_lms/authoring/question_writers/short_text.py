"""``= accepted | as well``, ``~ /pattern/``, and ``- wrong | also wrong {role}``."""

from collections.abc import Iterable

from empower_lms.authoring.question_writers.parts import Written, feedback
from empower_lms.domain.question import AnyQuestion, ShortText
from empower_lms.domain.text import LocalizedText


def write_short_text(question: AnyQuestion, language: str) -> Written:
    """Write what is accepted in this language, and the wrong answers that we expect."""
    assert isinstance(question, ShortText)
    right = [f"= {word}" for word in _own(question.accepted, language)]
    right += [f"~ /{pattern}/" for pattern in _own(question.patterns, language)]
    lines = [*right, *feedback(question.feedback, language)]
    for wrong in question.misconceptions:
        role = f" {{{wrong.role.value}}}" if wrong.role is not None else ""
        lines += ["", f"- {' | '.join(_own(wrong.texts, language))}{role}", *feedback(wrong.feedback, language)]
    return Written(tuple(lines))


def _own(texts: Iterable[LocalizedText], language: str) -> list[str]:
    return [dict(text.items())[language] for text in texts if language in text.languages]
