"""The outline: everything in its place, once, under a title that fits."""

from collections.abc import Iterator

from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.settings import walk_texts
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Key, Sources
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.course import Catalogue, Course
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.text import LocalizedText

MAX_TITLE = 70


def check_everything_is_placed_once(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    first = catalogue.languages[0]
    for course in catalogue.courses:
        key: Key = ("course", course.id)
        placed: dict[str, int] = {}
        for section_index, section in enumerate(course.outline):
            for index, unit in enumerate(section.units):
                place = sources.place(key, "outline", section_index, "units", index)
                if unit.ref in placed:
                    yield report(kinds.PLACED_TWICE, place, id=unit.ref, first=placed[unit.ref])
                placed.setdefault(unit.ref, place.line)
        for lesson in course.lessons:
            if lesson.id not in placed:
                place = sources.place(("lesson", lesson.id, first), "id")
                yield report(kinds.NOT_PLACED, place, kind="lesson", id=lesson.id)
        for index, quiz in enumerate(course.quizzes):
            if quiz.id not in placed:
                place = sources.place(key, "quizzes", index, "id")
                yield report(kinds.NOT_PLACED, place, kind="quiz", id=quiz.id)


def check_sections(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        seen: dict[str, int] = {}
        for index, section in enumerate(course.outline):
            place = sources.place(("course", course.id), "outline", index, "id")
            if section.id in seen:
                yield report(kinds.SECTION_TWICE, place, id=section.id, first=seen[section.id])
            seen.setdefault(section.id, place.line)


def check_titles(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for key, path, title in _titles(catalogue):
        for language, text in title.items():
            if len(text) > MAX_TITLE:
                place = sources.place(
                    (*key, language) if key[0] == "lesson" else key, *path, *(() if key[0] == "lesson" else (language,))
                )
                yield report(kinds.TITLE_TOO_LONG, place, length=len(text), limit=MAX_TITLE)


def _titles(catalogue: Catalogue) -> Iterator[tuple[Key, Path, LocalizedText]]:
    for scope in catalogue.scopes:
        yield ("scope", scope.id), ("title",), scope.title
    for course in catalogue.courses:
        for path, text in walk_texts(course.model_copy(update={"lessons": (), "questions": ()})):
            if path[-1] == "title":
                yield ("course", course.id), path, text
        for lesson in course.lessons:
            yield ("lesson", lesson.id), ("title",), lesson.title


def check_tested_is_taught(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        if course.id in sources.incomplete_courses:
            continue
        taught = {objective for lesson in course.lessons for objective in lesson.objectives}
        yield from _untaught(course, taught, sources)


def _untaught(course: Course, taught: set[str], sources: Sources) -> Iterator[Diagnostic]:
    for number, quiz in enumerate(course.quizzes):
        if not quiz.is_certification:
            continue
        for part, stratum in enumerate(quiz.strata):
            for index, objective in enumerate(stratum.objectives):
                if objective not in taught and objective in course.objective_by_id:
                    path = ("quizzes", number, "strata", part, "objectives", index)
                    place = sources.place(("course", course.id), *path)
                    yield report(kinds.NO_LESSON, place, objective=objective)
