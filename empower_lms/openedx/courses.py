"""Which of our courses the platform offers, and under which name."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.conf import settings

from empower_lms.domain.pillar import Pillar
from empower_lms.openedx import compat

# Organisation and run are those of the shipped catalogue; whoever builds another one names its own.
COURSE_KEY = "course-v1:Empower+{course}+2026"

Titles = dict[str, dict[str, str]]


class OfferedCourses(Mapping[str, dict[str, str]]):
    """The titles of the courses in the LMS by course and language, always today's: ``EMPOWER_COURSE_TITLES``."""

    def __init__(self, read: Callable[[Iterable[str]], Titles] = compat.read_titles) -> None:
        self._read = read

    def __getitem__(self, course: str) -> dict[str, str]:
        return self._find([course])[course]

    def __iter__(self) -> Iterator[str]:
        return iter(self._find(list(Pillar)))

    def __len__(self) -> int:
        return len(self._find(list(Pillar)))

    def _find(self, courses: list[str]) -> Titles:
        keys = {key_of(str(course)): str(course) for course in courses}
        return {keys[key]: titles for key, titles in self._read(keys).items()}


def key_of(course: str) -> str:
    """Return the platform's key of a course of the catalogue."""
    return str(getattr(settings, "EMPOWER_COURSE_KEY", COURSE_KEY)).format(course=course)


def course_of(course_key: str) -> str | None:
    """Return the course of the catalogue behind a key, or nothing for anybody else's course."""
    return next((str(course) for course in Pillar if key_of(str(course)) == course_key), None)
