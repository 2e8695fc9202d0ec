"""Attempts: start, answer, hand in, time out and reset, each once however often it is asked for.

What may follow what is decided by ``empower_lms.assessment.transitions``; here it is done under a lock and written.
"""

import hashlib
import secrets
from collections import Counter
from datetime import UTC, datetime
from uuid import uuid4

from empower_lms.assessment import transitions
from empower_lms.assessment.attempts import Attempt, AttemptState, QuizStanding, Refusal
from empower_lms.assessment.judge import Result, judge
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import InProgress, uses_up_blocks
from empower_lms.certification.commands import issue_certificate
from empower_lms.certification.events import AttemptVoided
from empower_lms.certification.standing import Standing, apply_event
from empower_lms.domain.documents import QuizDocument
from empower_lms.records import models
from empower_lms.records.announcements import announce_attempt, announce_certificate
from empower_lms.records.attempt_rows import (
    RESPONSE,
    latest_responses,
    lock_attempt,
    read_answers,
    read_attempt,
    read_form,
    to_attempt,
    write_end,
)
from empower_lms.records.configuration import company_zone
from empower_lms.records.grade_book import call_for_grades, note_grade
from empower_lms.records.holders import ensure_holder, lock_holder
from empower_lms.records.ledger import append_event
from empower_lms.records.projections import project_standing
from empower_lms.records.quiz_versions import keep_version, read_scoring, read_version
from empower_lms.records.supports import extra_time_of
from empower_lms.records.transactions import require_transaction
from empower_lms.records.tries import Try, latest_that_counts, next_start, read_tries

MAX_ORIGIN = 255


def read_standing(user_id: str, document: QuizDocument, *, now: datetime) -> QuizStanding:
    """Read the newest attempt and whether another may start. Nothing is written: who writes next closes it."""
    tries = read_tries(document.quiz.id, holder__user_id=user_id)
    latest = _read_latest(tries, now)
    _, status = next_start(tries, document, latest=latest, now=now)
    return QuizStanding(latest=latest, next=status)


