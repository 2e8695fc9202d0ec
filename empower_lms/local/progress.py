"""Progress: completion and grades. The one writer of these tables."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from empower_lms.local.models import Completion, Grade


def record_completion(user_id: int, course: str, usage: str, value: float, *, now: datetime) -> None:
    """Store how far a learner got with a block; it never goes back. Runs in its own or the caller's transaction."""
    with transaction.atomic():
        row, created = Completion.objects.get_or_create(
            user_id=user_id, usage=usage, defaults={"course": course, "value": value, "at": now}
        )
        if not created and value > row.value:
            Completion.objects.filter(pk=row.pk).update(value=value, at=now)


def record_grade(
    user_id: int, course: str, usage: str, *, earned: float, possible: float, only_if_higher: bool, now: datetime
) -> None:
    """Store the score that a block published. Runs in its own or the caller's transaction."""
    with transaction.atomic():
        row, created = Grade.objects.get_or_create(
            user_id=user_id,
            usage=usage,
            defaults={"course": course, "earned": earned, "possible": possible, "at": now},
        )
        if not created and not (only_if_higher and earned * row.possible <= row.earned * possible):
            Grade.objects.filter(pk=row.pk).update(earned=earned, possible=possible, at=now)


def read_completed(user_id: int, courses: Iterable[str]) -> frozenset[str]:
    """Return the usage keys of the blocks that the learner has completed in these courses."""
    rows = Completion.objects.filter(user_id=user_id, course__in=tuple(courses), value__gte=1)
    return frozenset(rows.values_list("usage", flat=True))
