"""References: everything that is named exists."""

from collections.abc import Iterator

from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.source import nearest, report
from empower_lms.authoring.sources import Key, Sources
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.course import Catalogue, Course
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import AnyQuestion


def questions_of(course: Course) -> tuple[AnyQuestion, ...]:
    """Return the questions of both pools."""
    return (*course.questions.practice, *course.questions.certification)


def check_objectives_exist(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    first = catalogue.languages[0]
    for course in catalogue.courses:
        known = course.objective_by_id
        named: list[tuple[str, Key, Path]] = [
            (objective, ("lesson", lesson.id, first), ("objectives", index))
            for lesson in course.lessons
            for index, objective in enumerate(lesson.objectives)
        ]
        named += [
            (question.objective, ("question", question.id, first), ("objective",)) for question in questions_of(course)
        ]
        named += [
            (objective, ("course", course.id), ("quizzes", number, "strata", part, "objectives", index))
            for number, quiz in enumerate(course.quizzes)
            for part, stratum in enumerate(quiz.strata)
            for index, objective in enumerate(stratum.objectives)
        ]
        for objective, key, path in named:
            if objective not in known:
                place = sources.place(key, *path)
                yield report(kinds.UNKNOWN_OBJECTIVE, place, id=objective, nearest=nearest(objective, known))


def check_clauses_exist(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    if sources.is_register_incomplete:
        return
    known = {clause.id for scope in catalogue.scopes for clause in scope.clauses}
    for course in catalogue.courses:
        for question in questions_of(course):
            if question.clause is not None and question.clause not in known:
                place = sources.place(("question", question.id, catalogue.languages[0]), "clause")
                close = nearest(question.clause, known)
                yield report(kinds.UNKNOWN_CLAUSE, place, id=question.clause, nearest=close)


def check_enemies_exist(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        known = {question.id for question in questions_of(course)}
        for question in questions_of(course):
            for index, enemy in enumerate(question.enemies):
                if enemy not in known and enemy not in sources.declared:
                    place = sources.place(("question", question.id, catalogue.languages[0]), "enemies", index)
                    yield report(kinds.UNKNOWN_ENEMY, place, id=enemy, nearest=nearest(enemy, known))


def check_units_exist(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course in catalogue.courses:
        known_by_kind = {
            "lesson": set(course.lesson_by_id),
            "quiz": set(course.quiz_by_id),
            "scope": set(catalogue.scope_by_id),
        }
        for section_index, section in enumerate(course.outline):
            for index, unit in enumerate(section.units):
                known = known_by_kind[unit.kind]
                is_incomplete = (
                    sources.is_register_incomplete if unit.kind == "scope" else course.id in sources.incomplete_courses
                )
                if unit.ref not in known and not is_incomplete:
                    place = sources.place(("course", course.id), "outline", section_index, "units", index, "ref")
                    close = nearest(unit.ref, known)
                    yield report(kinds.UNKNOWN_UNIT, place, kind=unit.kind, id=unit.ref, nearest=close)


def check_needs_can_be_earned(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for scope in catalogue.scopes:
        for index, need in enumerate(scope.needs):
            place = sources.place(("scope", scope.id), "needs", index)
            course = catalogue.course_by_id.get(need.course)
            if course is None:
                if need.course not in sources.declared and not sources.are_courses_incomplete:
                    yield report(kinds.UNKNOWN_COURSE, place, course=need.course)
                continue
            tiers = [quiz.tier for quiz in course.quizzes if quiz.is_certification]
            if not any(tier.covers(need.tier) for tier in tiers):
                strongest = max(tiers, key=lambda tier: tier.rank, default="–")
                params = {"course": need.course, "needed": need.tier, "strongest": strongest}
                yield report(kinds.QUIZ_TOO_WEAK, place, **params)
