"""Transitions: what leads from one state of an attempt to the next.

    (none) --begin--> open --give_answer--> open (answering)
                      open --hand_in-----> handed-in
                      open --time_out----> timed-out
                      open, handed-in, timed-out --void--> voided

Each is a function from values to the new value, or to the reason why nothing changes. Doing one again changes
nothing: two tabs, a double click and a retry after a lost answer end where one click would have ended. A store calls
them under a lock and writes what comes out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from empower_lms.assessment.attempts import Attempt, AttemptState, Refusal
from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.reading import RawAnswer, read_response
from empower_lms.assessment.responses import AnyResponse, CaseResponse, ResponseProblem
from empower_lms.assessment.retake import MayStart, Retired, TryStatus
from empower_lms.assessment.scoring import AS_AUTHORED, Scoring
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import Quiz


def begin(
    document: QuizDocument,
    status: TryStatus,
    *,
    attempt_id: str,
    seed: str,
    seen: Mapping[str, int],
    extra_time: int,
    now: datetime,
) -> Attempt | Refusal:
    """Start an attempt where the retake rule lets somebody: draw its form and set its deadline."""
    if isinstance(status, Retired):
        return Refusal.RETIRED
    if not isinstance(status, MayStart):
        return Refusal.NOT_ALLOWED_YET
    attempt = Attempt(
        id=attempt_id,
        quiz=document.quiz.id,
        number=status.number,
        form=draw_form(document, seed=seed, seen=seen),
        state=AttemptState.OPEN,
        started_at=now,
    )
    return grant_time(attempt, document.quiz, extra_time)


def grant_time(attempt: Attempt, quiz: Quiz, extra_time: int) -> Attempt:
    """Set the deadline of an open attempt, with some per cent of the time limit in addition."""
    if quiz.time_limit is None or not attempt.is_open:
        return attempt
    # Whole minutes, rounded up: what people are told is what they have.
    minutes = -(-int(quiz.time_limit.total_seconds()) * (100 + extra_time) // 6000)
    deadline = attempt.started_at + timedelta(minutes=minutes)
    return attempt.model_copy(
        update={"extra_time": extra_time, "deadline": deadline, "closes_at": deadline + quiz.grace}
    )


def give_answer(
    attempt: Attempt, document: QuizDocument, position: int, raw: RawAnswer, *, now: datetime
) -> Attempt | Refusal | ResponseProblem:
    """Put an answer on the form. ``document`` is the version that the form was drawn from."""
    refused = _refuse_writing(attempt, now)
    if refused is not None:
        return refused
    if not 1 <= position <= attempt.form.length or attempt.form.item(position).question != raw.item:
        return Refusal.NO_SUCH_QUESTION
    before = attempt.responses.get(position)
    read = read_response(document.question_by_id[raw.item], attempt.form.item(position), raw, before)
    response = _settle_stance(read, before, document.quiz)
    if isinstance(response, ResponseProblem):
        return response
    return attempt.model_copy(update={"responses": {**attempt.responses, position: response}})


def hand_in(attempt: Attempt, document: QuizDocument, *, now: datetime, scoring: Scoring = AS_AUTHORED) -> Attempt:
    """Judge and close an attempt; one that is closed already stays as it is, and a late one has timed out."""
    if not attempt.is_open:
        return attempt
    if attempt.is_overdue(now):
        return time_out(attempt, document, now=now, scoring=scoring)
    return _close(attempt, document, AttemptState.HANDED_IN, now, scoring)


def time_out(attempt: Attempt, document: QuizDocument, *, now: datetime, scoring: Scoring = AS_AUTHORED) -> Attempt:
    """Close an attempt whose time is up with the answers so far; any other stays as it is.

    It ended when its time was up, not when somebody noticed: whoever closes it, the result and the waiting time are
    the same.
    """
    if not attempt.is_overdue(now) or attempt.closes_at is None:
        return attempt
    return _close(attempt, document, AttemptState.TIMED_OUT, attempt.closes_at, scoring)


def void(attempt: Attempt, *, certified: bool, now: datetime) -> Attempt | Refusal:
    """Take an attempt out of the count. Its answers and its result stay as evidence.

    An attempt that a certificate rests on is not voided: there is nothing to try again.
    """
    if attempt.state is AttemptState.VOIDED:
        return Refusal.VOIDED
    if certified:
        return Refusal.CERTIFIED
    return attempt.model_copy(update={"state": AttemptState.VOIDED, "finished_at": attempt.finished_at or now})


def _close(attempt: Attempt, document: QuizDocument, state: AttemptState, at: datetime, scoring: Scoring) -> Attempt:
    result = judge(document, attempt.form, attempt.responses, scoring)
    return attempt.model_copy(update={"state": state, "finished_at": at, "result": result})


def _refuse_writing(attempt: Attempt, now: datetime) -> Refusal | None:
    if attempt.is_overdue(now):
        return Refusal.TIME_IS_UP
    match attempt.state:
        case AttemptState.OPEN:
            return None
        case AttemptState.HANDED_IN:
            return Refusal.ALREADY_HANDED_IN
        case AttemptState.TIMED_OUT:
            return Refusal.TIME_IS_UP
        case AttemptState.VOIDED:
            return Refusal.VOIDED


def _settle_stance(
    read: AnyResponse | ResponseProblem, before: AnyResponse | None, quiz: Quiz
) -> AnyResponse | ResponseProblem:
    """Leave out a stance that nobody asked for; refuse a finished answer without one where the rule needs it."""
    if isinstance(read, ResponseProblem):
        return read
    if quiz.stance is None:
        return read.model_copy(update={"stance": None}) if read.stance is not None else read
    if read.stance is None and isinstance(read, CaseResponse) and before is not None and before.stance is not None:
        # A case is decided step by step; the stance that was told at one step holds at the next.
        return read.model_copy(update={"stance": before.stance})
    if read.stance is None and read.complete and quiz.needs_stance:
        return ResponseProblem.NO_STANCE
    return read
