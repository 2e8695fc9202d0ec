"""The document of each unit: what travels in its block."""

from empower_lms.authoring.olx.names import AnyUnit
from empower_lms.domain.course import Catalogue, Course, LessonUnit, QuizUnit
from empower_lms.domain.documents import Document, LessonDocument, LessonRef, QuizDocument, ScopeDocument
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.quiz import Quiz


def unit_document(catalogue: Catalogue, course: Course, unit: AnyUnit) -> Document:
    """Make the document of one unit of the outline.

    Raises:
        KeyError: when the outline names what does not exist; a checked catalogue never does.
    """
    if isinstance(unit, LessonUnit):
        return lesson_document(course, course.lesson_by_id[unit.ref])
    if isinstance(unit, QuizUnit):
        return quiz_document(course, course.quiz_by_id[unit.ref])
    return ScopeDocument(scope=catalogue.scope_by_id[unit.ref])


def lesson_document(course: Course, lesson: Lesson) -> LessonDocument:
    """Put a lesson together with the objectives that it names."""
    objectives = tuple(course.objective_by_id[objective] for objective in lesson.objectives)
    return LessonDocument(course=course.id, lesson=lesson, objectives=objectives)


def quiz_document(course: Course, quiz: Quiz) -> QuizDocument:
    """Put a quiz together with everything it can draw, and nothing else.

    Raises:
        pydantic.ValidationError: when the pool can't fill the draw.
    """
    named = [objective for stratum in quiz.strata for objective in stratum.objectives]
    return QuizDocument(
        course=course.id,
        quiz=quiz,
        objectives=tuple(objective for objective in course.objectives if objective.id in named),
        questions=tuple(question for question in course.questions.of(quiz.mode) if question.objective in named),
        reading={objective: lessons for objective in named if (lessons := _lessons_on(course, objective))},
    )


def _lessons_on(course: Course, objective: str) -> tuple[LessonRef, ...]:
    """Return the lessons of the outline that teach an objective, in its order."""
    units = (unit for section in course.outline for unit in section.units if isinstance(unit, LessonUnit))
    # An outline that names what doesn't exist is somebody else's finding.
    lessons = (course.lesson_by_id[unit.ref] for unit in units if unit.ref in course.lesson_by_id)
    return tuple(LessonRef(id=one.id, title=one.title) for one in lessons if objective in one.objectives)
