"""Support: what people do so that a learner can try again, or has the time they need.

Sponsors and staff confirm a talk, unlock the next try early or remove an obstacle; staff gives extra time; a learner
reads lessons again. All of it is appended with who did it and why.
"""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.judge import Result
from empower_lms.assessment.retake import Relief
from empower_lms.domain.base import Value
from empower_lms.domain.documents import LessonDocument
from empower_lms.records import models
from empower_lms.records.holders import ensure_holder
from empower_lms.records.transactions import require_transaction

MAX_EXTRA_TIME = 300
"""Per cent: four times the time limit is the most that anybody is given."""


class SupportKind(StrEnum):
    """What was done."""

    EXTRA_TIME = "extra-time"
    LESSON_READ = "lesson-read"
    TALK = "talk"
    UNLOCK = "unlock"


class SupportContent(Value):
    """What there is to say about it: who did what stands in the row."""

    percent: int = Field(default=0, ge=0, le=MAX_EXTRA_TIME)
    lesson: str = ""
    objectives: tuple[str, ...] = ()
    note: str = Field(default="", max_length=2000)


def append_support(
    holder: models.Holder, kind: SupportKind, content: SupportContent, *, quiz: str, by: str, now: datetime
) -> None:
    """Append what somebody did. Runs in the caller's transaction."""
    require_transaction()
    models.Support.objects.create(
        holder=holder,
        kind=kind,
        quiz=quiz,
        content=content.model_dump_json(exclude_defaults=True),
        given_by_id=by,
        at=now.astimezone(UTC),
    )


def record_reading(user_id: str, document: LessonDocument, *, now: datetime) -> None:
    """Remember that a learner read a lesson, today as often as they like: after a failed block it opens the next one.

    Runs in the caller's transaction.
    """
    holder = ensure_holder(user_id)
    content = SupportContent(lesson=document.lesson.id, objectives=tuple(document.lesson.objectives))
    append_support(holder, SupportKind.LESSON_READ, content, quiz="", by=user_id, now=now)


def extra_time_of(holder: models.Holder) -> int:
    """Return the per cent of extra time that somebody has: what was given last."""
    row = models.Support.objects.filter(holder=holder, kind=SupportKind.EXTRA_TIME).order_by("-id").first()
    return read_content(row).percent if row is not None else 0


def read_content(row: models.Support) -> SupportContent:
    return SupportContent.model_validate_json(row.content)


def missing_objectives(result: Result | None) -> frozenset[str]:
    """Return the objectives that a failed attempt missed: parts below their minimum, else every part with a fault."""
    if result is None:
        return frozenset()
    failed = [part for part in result.strata if not part.is_met] or [
        part for part in result.strata if part.points < part.count
    ]
    return frozenset(objective for part in failed for objective in part.objectives)


def read_relief(holder: UUID, last: Attempt, *, is_blocked: bool) -> Relief:
    """Read what was done for somebody since their newest attempt was closed, with one statement, or two for obstacles.

    ``is_blocked``: all tries are used, so that an obstacle matters.
    """
    if last.finished_at is None:
        return Relief()
    since, quiz = last.finished_at, last.quiz
    rows = models.Support.objects.filter(holder_id=holder, quiz__in=("", quiz), at__gt=since).order_by("id")
    done = [(SupportKind(row.kind), read_content(row)) for row in rows]
    kinds = {kind for kind, _content in done}
    read = {objective for kind, content in done if kind is SupportKind.LESSON_READ for objective in content.objectives}
    missed = missing_objectives(last.result)
    return Relief(
        remedied=SupportKind.TALK in kinds or (bool(missed) and missed <= read),
        unlocked=SupportKind.UNLOCK in kinds,
        resolved=is_blocked
        and models.Obstacle.objects.filter(holder_id=holder, quiz=quiz, resolved_at__gt=since).exists(),
    )
