"""The retake rule: may this person start another attempt now?

Attempts are counted by quiz, whatever the language and whichever course run they were made in. An attempt that was
voided counts for nothing (validity brief, section 14).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from empower_lms.domain.base import Value
from empower_lms.domain.quiz import RetakeRule

BLOCKS_ARE_COUNTED_FOR = timedelta(days=365)
"""``RetakeRule.blocks`` is how many blocks somebody has within this time."""


class PastAttempt(Value):
    """One attempt of the present cycle; an attempt that is still open has no ``finished_at``."""

    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    passed: bool = False
    voided: bool = False


class Relief(Value):
    """What people did, since the newest attempt failed, so that the learner may go on."""

    remedied: bool = False
    """The missing objectives were read again, or a sponsor or the training team talked about them."""
    resolved: bool = False
    """The obstacle was removed."""
    unlocked: bool = False
    """Somebody opened the next try at once, with a reason."""


class MayStart(Value):
    """The next attempt may begin; ``left_in_block=1`` warns that a longer pause follows a failure."""

    number: int
    left_in_block: int | None


class InProgress(Value):
    """There is an open attempt: it is continued, never doubled."""

    number: int


class MustWait(Value):
    """Not yet: the next attempt opens at ``until``, and with ``needs_remediation`` only when something was learned."""

    number: int
    until: AwareDatetime
    opens_block: bool
    needs_remediation: bool = False


class NeedsRemediation(Value):
    """The waiting is over. What is missing is reading the failed objectives again, or a talk about them."""

    number: int


class NoTriesLeft(Value):
    """All blocks are used. What now is for a human: the sponsor has an obstacle to remove.

    ``until`` is when the next block opens at the earliest unless somebody unlocks it: after the pause when the obstacle
    is removed, else when the oldest block is a year old.
    """

    used: int
    until: AwareDatetime | None = None


class AlreadyPassed(Value):
    """Nothing left to prove until the certificate is due for renewal."""

    number: int


class Retired(Value):
    """The quiz is given up: nobody starts any more."""


TryStatus = MayStart | InProgress | MustWait | NeedsRemediation | NoTriesLeft | AlreadyPassed | Retired


def next_try(
    rule: RetakeRule, history: Sequence[PastAttempt], *, now: datetime, relief: Relief | None = None
) -> TryStatus:
    """Say whether another attempt may start.

    Args:
        rule: the quiz's retake rule.
        history: the attempts of the present cycle, oldest first.
        now: the instant of asking.
        relief: what was done since the newest attempt was closed. Leave it out to learn whether it matters.
    """
    number = history[-1].number + 1 if history else 1
    counted = [attempt for attempt in history if not attempt.voided]
    if not counted:
        return MayStart(number=number, left_in_block=rule.tries)
    last = counted[-1]
    if last.finished_at is None:
        return InProgress(number=last.number)
    if rule.tries is None:
        return MayStart(number=number, left_in_block=None)
    passed = next((attempt for attempt in counted if attempt.passed), None)
    if passed is not None:
        return AlreadyPassed(number=passed.number)
    used_of_block = len(counted) % rule.tries
    done = relief or Relief()
    if done.unlocked:
        return MayStart(number=number, left_in_block=rule.tries - used_of_block)
    if used_of_block:
        until = last.finished_at + rule.wait
        if now < until:
            return MustWait(number=number, until=until, opens_block=False)
        return MayStart(number=number, left_in_block=rule.tries - used_of_block)
    return _next_block(rule, counted, number, last.finished_at, done, now)


def uses_up_blocks(rule: RetakeRule, history: Sequence[PastAttempt], *, now: datetime) -> bool:
    """Say whether the last of these attempts used up the last block: that is when the sponsor gets an obstacle."""
    return isinstance(next_try(rule, history, now=now), NoTriesLeft)


def _next_block(
    rule: RetakeRule,
    counted: Sequence[PastAttempt],
    number: int,
    finished_at: datetime,
    relief: Relief,
    now: datetime,
) -> TryStatus:
    tries = rule.tries or 1
    begun = [counted[index].started_at for index in range(0, len(counted), tries)]
    recent = [start for start in begun if now < start + BLOCKS_ARE_COUNTED_FOR]
    until = finished_at + rule.next_block
    if len(recent) >= rule.blocks:
        pause = finished_at + rule.pause
        if not relief.resolved:
            free = recent[-rule.blocks] + BLOCKS_ARE_COUNTED_FOR
            return NoTriesLeft(used=len(counted), until=max(pause, free))
        # Removing the obstacle is the remediation: somebody looked at what is missing.
        relief, until = relief.model_copy(update={"remedied": True}), pause
    needs_remediation = rule.remediation and not relief.remedied
    if now < until:
        return MustWait(number=number, until=until, opens_block=True, needs_remediation=needs_remediation)
    if needs_remediation:
        return NeedsRemediation(number=number)
    return MayStart(number=number, left_in_block=rule.tries)
