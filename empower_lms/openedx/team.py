"""Course teams on the platform: who teaches and who learns, from its roles and enrolments."""

from collections.abc import Collection, Sequence
from typing import Any

from empower_lms.openedx import compat
from empower_lms.openedx.courses import OfferedCourses, key_of
from empower_lms.records.api import CourseTeam


class PlatformTeam(CourseTeam):
    """Course staff teach their courses, global staff and superusers all of them; enrolled accounts learn."""

    def courses_of(self, user: Any) -> tuple[str, ...]:
        return tuple(course for course in OfferedCourses() if compat.is_course_staff(user, key_of(course)))

    def count_learners(self, course: str, among: Collection[int] | None = None) -> int:
        return compat.count_learners(key_of(course), among)

    def learners(self, course: str, start: int, stop: int) -> Sequence[Any]:
        return compat.read_learners(key_of(course), start, stop)
