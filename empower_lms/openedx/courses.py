"""Which of our courses the platform offers, and under which name."""

from collections.abc import Iterator, Mapping

from django.conf import settings

from empower_lms.domain.pillar import Pillar
from empower_lms.openedx import compat


class OfferedCourses(Mapping[str, dict[str, str]]):
    """The titles of the courses in the LMS by course and language, always today's: ``EMPOWER_COURSE_TITLES``."""

    def __getitem__(self, course: str) -> dict[str, str]:
        return self._find([course])[course]

    def __iter__(self) -> Iterator[str]:
        return iter(self._find(list(Pillar)))

    def __len__(self) -> int:
        return len(self._find(list(Pillar)))

    def _find(self, courses: list[str]) -> dict[str, dict[str, str]]:
        keys = {settings.EMPOWER_COURSE_KEY.format(course=str(course)): str(course) for course in courses}
        return {keys[key]: titles for key, titles in compat.read_titles(keys).items()}
