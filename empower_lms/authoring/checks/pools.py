"""Pools: whether a quiz can draw its form, again and again, and whether its questions are cases."""

from collections.abc import Iterator
from fractions import Fraction

from pydantic import ValidationError

from empower_lms.assessment.draw import DrawImpossible, draw_form
from empower_lms.assessment.strength.grade import BOUNDS, Row
from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.olx.documents import quiz_document
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue, Course
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.quiz import Quiz, Stratum
from empower_lms.domain.tier import Tier

WANTED_APPLICATION = {tier: int(100 * bounds[Row.BLOOM]) for tier, bounds in BOUNDS.items()} | {Tier.S0: 0}
"""Percent of questions at Apply or above, by tier."""


def check_draw_is_possible(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course, number, quiz in find_quizzes(catalogue, sources):
        short = [
            (part, stratum)
            for part, stratum in enumerate(quiz.strata)
            if count_available(course, quiz, stratum) < stratum.count
        ]
        for part, stratum in short:
            yield _impossible(course, number, quiz, part, stratum, sources)
        if not short:
            yield from _try_to_draw(course, number, quiz, sources)


def _try_to_draw(course: Course, number: int, quiz: Quiz, sources: Sources) -> Iterator[Diagnostic]:
    """Enemy pairs can make a draw impossible although there are enough questions."""
    try:
        draw_form(quiz_document(course, quiz), seed="check")
    except DrawImpossible as problem:
        part = next(index for index, stratum in enumerate(quiz.strata) if stratum.id == problem.stratum)
        yield _impossible(course, number, quiz, part, quiz.strata[part], sources, without_enemies=True)
    except ValidationError:
        return  # An unknown objective, which its own check reports.


def _impossible(
    course: Course,
    number: int,
    quiz: Quiz,
    part: int,
    stratum: Stratum,
    sources: Sources,
    *,
    without_enemies: bool = False,
) -> Diagnostic:
    available = count_available(course, quiz, stratum)
    params = {
        "stratum": stratum.id,
        "count": stratum.count,
        "available": min(available, stratum.count - 1) if without_enemies else available,
        "objectives": ", ".join(stratum.objectives),
    }
    place = sources.place(("course", course.id), "quizzes", number, "strata", part)
    return report(kinds.DRAW_IMPOSSIBLE, place, **params)


def check_second_try_is_fresh(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course, number, quiz in find_quizzes(catalogue, sources):
        tries = quiz.retake.tries
        if not quiz.is_certification or tries is None:
            continue
        for part, stratum in enumerate(quiz.strata):
            available, needed = count_available(course, quiz, stratum), stratum.count * tries
            if stratum.count <= available < needed:
                place = sources.place(("course", course.id), "quizzes", number, "strata", part)
                yield report(
                    kinds.POOL_TOO_SMALL,
                    place,
                    stratum=stratum.id,
                    available=available,
                    tries=tries,
                    count=stratum.count,
                    needed=needed,
                    missing=needed - available,
                    objectives=", ".join(stratum.objectives),
                )


def check_share_of_application(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course, number, quiz in find_quizzes(catalogue, sources):
        if not quiz.is_certification:
            continue
        share = _share_of_application(course, quiz)
        wanted = WANTED_APPLICATION[quiz.tier]
        if share is not None and share * 100 < wanted:
            place = sources.place(("course", course.id), "quizzes", number, "id")
            params = {"share": int(share * 100), "tier": quiz.tier, "wanted": wanted}
            yield report(kinds.TOO_LITTLE_APPLICATION, place, **params)


def _share_of_application(course: Course, quiz: Quiz) -> Fraction | None:
    """Expected share on a form: each part weighs as much as it is drawn."""
    total = Fraction(0)
    for stratum in quiz.strata:
        pool = [question for question in course.questions.of(quiz.mode) if question.objective in stratum.objectives]
        levels = [
            question.bloom or course.objective_by_id[question.objective].bloom
            for question in pool
            if question.objective in course.objective_by_id
        ]
        if not levels:
            return None
        total += stratum.count * Fraction(sum(level.is_application for level in levels), len(levels))
    return total / quiz.length


def count_available(course: Course, quiz: Quiz, stratum: Stratum) -> int:
    """Count the questions that a part of the draw can take."""
    return sum(question.objective in stratum.objectives for question in course.questions.of(quiz.mode))


def find_quizzes(catalogue: Catalogue, sources: Sources) -> Iterator[tuple[Course, int, Quiz]]:
    """Yield the quizzes whose pools could be read completely: a broken question is not a missing one."""
    for course in catalogue.courses:
        if course.id not in sources.incomplete_courses:
            for number, quiz in enumerate(course.quizzes):
                yield course, number, quiz
