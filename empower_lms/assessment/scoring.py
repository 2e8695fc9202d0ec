"""Scoring versions: what became of faulty questions of a quiz version, numbered, so that every result stays computable.

Version 0 is the quiz as it was authored. Each voiding makes the next version; none is ever changed or deleted.
"""

from enum import StrEnum

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.ids import MemberId


class Remedy(StrEnum):
    """What is done about a faulty question.

    ``credit`` gives everybody the point, so that nobody loses by it. ``drop`` leaves the question out and keeps the
    standard: cut and minimum shrink in proportion and are rounded up. ``retest`` lets those try again, without
    counting, whose result hangs on the question; for whoever is asked it afterwards it is like ``credit``.
    """

    CREDIT = "credit"
    DROP = "drop"
    RETEST = "retest"


class VoidedQuestion(Value):
    """A faulty question of one quiz version, which has one version of its text: a mended question is another one."""

    question: MemberId
    remedy: Remedy


class Scoring(Value):
    """One scoring version of one quiz version."""

    number: int = Field(default=0, ge=0)
    voided: tuple[VoidedQuestion, ...] = ()

    def remedy_for(self, question: str) -> Remedy | None:
        """Return the newest remedy for a question."""
        return next((one.remedy for one in reversed(self.voided) if one.question == question), None)


AS_AUTHORED = Scoring()


def scale_up(threshold: int, before: int, after: int) -> int:
    """Shrink a threshold in proportion, rounded up: dropping a question must not lower the standard."""
    return -(-threshold * after // before)
