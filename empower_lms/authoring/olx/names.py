"""Names in OLX: learners' state hangs on them, so they come from ids alone."""

from dataclasses import dataclass

from empower_lms.domain.course import Course, LessonUnit, QuizUnit, ScopeUnit, Section
from empower_lms.domain.ids import url_name

AnyUnit = LessonUnit | QuizUnit | ScopeUnit

TAGS = {"lesson": "empower_lesson", "quiz": "empower_quiz", "scope": "empower_scope"}


@dataclass(frozen=True)
class BlockNames:
    """The names of one unit: its block, and the vertical and sequential around it.

    Ids have no underscore, so the prefixes can't meet a name that comes from an id.
    """

    tag: str
    block: str

    @property
    def vertical(self) -> str:
        return f"unit_{self.block}"

    @property
    def sequential(self) -> str:
        return f"page_{self.block}"


def block_names(course: Course, unit: AnyUnit) -> BlockNames:
    """Name a unit. A scope card can stand in several courses, so its name holds the course."""
    name = f"scope-{course.id}-{unit.ref.lower()}" if isinstance(unit, ScopeUnit) else url_name(unit.ref)
    return BlockNames(TAGS[unit.kind], name)


def chapter_name(section: Section) -> str:
    return f"section_{section.id}"
