"""The grade book: the port through which a platform hears of results, and the notes of what it has yet to hear.

Whoever hands in is told by the block, in the same transaction. What changes without its learner (a try whose time is
up, a question that is voided, a reset) leaves a note beside the change, and a sweep publishes it: see
docs/decisions/0014-sweeps-send-once.md.
"""

from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.module_loading import import_string

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.records.attempt_rows import read_attempt, read_result
from empower_lms.records.deliveries import UNCLAIMED
from empower_lms.records.models import Attempt as AttemptRow
from empower_lms.records.models import Delivery, Holder
from empower_lms.records.transactions import require_transaction
from empower_lms.records.tries import local_day

KIND = "grade"

grades_waiting = Signal()
"""Sent once there are notes: whoever has workers may let them publish at once instead of waiting for the next sweep."""

_CLOSED = (AttemptState.HANDED_IN, AttemptState.TIMED_OUT)


class GradeBook(Protocol):
    """A platform's grade book and record of completion (``EMPOWER_GRADE_BOOK``)."""

    def publish(self, user_id: str, origin: str, attempt: Attempt | None) -> None:
        """Publish what counts for a learner at the place where they began; twice is once.

        Runs in the caller's transaction. Where there is no such place or person any more, there is nothing to do.

        Args:
            attempt: the newest closed try from there that counts; nothing when none is left.

        Raises:
            Exception: when it could not be published, so that whoever asks tries again.
        """


def grade_book() -> GradeBook | None:
    """Return the platform's grade book, if it has one."""
    path = str(getattr(settings, "EMPOWER_GRADE_BOOK", ""))
    return cast(GradeBook, import_string(path)()) if path else None


def note_grade(row: AttemptRow, *, now: datetime) -> None:
    """Note beside a change of an attempt that the grade book has to hear of it. Runs in the caller's transaction."""
    require_transaction()
    result = read_result(row)
    if result is None:
        return
    Delivery.objects.get_or_create(
        recipient=row.holder,
        kind=KIND,
        subject=row.id,
        # An attempt comes to each of these once: it never goes back to an older scoring or out of being void.
        detail=f"{row.state}-{result.scoring}",
        due=local_day(now),
        defaults={"claimed_at": UNCLAIMED},
    )


def call_for_grades() -> None:
    """Tell that there are notes, once they are stored. One call does for any number of them."""
    transaction.on_commit(lambda: grades_waiting.send_robust(sender=None), robust=True)


def read_counting(holder: Holder, quiz: str, origin: str) -> Attempt | None:
    """Read the newest closed attempt that counts of those that began in one place."""
    rows = AttemptRow.objects.filter(holder=holder, quiz=quiz, origin=origin, state__in=_CLOSED)
    newest = rows.order_by("-cycle", "-number").first()
    return read_attempt(newest) if newest is not None else None
