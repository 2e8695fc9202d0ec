"""Overdue attempts: closing those whose time is up and whose learner did not come back.

Nothing is wrong before it runs: whoever reads sees the attempt as timed out. It closes them, so that a pass is
certified, and leaves word for the grade book.
"""

from datetime import datetime

from django.db.models import QuerySet

from empower_lms.domain.base import Value
from empower_lms.records.attempt_rows import read_result
from empower_lms.records.attempts import time_out_attempt
from empower_lms.records.grade_book import call_for_grades, note_grade
from empower_lms.records.models import Attempt
from empower_lms.records.transactions import open_transaction


class GradeNews(Value):
    """An attempt whose result is new, with what a grade book needs to know."""

    attempt: str
    user_id: str
    """Nothing when the account is gone."""
    quiz: str
    origin: str
    """Where it was started: the usage key of the block."""
    passed: bool
    ratio: float


def close_overdue_attempts(*, now: datetime, limit: int = 500) -> tuple[GradeNews, ...]:
    """Close attempts whose time is up, the oldest first, each in a transaction of its own.

    Run it from time to time, and again while it returns as many as ``limit``. Two at once close each attempt once.
    """
    closed: list[GradeNews] = []
    for attempt_id in list(overdue_attempts(now=now).values_list("id", flat=True)[:limit]):
        with open_transaction():
            row = time_out_attempt(str(attempt_id), now=now)
            if row is not None:
                note_grade(row, now=now)
        if row is not None:
            closed.append(describe_grade(row))
    if closed:
        call_for_grades()
    return tuple(closed)


def overdue_attempts(*, now: datetime) -> "QuerySet[Attempt]":
    """Look for open attempts whose time is up, the oldest first."""
    return Attempt.objects.filter(open_marker=1, closes_at__lt=now).order_by("closes_at")


def describe_grade(row: Attempt) -> GradeNews:
    """Say what a grade book should hear about an attempt."""
    result = read_result(row)
    return GradeNews(
        attempt=str(row.id),
        user_id=str(row.holder.user_id or ""),
        quiz=row.quiz,
        origin=row.origin,
        passed=bool(row.passed),
        # Grade books take floats; the exact result stays with the attempt.
        ratio=float(result.ratio) if result is not None else 0.0,
    )
