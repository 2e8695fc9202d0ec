"""Ids: whose they are, where they went, and what becomes of them in the LMS."""

from collections.abc import Iterator

from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.olx.names import block_names
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue, Course
from empower_lms.domain.diagnostic import Diagnostic, Place


def check_ids_begin_with_their_course(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        for member_id, place in _members(course, catalogue, sources):
            head, _, rest = member_id.partition(".")
            if head != course.id:
                yield report(kinds.FOREIGN_ID, place, id=member_id, course=course.id, rest=rest)


def check_addresses_are_unique(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        seen: dict[str, str] = {}
        for section_index, section in enumerate(course.outline):
            for index, unit in enumerate(section.units):
                name = block_names(course, unit).block
                other = seen.setdefault(name, unit.ref)
                if other != unit.ref:
                    place = sources.place(("course", course.id), "outline", section_index, "units", index)
                    yield report(kinds.SAME_URL_NAME, place, id=unit.ref, other=other, url_name=name)


def check_moved(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        for old, new in course.moved.items():
            place = sources.place(("course", course.id), "moved", old)
            if old in sources.declared:
                yield report(kinds.MOVED_BUT_THERE, place, id=old)
            if new is not None and new not in sources.declared and new not in course.moved:
                yield report(kinds.MOVED_TO_NOTHING, place, old=old, new=new)


def _members(course: Course, catalogue: Catalogue, sources: Sources) -> Iterator[tuple[str, Place]]:
    first = catalogue.languages[0]
    for part in ("objectives", "quizzes"):
        for index, member in enumerate(getattr(course, part)):
            yield member.id, sources.place(("course", course.id), part, index, "id")
    for lesson in course.lessons:
        yield lesson.id, sources.place(("lesson", lesson.id, first), "id")
    for question in (*course.questions.practice, *course.questions.certification):
        yield question.id, sources.place(("question", question.id, first), "id")
