"""Attempts: start, answer and hand in, each once however often it is asked for."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from pydantic import AwareDatetime, Field, TypeAdapter

from empower_lms.assessment.attempts import Attempt, AttemptState, QuizStanding, Refusal
from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.form import Form
from empower_lms.assessment.judge import Result, judge
from empower_lms.assessment.reading import RawAnswer, read_response
from empower_lms.assessment.responses import AnyResponse, Response, ResponseProblem
from empower_lms.assessment.retake import AlreadyPassed, InProgress, MayStart, PastAttempt, TryStatus, next_try
from empower_lms.assessment.strength import strength_of
from empower_lms.certification.commands import issue_certificate
from empower_lms.certification.standing import Standing, apply_event
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.records import models
from empower_lms.records.announcements import announce_attempt, announce_certificate
from empower_lms.records.configuration import company_zone
from empower_lms.records.holders import ensure_holder, lock_holder, parse_uuid
from empower_lms.records.ledger import append_event
from empower_lms.records.projections import project_standing
from empower_lms.records.quiz_versions import keep_version, read_version
from empower_lms.records.transactions import require_transaction

RENEW_BEFORE = timedelta(days=60)
"""How long before its end a certificate may be renewed."""

_RESPONSE: TypeAdapter[AnyResponse] = TypeAdapter(Response)


class _Try(Value):
    """What the retake rule needs of a stored attempt, and how long its certificate is valid."""

    id: UUID
    cycle: int
    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    passed: bool | None
    version_id: str
    certified_until: AwareDatetime | None = Field(alias="certificate__expires_at")

    def to_past(self) -> PastAttempt:
        return PastAttempt(
            number=self.number,
            started_at=self.started_at,
            finished_at=self.finished_at,
            passed=bool(self.passed),
        )

    def is_renewable_at(self, now: datetime) -> bool:
        return self.certified_until is not None and now >= self.certified_until - RENEW_BEFORE

    def is_outgrown_by(self, document: QuizDocument) -> bool:
        """Its quiz was too weak for its own tier, and the quiz of today is not: waiting would help nobody."""
        if not self.passed or self.version_id == document.digest:
            return False
        return strength_of(document).grade.carries_grants and not _was_strong(self.version_id)


def read_standing(user_id: str, document: QuizDocument, *, now: datetime) -> QuizStanding:
    """Read the newest attempt and whether another may start, with at most three statements."""
    tries = _read_tries(document.quiz.id, holder__user_id=user_id)
    _, status = _next_start(tries, document, now)
    return QuizStanding(latest=_read_attempt(tries[-1].id) if tries else None, next=status)


def start_attempt(user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
    """Start an attempt, or return the open one."""
    require_transaction()
    holder = lock_holder(ensure_holder(user_id).key)
    tries = _read_tries(document.quiz.id, holder=holder)
    cycle, status = _next_start(tries, document, now)
    if isinstance(status, InProgress):
        return _read_attempt(tries[-1].id)
    if not isinstance(status, MayStart):
        return Refusal.NOT_ALLOWED_YET
    form = draw_form(document, seed=secrets.token_hex(16), seen=_seen_questions(holder, document.quiz.id))
    row = models.Attempt.objects.create(
        holder=holder,
        quiz=document.quiz.id,
        cycle=cycle,
        number=status.number,
        version=keep_version(document),
        form=form.model_dump_json(),
        state=AttemptState.OPEN,
        origin=origin[:255],
        started_at=now.astimezone(UTC),
    )
    return _to_value(row, ())


def save_answer(
    user_id: str,
    attempt_id: str,
    position: int,
    raw: RawAnswer,
    *,
    key: str,
    language: str,
    now: datetime,
) -> Attempt | Refusal | ResponseProblem:
    """Read one answer and store it. A retry changes nothing, even after a newer answer."""
    row = _lock_attempt(user_id, attempt_id)
    if row is None:
        return Refusal.NO_SUCH_ATTEMPT
    if row.state != AttemptState.OPEN:
        return Refusal.ALREADY_HANDED_IN
    form = _read_form(row.form)
    if not 1 <= position <= form.length or form.item(position).question != raw.item:
        return Refusal.NO_SUCH_QUESTION
    answers = _answers_of(row)
    question = read_version(row.version_id).question_by_id[raw.item]
    response = read_response(question, form.item(position), raw, _latest_responses(answers).get(position))
    if isinstance(response, ResponseProblem):
        return response
    content = _RESPONSE.dump_json(response).decode()
    event = models.AnswerEvent(
        attempt=row,
        position=position,
        key_digest=hashlib.sha256(f"{key}|{content}".encode()).hexdigest(),
        response=content,
        language=language[:16],
        at=now.astimezone(UTC),
    )
    if not any(old.position == position and old.key_digest == event.key_digest for old in answers):
        event.save(force_insert=True)
        answers.append(event)
    return _to_value(row, answers)


def hand_in_attempt(user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
    """Judge and close an attempt and certify a pass, all or nothing. Twice returns the first result."""
    row = _lock_attempt(user_id, attempt_id)
    if row is None:
        return Refusal.NO_SUCH_ATTEMPT
    answers = _answers_of(row)
    if row.state == AttemptState.OPEN:
        document = read_version(row.version_id)
        result = judge(document, _read_form(row.form), _latest_responses(answers))
        _close(row, result, now)
        announce_attempt(row, document)
        _certify(row, document, result, now)
    return _to_value(row, answers)


def judge_again(row: models.Attempt) -> Result:
    """Judge a stored attempt from its stored answers, to compare with what was stored then."""
    return judge(read_version(row.version_id), _read_form(row.form), _latest_responses(_answers_of(row)))


def _read_tries(quiz: str, **of_whom: object) -> list["_Try"]:
    """Read all tries of a quiz, oldest first, without their forms."""
    rows = models.Attempt.objects.filter(quiz=quiz, **of_whom).order_by("cycle", "number")
    columns = rows.values(
        "id", "cycle", "number", "started_at", "finished_at", "passed", "version_id", "certificate__expires_at"
    )
    return [_Try.model_validate(dict(row)) for row in columns]


def _read_attempt(attempt_id: UUID) -> Attempt:
    row = models.Attempt.objects.get(id=attempt_id)
    return _to_value(row, _answers_of(row))


def _lock_attempt(user_id: str, attempt_id: str) -> models.Attempt | None:
    """Lock somebody's own attempt; another person's attempt is as good as none."""
    require_transaction()
    parsed = parse_uuid(attempt_id)
    rows = models.Attempt.objects.select_for_update().select_related("holder")
    return rows.filter(id=parsed, holder__user_id=user_id).first() if parsed else None


def _next_start(tries: Sequence["_Try"], document: QuizDocument, now: datetime) -> tuple[int, TryStatus]:
    """Say in which cycle the next attempt is, and whether it may start."""
    cycle = tries[-1].cycle if tries else 1
    present = [one for one in tries if one.cycle == cycle]
    status = next_try(document.quiz.retake, [one.to_past() for one in present], now=now)
    if isinstance(status, AlreadyPassed) and any(
        one.is_renewable_at(now) or one.is_outgrown_by(document) for one in present
    ):
        return cycle + 1, next_try(document.quiz.retake, (), now=now)
    return cycle, status


def _was_strong(version: str) -> bool:
    return strength_of(read_version(version)).grade.carries_grants


def _close(row: models.Attempt, result: Result, now: datetime) -> None:
    row.state = AttemptState.HANDED_IN
    row.open_marker = None
    row.finished_at = now.astimezone(UTC)
    row.result = result.model_dump_json()
    row.passed = result.passed
    row.save(update_fields=["state", "open_marker", "finished_at", "result", "passed"])


def _certify(row: models.Attempt, document: QuizDocument, result: Result, now: datetime) -> None:
    event = issue_certificate(
        document, result, attempt=str(row.id), certificate=str(uuid4()), now=now, zone=company_zone()
    )
    if event is not None:
        append_event(row.holder, event)
        project_standing(row.holder, Standing(), apply_event(Standing(), event))
        announce_certificate(row.holder, event)


def _seen_questions(holder: models.Holder, quiz: str) -> Counter[str]:
    """Count how often each question family was on a form, in all cycles."""
    forms = models.Attempt.objects.filter(holder=holder, quiz=quiz).values_list("form", flat=True)
    return Counter(item.question for form in forms for item in _read_form(form).items)


def _answers_of(row: models.Attempt) -> list[models.AnswerEvent]:
    return list(models.AnswerEvent.objects.filter(attempt_id=row.id).order_by("id"))


def _latest_responses(answers: Iterable[models.AnswerEvent]) -> dict[int, AnyResponse]:
    latest = {answer.position: answer.response for answer in answers}
    return {position: _RESPONSE.validate_json(response) for position, response in latest.items()}


def _to_value(row: models.Attempt, answers: Iterable[models.AnswerEvent]) -> Attempt:
    return Attempt(
        id=str(row.id),
        quiz=row.quiz,
        number=row.number,
        form=_read_form(row.form),
        state=AttemptState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
        responses=_latest_responses(answers),
        result=Result.model_validate_json(row.result) if row.result else None,
    )


@lru_cache(maxsize=1024)
def _read_form(text: str) -> Form:
    return Form.model_validate_json(text)
