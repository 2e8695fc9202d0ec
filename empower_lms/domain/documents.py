"""Documents: what an OLX block carries, Studio edits and an attempt remembers.

The pydantic model is the format. A stored document names its schema version, and
``upgrade`` takes an older one to today's, one named step per version.
"""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, Literal, Self, TypeVar

from pydantic import Field, PrivateAttr, TypeAdapter, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.digest import canonical_json, digest_of
from empower_lms.domain.ids import CourseId, MemberId
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.objective import Objective
from empower_lms.domain.question import AnyQuestion, Question
from empower_lms.domain.quiz import Quiz
from empower_lms.domain.scope import Scope
from empower_lms.domain.text import LocalizedText

SCHEMA_VERSION = 2


class _Document(Value):
    schema_version: Literal[2] = 2

    _digest_before_upgrade: str | None = PrivateAttr(default=None)

    @cached_property
    def digest(self) -> str:
        """Identity of the content: two machines that build the same source agree on it.

        A document that was stored in an older schema keeps the identity under which it was stored: attempts and
        certificates name it.
        """
        return self._digest_before_upgrade or digest_of(self.model_dump(mode="json"))

    def to_json(self) -> str:
        """Write the one canonical spelling of this document."""
        return canonical_json(self.model_dump(mode="json"))


class LessonDocument(_Document):
    """A lesson with the objectives that it serves."""

    kind: Literal["lesson"] = "lesson"
    course: CourseId
    lesson: Lesson
    objectives: tuple[Objective, ...] = ()


class LessonRef(Value):
    """A lesson of the same course, named for learners who should read it again."""

    id: MemberId
    title: LocalizedText


class QuizDocument(_Document):
    """A quiz with everything that is needed to draw, show, grade and explain it."""

    kind: Literal["quiz"] = "quiz"
    course: CourseId
    quiz: Quiz
    objectives: tuple[Objective, ...]
    questions: tuple[Question, ...] = Field(min_length=1)
    reading: dict[MemberId, tuple[LessonRef, ...]] = Field(default_factory=dict)
    """By objective: the lessons that teach it, in the order of the outline."""

    @cached_property
    def question_by_id(self) -> dict[str, AnyQuestion]:
        return {question.id: question for question in self.questions}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of questions that it asks."""
        return frozenset(question.kind for question in self.questions)

    @cached_property
    def objective_by_id(self) -> dict[str, Objective]:
        return {objective.id: objective for objective in self.objectives}

    @cached_property
    def pools(self) -> dict[str, tuple[AnyQuestion, ...]]:
        """The questions that each part of the draw may take. No objective stands in two parts."""
        part_of = {objective: stratum.id for stratum in self.quiz.strata for objective in stratum.objectives}
        pools: dict[str, list[AnyQuestion]] = {stratum.id: [] for stratum in self.quiz.strata}
        for question in self.questions:
            if question.objective in part_of:
                pools[part_of[question.objective]].append(question)
        return {stratum: tuple(questions) for stratum, questions in pools.items()}

    @cached_property
    def pool_ids(self) -> dict[str, dict[str, int]]:
        """Where each question stands in the pool of its part."""
        return {
            stratum: {question.id: place for place, question in enumerate(pool)} for stratum, pool in self.pools.items()
        }

    @cached_property
    def enemies_of(self) -> dict[str, frozenset[str]]:
        """Who may not stand on a form with whom. Naming an enemy on one side is enough; most have none."""
        pairs: dict[str, set[str]] = {}
        for question in self.questions:
            for enemy in question.enemies:
                pairs.setdefault(question.id, set()).add(enemy)
                pairs.setdefault(enemy, set()).add(question.id)
        return {question_id: frozenset(enemies) for question_id, enemies in pairs.items()}

    def pool_of(self, stratum_id: str) -> tuple[AnyQuestion, ...]:
        """Return the questions that one part of the draw may take."""
        return self.pools[stratum_id]

    @model_validator(mode="after")
    def _questions_fit_the_blueprint(self) -> Self:
        if len(self.question_by_id) != len(self.questions):
            raise ValueError("two questions have the same id")
        for stratum in self.quiz.strata:
            available = len(self.pool_of(stratum.id))
            if available < stratum.count:
                raise ValueError(f"part '{stratum.id}' draws {stratum.count} questions, but the pool has {available}")
        known = set(self.objective_by_id)
        for question in self.questions:
            if question.objective not in known:
                raise ValueError(f"question '{question.id}' names the unknown objective '{question.objective}'")
        for objective in self.reading:
            if objective not in known:
                raise ValueError(f"the reading list names the unknown objective '{objective}'")
        return self


class ScopeDocument(_Document):
    """A scope card as it is shown in a course."""

    kind: Literal["scope"] = "scope"
    scope: Scope


Document = LessonDocument | QuizDocument | ScopeDocument
_DocumentT = TypeVar("_DocumentT", LessonDocument, QuizDocument, ScopeDocument)


def parts_of(document: _Document) -> dict[str, Any]:
    """Return what a document is made of, to make another one of it in today's schema version."""
    return {name: getattr(document, name) for name in type(document).model_fields if name != "schema_version"}


UpgradeStep = Callable[[dict[str, Any]], dict[str, Any]]


_RULES_OF_VERSION_1: dict[str, Any] = {"partial_credit": "none", "stance": None, "time_limit": None}


def _keep_the_rules_of_version_1(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 2 knows rules with a default by tier: partial credit, stance, time limit. Version 1 knew none of them."""
    quiz = raw.get("quiz")
    if isinstance(quiz, dict):
        raw = raw | {"quiz": quiz | _RULES_OF_VERSION_1}
    return raw | {"schema_version": 2}


UPGRADES: dict[int, UpgradeStep] = {1: _keep_the_rules_of_version_1}
"""From schema version N to N+1."""


def upgrade(raw: dict[str, Any]) -> dict[str, Any]:
    """Take a stored document to today's schema version.

    Raises:
        ValueError: when the document is newer than this program, or has no version.
    """
    version = raw.get("schema_version")
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise ValueError(f"this program reads documents up to schema version {SCHEMA_VERSION}, not {version!r}")
    while version < SCHEMA_VERSION:
        raw = UPGRADES[version](raw)
        version += 1
    return raw


_JSON: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


@lru_cache(maxsize=256)
def read_document(kind: type[_DocumentT], text: str) -> _DocumentT:
    """Parse a stored document, with a cache: the same text is the same value.

    Raises:
        pydantic.ValidationError: when the text is no such document.
        ValueError: when its schema version is unknown.
    """
    raw = _JSON.validate_json(text)
    document = kind.model_validate(upgrade(raw))
    if raw["schema_version"] != SCHEMA_VERSION:
        document._digest_before_upgrade = digest_of(raw)
    return document


def keep_identity(document: _DocumentT, digest: str) -> _DocumentT:
    """Return a document under the digest that it was stored with, before fields with defaults were added to it."""
    kept = document.model_copy()
    kept.__dict__.pop("digest", None)
    kept._digest_before_upgrade = digest
    return kept
