"""Course teams of the local LMS: training admins teach every served course, everybody else learns."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from empower_lms.local.content import current_content
from empower_lms.records.api import CourseTeam


class LocalTeam(CourseTeam):
    """There are no enrolments here: whoever signs in with a password may take any course."""

    def courses_of(self, user: Any) -> tuple[str, ...]:
        if not user.is_staff:
            return ()
        return tuple(current_content(Path(settings.EMPOWER_PACKAGES)).courses)

    def count_learners(self, course: str, among: Collection[int] | None = None) -> int:
        rows = _learners()
        return (rows if among is None else rows.filter(pk__in=among)).count()

    def learners(self, course: str, start: int, stop: int) -> Sequence[Any]:
        return list(_learners()[start:stop])


def _learners() -> "QuerySet[Any]":
    # A system has a token instead of a password, which Django marks with an exclamation mark.
    people = get_user_model().objects.filter(is_active=True, is_staff=False)
    return people.exclude(password__startswith="!").order_by("username")
