"""The time of an attempt as a learner sees it. The server keeps the time; a page only tells it."""

from datetime import datetime, timedelta

from empower_lms.assessment.attempts import Attempt
from empower_lms.domain.base import Value
from empower_lms.rendering.translation import phrases

WARN_AT = 5
"""The last fifth: at 80 % of the time a learner is told once."""

SLACK = 5
"""Seconds that the way to the page may cost: whoever just began with 45 minutes is told of 45."""


class TimeLeft(Value):
    """Whole seconds that are left and that there were, so that a wrong clock at the learner's side doesn't matter."""

    seconds: int
    total: int
    text: str

    @property
    def is_short(self) -> bool:
        return self.seconds * WARN_AT <= self.total


def time_left(attempt: Attempt, now: datetime, locale: str) -> TimeLeft | None:
    """Return what is left of an attempt's time, or nothing where there is no limit."""
    if attempt.deadline is None:
        return None
    seconds = max(0, (attempt.deadline - now) // timedelta(seconds=1))
    total = (attempt.deadline - attempt.started_at) // timedelta(seconds=1)
    return TimeLeft(seconds=seconds, total=total, text=word_time_left(seconds, locale))


def word_time_left(seconds: int, locale: str) -> str:
    """Say in whole minutes how much time is left; the last one isn't counted down."""
    text = phrases(locale)
    if seconds < 60:
        return text.gettext("Less than a minute left")
    return text.ngettext("{n} minute left", "{n} minutes left", (seconds + SLACK) // 60)
