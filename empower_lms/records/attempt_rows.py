"""Attempts between rows and values: reading, locking and closing them.

Whoever locks both takes attempts first, in the order of their ids, and their holder last: two writers never wait for
each other.
"""

from collections.abc import Iterable
from datetime import UTC
from functools import lru_cache

from pydantic import TypeAdapter

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.form import Form
from empower_lms.assessment.judge import Result
from empower_lms.assessment.responses import AnyResponse, Response
from empower_lms.records import models
from empower_lms.records.holders import parse_uuid
from empower_lms.records.transactions import require_transaction

RESPONSE: TypeAdapter[AnyResponse] = TypeAdapter(Response)


def lock_attempt(attempt_id: str, **of_whom: object) -> models.Attempt | None:
    """Lock an attempt and its holder with one statement; somebody else's attempt is as good as none."""
    require_transaction()
    parsed = parse_uuid(attempt_id)
    rows = models.Attempt.objects.select_for_update().select_related("holder")
    return rows.filter(id=parsed, **of_whom).first() if parsed else None


def read_answers(row: models.Attempt) -> list[models.AnswerEvent]:
    """Read what was answered, oldest first."""
    return list(models.AnswerEvent.objects.filter(attempt_id=row.id).order_by("id"))


def latest_responses(answers: Iterable[models.AnswerEvent]) -> dict[int, AnyResponse]:
    """Return the answer that counts at each position: the newest one."""
    latest = {answer.position: answer.response for answer in answers}
    return {position: RESPONSE.validate_json(response) for position, response in latest.items()}


def to_attempt(row: models.Attempt, answers: Iterable[models.AnswerEvent]) -> Attempt:
    """Make the value of a stored attempt."""
    return Attempt(
        id=str(row.id),
        quiz=row.quiz,
        number=row.number,
        form=read_form(row.form),
        state=AttemptState(row.state),
        started_at=row.started_at,
        deadline=row.deadline,
        closes_at=row.closes_at,
        extra_time=row.extra_time,
        finished_at=row.finished_at,
        responses=latest_responses(answers),
        result=read_result(row),
    )


def read_attempt(row: models.Attempt) -> Attempt:
    """Make the value of a stored attempt, with its answers."""
    return to_attempt(row, read_answers(row))


def read_result(row: models.Attempt) -> Result | None:
    return Result.model_validate_json(row.result) if row.result else None


def stored_results(row: models.Attempt) -> tuple[str, ...]:
    """Return the result of an attempt and all that it had before, oldest first."""
    old = models.SupersededResult.objects.filter(attempt=row).order_by("number")
    return (*old.values_list("result", flat=True), row.result)


def write_end(row: models.Attempt, closed: Attempt) -> None:
    """Write how an attempt ended. The row is locked by the caller."""
    require_transaction()
    row.state = closed.state
    row.open_marker = None
    row.finished_at = closed.finished_at.astimezone(UTC) if closed.finished_at else None
    row.result = closed.result.model_dump_json() if closed.result else ""
    row.passed = closed.result.passed if closed.result else None
    row.save(update_fields=["state", "open_marker", "finished_at", "result", "passed"])


@lru_cache(maxsize=1024)
def read_form(text: str) -> Form:
    """Read a stored form. It never changes, so a process reads each one once."""
    return Form.model_validate_json(text)
