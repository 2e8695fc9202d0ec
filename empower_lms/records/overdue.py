"""Overdue attempts: closing those whose time is up and whose learner did not come back.

Nothing is wrong before it runs: whoever reads sees the attempt as timed out. It closes them, so that a pass is
certified, and leaves word for the grade book.
"""

from datetime import datetime

from django.db.models import QuerySet

from empower_lms.records.attempts import time_out_attempt
from empower_lms.records.grade_book import call_for_grades, note_grade
from empower_lms.records.models import Attempt
from empower_lms.records.transactions import open_transaction


def close_overdue_attempts(*, now: datetime, limit: int = 500) -> tuple[str, ...]:
    """Close attempts whose time is up, the oldest first, each in a transaction of its own.

    Returns their ids. Run it from time to time, and again while there are as many as ``limit``. Two at once close each
    attempt once.
    """
    closed = []
    for attempt_id in list(overdue_attempts(now=now).values_list("id", flat=True)[:limit]):
        with open_transaction():
            row = time_out_attempt(str(attempt_id), now=now)
            if row is not None:
                note_grade(row, now=now)
        if row is not None:
            closed.append(str(row.id))
    if closed:
        call_for_grades()
    return tuple(closed)


def overdue_attempts(*, now: datetime) -> "QuerySet[Attempt]":
    """Look for open attempts whose time is up, the oldest first."""
    return Attempt.objects.filter(open_marker=1, closes_at__lt=now).order_by("closes_at")
