"""Course teams: where the learners of a course stand, for those who teach it.

States only: whether somebody has begun and is certified, never scores, answers or the number of tries.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from empower_lms.domain.base import Value
from empower_lms.records.holders import person_name
from empower_lms.records.models import Attempt, Certificate

ENDING = timedelta(days=60)
IN_ONE = 500
"""SQLite takes at most 999 values in a statement."""

SMALLEST_GROUP = 8
"""A figure about fewer people would be one about persons."""


class CourseTeam(Protocol):
    """Who teaches and who learns: a platform's roles and enrolments (``EMPOWER_COURSE_TEAM``)."""

    def courses_of(self, user: Any) -> tuple[str, ...]:
        """Return the courses of the catalogue that somebody teaches."""

    def count_learners(self, course: str, among: Collection[int] | None = None) -> int:
        """Count who learns in a course, or how many of these accounts do."""

    def learners(self, course: str, start: int, stop: int) -> Sequence[Any]:
        """Return a slice of the accounts that learn in a course, always in the same order."""


class NoTeam(CourseTeam):
    """Nobody teaches: a platform that names no course team."""

    def courses_of(self, user: Any) -> tuple[str, ...]:
        return ()

    def count_learners(self, course: str, among: Collection[int] | None = None) -> int:
        return 0

    def learners(self, course: str, start: int, stop: int) -> Sequence[Any]:
        return ()


class CourseState(StrEnum):
    """Where somebody stands with the certificate of a course."""

    NOT_BEGUN = "not-begun"
    BEGUN = "begun"
    CERTIFIED = "certified"
    ENDING = "ending"
    EXPIRED = "expired"


class CourseLearner(Value):
    """One learner as the course's team may see them."""

    name: str
    username: str
    state: CourseState
    valid_until: datetime | None = None


class CourseReport(Value):
    """One page of a course's learners. ``certified`` is missing where the group is too small for a figure."""

    total: int
    learners: tuple[CourseLearner, ...]
    certified: int | None


def course_team() -> CourseTeam:
    """Return the platform's course teams."""
    path = str(getattr(settings, "EMPOWER_COURSE_TEAM", ""))
    return cast(CourseTeam, import_string(path)()) if path else NoTeam()


def read_course(course: str, start: int, stop: int, *, now: datetime) -> CourseReport:
    """Return a slice of a course's learners with their states. Whoever asks was checked by the caller."""
    team = course_team()
    users = team.learners(course, start, stop)
    total = team.count_learners(course)
    ids = [user.pk for user in users]
    until = _latest_ends(course, ids)
    begun = set(
        Attempt.objects.filter(holder__user__in=ids, quiz__startswith=f"{course}.").values_list(
            "holder__user_id", flat=True
        )
    )
    learners = tuple(
        CourseLearner(
            name=person_name(user),
            username=user.get_username(),
            state=_state(until.get(user.pk), user.pk in begun, now),
            valid_until=until.get(user.pk),
        )
        for user in users
    )
    return CourseReport(total=total, learners=learners, certified=_count_certified(course, total, now))


def _latest_ends(course: str, user_ids: Sequence[int]) -> dict[int, datetime]:
    rows = Certificate.objects.filter(course=course, holder__user__in=user_ids, withdrawn_at=None).order_by(
        "expires_at"
    )
    return {user_id: end for user_id, end in rows.values_list("holder__user_id", "expires_at") if user_id is not None}


def _count_certified(course: str, total: int, now: datetime) -> int | None:
    """Count the whole group, if it is large enough for a figure."""
    if total < SMALLEST_GROUP:
        return None
    rows = Certificate.objects.filter(course=course, expires_at__gt=now, withdrawn_at=None, holder__user__isnull=False)
    ids = sorted(set(rows.values_list("holder__user_id", flat=True)))
    team = course_team()
    return sum(team.count_learners(course, ids[at : at + IN_ONE]) for at in range(0, len(ids), IN_ONE))


def _state(until: datetime | None, has_begun: bool, now: datetime) -> CourseState:
    if until is None:
        return CourseState.BEGUN if has_begun else CourseState.NOT_BEGUN
    if until <= now:
        return CourseState.EXPIRED
    return CourseState.ENDING if until - now <= ENDING else CourseState.CERTIFIED