def start_attempt(user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
    """Start an attempt, or return the open one. One whose time is up is closed first."""
    require_transaction()
    known = ensure_holder(user_id)
    _close_overdue(known, document.quiz.id, now)
    holder = lock_holder(known.key)
    tries = read_tries(document.quiz.id, holder=holder)
    latest = _read_latest(tries, now)
    cycle, status = next_start(tries, document, latest=latest, now=now)
    if isinstance(status, InProgress) and latest is not None:
        return latest
    begun = transitions.begin(
        document,
        status,
        attempt_id=str(uuid4()),
        seed=secrets.token_hex(16),
        seen=_seen_questions(holder, document.quiz.id),
        extra_time=extra_time_of(holder) if document.quiz.time_limit is not None else 0,
        now=now.astimezone(UTC),
    )
    if isinstance(begun, Attempt):
        _insert(holder, document, begun, cycle, origin)
    return begun


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
    row = lock_attempt(attempt_id, holder__user_id=user_id)
    if row is None:
        return Refusal.NO_SUCH_ATTEMPT
    answers = read_answers(row)
    attempt, document = to_attempt(row, answers), read_version(row.version_id)
    answered = transitions.give_answer(attempt, document, position, raw, now=now)
    if answered is Refusal.TIME_IS_UP and attempt.is_open:
        _end(row, transitions.time_out(attempt, document, now=now, scoring=read_scoring(row.version_id)), now)
    if not isinstance(answered, Attempt):
        return answered
    content = RESPONSE.dump_json(answered.responses[position]).decode()
    digest = hashlib.sha256(f"{key}|{content}".encode()).hexdigest()
    if any(old.position == position and old.key_digest == digest for old in answers):
        return attempt
    models.AnswerEvent(
        attempt=row,
        position=position,
        key_digest=digest,
        response=content,
        language=language[:16],
        at=now.astimezone(UTC),
    ).save(force_insert=True)
    return answered


def hand_in_attempt(user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
    """Judge and close an attempt and certify a pass, all or nothing. Twice returns the first result."""
    row = lock_attempt(attempt_id, holder__user_id=user_id)
    if row is None:
        return Refusal.NO_SUCH_ATTEMPT
    attempt = read_attempt(row)
    if not attempt.is_open:
        return Refusal.VOIDED if attempt.state is AttemptState.VOIDED else attempt
    document, scoring = read_version(row.version_id), read_scoring(row.version_id)
    closed = transitions.hand_in(attempt, document, now=now.astimezone(UTC), scoring=scoring)
    _end(row, closed, now)
    return closed


def time_out_attempt(attempt_id: str, *, now: datetime) -> models.Attempt | None:
    """Close one attempt whose time is up, whoever asks; nothing when there is nothing to close."""
    row = lock_attempt(attempt_id)
    if row is None:
        return None
    attempt = read_attempt(row)
    if not attempt.is_overdue(now):
        return None
    document, scoring = read_version(row.version_id), read_scoring(row.version_id)
    _end(row, transitions.time_out(attempt, document, now=now, scoring=scoring), now)
    return row


def void_attempt(attempt_id: str, *, actor: str, reason: str, now: datetime, **of_whom: object) -> Attempt | Refusal:
    """Take an attempt out of the count, with a ledger entry. ``actor`` is a person's key or ``course-team``."""
    row = lock_attempt(attempt_id, **of_whom)
    return void_locked(row, actor=actor, reason=reason, now=now) if row is not None else Refusal.NO_SUCH_ATTEMPT


def void_locked(row: models.Attempt, *, actor: str, reason: str, now: datetime) -> Attempt | Refusal:
    """Void an attempt that the caller has locked together with its holder."""
    attempt = read_attempt(row)
    certified = models.Certificate.objects.filter(attempt=row, withdrawn_at=None).exists()
    voided = transitions.void(attempt, certified=certified, now=now)
    if isinstance(voided, Attempt):
        write_end(row, voided)
        models.Obstacle.objects.filter(attempt=row, resolved_at=None).update(resolved_at=now, note=reason)
        append_event(row.holder, AttemptVoided(at=now, actor=actor, attempt=attempt.id, quiz=row.quiz, reason=reason))
    return voided


def reset_quiz(user_id: str, quiz: str, *, actor: str, reason: str, now: datetime) -> Attempt | Refusal:
    """Void the newest attempt that counts."""
    require_transaction()
    latest = latest_that_counts(read_tries(quiz, holder__user_id=user_id))
    if latest is None:
        return Refusal.NO_SUCH_ATTEMPT
    return void_attempt(str(latest.id), actor=actor, reason=reason, now=now)


def judge_again(row: models.Attempt, *, scoring: int) -> Result:
    """Judge a stored attempt from its stored answers with a scoring version, to compare with what was stored then."""
    responses = latest_responses(read_answers(row))
    return judge(read_version(row.version_id), read_form(row.form), responses, read_scoring(row.version_id, scoring))


def certify(row: models.Attempt, document: QuizDocument, attempt: Attempt, now: datetime) -> bool:
    """Certify a pass in the ledger; say whether there is a certificate now. The holder is locked by the caller."""
    if attempt.result is None or attempt.finished_at is None:
        return False
    event = issue_certificate(
        document,
        attempt.result,
        attempt=attempt.id,
        certificate=str(uuid4()),
        passed_at=attempt.finished_at,
        now=now,
        zone=company_zone(),
    )
    if event is None:
        return False
    append_event(row.holder, event)
    project_standing(row.holder, Standing(), apply_event(Standing(), event))
    announce_certificate(row.holder, event)
    return True


def count_tries(quiz: str, *, origin: str) -> int:
    """Count the tries at a quiz that began at a place. Looks through all tries: for authors, who ask seldom."""
    return models.Attempt.objects.filter(quiz=quiz, origin=origin[:MAX_ORIGIN]).count()


def _end(row: models.Attempt, closed: Attempt, now: datetime) -> None:
    """Write a closed attempt and what follows from it: a certificate, or an obstacle for the sponsor."""
    document = read_version(row.version_id)
    write_end(row, closed)
    announce_attempt(row, document)
    certify(row, document, closed, now)
    if document.quiz.is_certification and closed.result is not None and not closed.result.passed:
        history = [one.to_past() for one in read_tries(row.quiz, holder=row.holder) if one.cycle == row.cycle]
        if closed.finished_at and uses_up_blocks(document.quiz.retake, history, now=closed.finished_at):
            models.Obstacle.objects.get_or_create(
                attempt=row, defaults={"holder": row.holder, "quiz": row.quiz, "since": closed.finished_at}
            )


def _close_overdue(holder: models.Holder, quiz: str, now: datetime) -> None:
    open_tries = models.Attempt.objects.filter(holder=holder, quiz=quiz, open_marker=1, closes_at__lt=now)
    for attempt_id in list(open_tries.values_list("id", flat=True)):
        row = time_out_attempt(str(attempt_id), now=now)
        if row is not None:
            note_grade(row, now=now)
            call_for_grades()


def _read_latest(tries: list[Try], now: datetime) -> Attempt | None:
    """Read the newest attempt that counts; one whose time is up as it will be when somebody closes it."""
    newest = latest_that_counts(tries)
    if newest is None:
        return None
    row = models.Attempt.objects.get(id=newest.id)
    attempt = read_attempt(row)
    if not attempt.is_overdue(now):
        return attempt
    document, scoring = read_version(row.version_id), read_scoring(row.version_id)
    return transitions.time_out(attempt, document, now=now, scoring=scoring)


def _insert(holder: models.Holder, document: QuizDocument, attempt: Attempt, cycle: int, origin: str) -> None:
    models.Attempt.objects.create(
        id=attempt.id,
        holder=holder,
        quiz=document.quiz.id,
        cycle=cycle,
        number=attempt.number,
        version=keep_version(document),
        form=attempt.form.model_dump_json(),
        state=attempt.state,
        origin=origin[:MAX_ORIGIN],
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        closes_at=attempt.closes_at,
        extra_time=attempt.extra_time,
    )


def _seen_questions(holder: models.Holder, quiz: str) -> Counter[str]:
    """Count how often each question family was on a form, in all cycles and voided tries, too: seen is seen."""
    forms = models.Attempt.objects.filter(holder=holder, quiz=quiz).values_list("form", flat=True)
    return Counter(item.question for form in forms for item in read_form(form).items)
