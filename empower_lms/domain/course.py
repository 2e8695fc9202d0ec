"""Courses and the catalogue they stand in."""

from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from empower_lms.domain.base import Value
from empower_lms.domain.ids import CourseId, Language, MemberId, ScopeId
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.objective import Objective
from empower_lms.domain.pillar import Pillar
from empower_lms.domain.question import AnyQuestion, Question
from empower_lms.domain.quiz import Quiz
from empower_lms.domain.scope import Scope
from empower_lms.domain.text import LocalizedText


class LessonUnit(Value):
    kind: Literal["lesson"] = "lesson"
    ref: MemberId


class QuizUnit(Value):
    kind: Literal["quiz"] = "quiz"
    ref: MemberId


class ScopeUnit(Value):
    kind: Literal["scope"] = "scope"
    ref: ScopeId


Unit = Annotated[LessonUnit | QuizUnit | ScopeUnit, Field(discriminator="kind")]


class Section(Value):
    """A chapter of the outline; each unit becomes one page."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
    title: LocalizedText
    units: tuple[Unit, ...] = Field(min_length=1)


class Pool(Value):
    """The questions that a quiz draws from, kept apart so that practice never exposes certification."""

    practice: tuple[Question, ...] = ()
    certification: tuple[Question, ...] = ()

    def of(self, mode: str) -> tuple[AnyQuestion, ...]:
        return self.certification if mode == "certification" else self.practice


class Course(Value):
    """One pillar (or ``lead``): objectives, lessons, questions, quizzes, in the order of the outline."""

    id: CourseId
    pillar: Pillar
    title: LocalizedText
    summary: LocalizedText
    objectives: tuple[Objective, ...] = Field(min_length=1)
    lessons: tuple[Lesson, ...] = ()
    questions: Pool = Pool()
    quizzes: tuple[Quiz, ...] = ()
    outline: tuple[Section, ...] = Field(min_length=1)
    moved: dict[MemberId, MemberId | None] = Field(default_factory=dict)
    """Old id to new id, or to nothing when it was removed on purpose."""

    @cached_property
    def lesson_by_id(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self.lessons}

    @cached_property
    def quiz_by_id(self) -> dict[str, Quiz]:
        return {quiz.id: quiz for quiz in self.quizzes}

    @cached_property
    def objective_by_id(self) -> dict[str, Objective]:
        return {objective.id: objective for objective in self.objectives}


class Catalogue(Value):
    """A folder of courses plus the scope register plus company policy."""

    organisation: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = "Empower"
    run: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = "2026"
    languages: tuple[Language, ...] = Field(default=("en", "de"), min_length=1)
    """The first language is the one that keys, ids and structure are read from."""
    zone: str = "Europe/Berlin"
    courses: tuple[Course, ...] = ()
    scopes: tuple[Scope, ...] = ()

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"'{value}' is no time zone such as 'Europe/Berlin'") from error
        return value

    @cached_property
    def scope_by_id(self) -> dict[str, Scope]:
        return {scope.id: scope for scope in self.scopes}

    @cached_property
    def course_by_id(self) -> dict[str, Course]:
        return {course.id: course for course in self.courses}
