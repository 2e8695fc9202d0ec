"""The retake rule: may this person start another attempt now?"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import AwareDatetime

from empower_lms.domain.base import Value
from empower_lms.domain.quiz import RetakeRule


class PastAttempt(Value):
    """One attempt of the present cycle; an attempt that is still open has no ``finished_at``."""

    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    passed: bool = False


class MayStart(Value):
    """The next attempt may begin; ``last_of_block`` warns that a longer pause follows a failure."""

    number: int
    left_in_block: int | None


class InProgress(Value):
    """There is an open attempt: it is continued, never doubled."""

    number: int


class MustWait(Value):
    """Not yet: the next attempt opens at ``until``."""

    number: int
    until: AwareDatetime
    opens_block: bool


class NoTriesLeft(Value):
    """All blocks are used. What now is for a human: the sponsor gets an obstacle to remove."""

    used: int


class AlreadyPassed(Value):
    """Nothing left to prove until the certificate is due for renewal."""

    number: int


TryStatus = MayStart | InProgress | MustWait | NoTriesLeft | AlreadyPassed


def next_try(rule: RetakeRule, history: Sequence[PastAttempt], *, now: datetime) -> TryStatus:
    """Say whether another attempt may start.

    Args:
        rule: the quiz's retake rule.
        history: the attempts of the present cycle, oldest first.
        now: the instant of asking.
    """
    if not history:
        return MayStart(number=1, left_in_block=rule.tries)
    last = history[-1]
    number = last.number + 1
    if last.finished_at is None:
        return InProgress(number=last.number)
    if rule.tries is None:
        return MayStart(number=number, left_in_block=None)
    passed = next((attempt for attempt in history if attempt.passed), None)
    if passed is not None:
        return AlreadyPassed(number=passed.number)
    used = len(history)
    if used >= rule.tries * rule.blocks:
        return NoTriesLeft(used=used)
    opens_block = used % rule.tries == 0
    until = last.finished_at + (rule.next_block if opens_block else rule.wait)
    if now < until:
        return MustWait(number=number, until=until, opens_block=opens_block)
    return MayStart(number=number, left_in_block=rule.tries - used % rule.tries)
