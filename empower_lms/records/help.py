"""Help: what sponsors and staff do for a learner, who may do it, and what they see of it.

Sponsors confirm a talk, unlock the next try and remove obstacles for their own people; staff does it for everybody,
gives extra time and resets tries. Nobody does it for themselves. All of it has a reason and a name.
"""

from datetime import UTC, datetime
from enum import StrEnum

from django.contrib.auth import get_user_model

from empower_lms.assessment import transitions
from empower_lms.assessment.attempts import Attempt, Refusal
from empower_lms.records import models
from empower_lms.records.attempt_rows import lock_attempt, to_attempt
from empower_lms.records.attempts import void_locked
from empower_lms.records.grade_book import call_for_grades, note_grade
from empower_lms.records.holders import ensure_holder, find_holder_by_key, lock_holder
from empower_lms.records.quiz_versions import read_version
from empower_lms.records.sponsors import is_sponsor_of
from empower_lms.records.supports import MAX_EXTRA_TIME, SupportContent, SupportKind, append_support
from empower_lms.records.transactions import require_transaction

MAX_REASON = 2000


class HelpRefused(StrEnum):
    """Why nothing was done."""

    NOT_ALLOWED = "not-allowed"
    OWN_ATTEMPT = "own-attempt"
    NO_SUCH_PERSON = "no-such-person"
    REASON_NEEDED = "reason-needed"
    NO_OBSTACLE = "no-obstacle"
    OUT_OF_RANGE = "out-of-range"


def confirm_talk(user_id: str, holder_key: str, quiz: str, *, note: str, now: datetime) -> HelpRefused | None:
    """Confirm that somebody talked with the learner about what the failed tries missed."""
    return _support(user_id, holder_key, SupportKind.TALK, quiz, note, now)


def unlock_next_try(user_id: str, holder_key: str, quiz: str, *, reason: str, now: datetime) -> HelpRefused | None:
    """Open the next try at once, whatever the retake rule says. An obstacle for it is removed with the same reason."""
    refused = _support(user_id, holder_key, SupportKind.UNLOCK, quiz, reason, now)
    if refused is None:
        _close_obstacles(user_id, holder_key, quiz, reason, now)
    return refused


def resolve_obstacle(user_id: str, holder_key: str, quiz: str, *, note: str, now: datetime) -> HelpRefused | None:
    """Say what was in the way and that it is gone: the next tries open when the pause is over."""
    holder = _admit(user_id, holder_key, note)
    if isinstance(holder, HelpRefused):
        return holder
    return None if _close_obstacles(user_id, holder_key, quiz, note, now) else HelpRefused.NO_OBSTACLE


def grant_extra_time(staff_id: str, holder_key: str, *, percent: int, reason: str, now: datetime) -> HelpRefused | None:
    """Give somebody some per cent more time, from now on and for the tries that are under way. 0 takes it back.

    The newest word counts. Runs in the caller's transaction, like all of these.
    """
    holder = _admit(staff_id, holder_key, reason, staff_only=True)
    if isinstance(holder, HelpRefused):
        return holder
    if not 0 <= percent <= MAX_EXTRA_TIME:
        return HelpRefused.OUT_OF_RANGE
    # Attempts before their holder, as everywhere; one that starts meanwhile is seen after the lock.
    running = models.Attempt.objects.select_for_update().filter(holder=holder, open_marker=1).order_by("id")
    list(running)
    lock_holder(holder.key)
    content = SupportContent(percent=percent, note=reason.strip()[:MAX_REASON])
    append_support(holder, SupportKind.EXTRA_TIME, content, quiz="", by=staff_id, now=now)
    for row in running.all():
        _extend(row, percent, now)
    return None


def reset_attempt(
    staff_id: str, holder_key: str, attempt_id: str, *, reason: str, now: datetime
) -> Attempt | HelpRefused | Refusal:
    """Void one try, because something technical went wrong. It counts for nothing, and the learner may start again."""
    holder = _admit(staff_id, holder_key, reason, staff_only=True)
    if isinstance(holder, HelpRefused):
        return holder
    actor = str(ensure_holder(staff_id).key)
    row = lock_attempt(attempt_id, holder=holder)
    if row is None:
        return Refusal.NO_SUCH_ATTEMPT
    outcome = void_locked(row, actor=actor, reason=reason.strip()[:MAX_REASON], now=now)
    if isinstance(outcome, Attempt):
        note_grade(row, now=now)
        call_for_grades()
    return outcome


def is_staff(user_id: str) -> bool:
    """Say whether somebody is a training admin."""
    return get_user_model().objects.filter(pk=user_id, is_active=True, is_staff=True).exists()


def _support(
    user_id: str, holder_key: str, kind: SupportKind, quiz: str, note: str, now: datetime
) -> HelpRefused | None:
    holder = _admit(user_id, holder_key, note)
    if isinstance(holder, HelpRefused):
        return holder
    append_support(holder, kind, SupportContent(note=note.strip()[:MAX_REASON]), quiz=quiz, by=user_id, now=now)
    return None


def _admit(user_id: str, holder_key: str, reason: str, *, staff_only: bool = False) -> models.Holder | HelpRefused:
    """Find the person who is helped, or say why this person may not help them."""
    require_transaction()
    holder = find_holder_by_key(holder_key)
    staff = is_staff(user_id)
    if holder is None or not (staff or (not staff_only and is_sponsor_of(user_id, holder))):
        # Who may not help is not told whether there is such a person.
        return HelpRefused.NO_SUCH_PERSON if staff else HelpRefused.NOT_ALLOWED
    if str(holder.user_id) == user_id:
        return HelpRefused.OWN_ATTEMPT
    return holder if reason.strip() else HelpRefused.REASON_NEEDED


def _close_obstacles(user_id: str, holder_key: str, quiz: str, note: str, now: datetime) -> int:
    open_ones = models.Obstacle.objects.filter(holder__key=holder_key, quiz=quiz, resolved_at=None)
    return open_ones.update(resolved_at=now.astimezone(UTC), resolved_by_id=user_id, note=note.strip()[:MAX_REASON])


def _extend(row: models.Attempt, percent: int, now: datetime) -> None:
    attempt = to_attempt(row, ())
    if attempt.is_overdue(now):
        return
    longer = transitions.grant_time(attempt, read_version(row.version_id).quiz, percent)
    row.deadline, row.closes_at, row.extra_time = longer.deadline, longer.closes_at, longer.extra_time
    row.save(update_fields=["deadline", "closes_at", "extra_time"])
