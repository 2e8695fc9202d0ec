"""Tries: a person's attempts at one quiz as the retake rule sees them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.retake import (
    AlreadyPassed,
    InProgress,
    MayStart,
    NoTriesLeft,
    PastAttempt,
    Retired,
    TryStatus,
    next_try,
)
from empower_lms.assessment.strength import strength_of
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.records import models
from empower_lms.records.configuration import company_zone
from empower_lms.records.quiz_versions import read_version
from empower_lms.records.supports import read_relief

RENEW_BEFORE = timedelta(days=60)
"""How long before its end a certificate may be renewed."""


class Try(Value):
    """What the retake rule needs of a stored attempt, and how long its certificate is valid."""

    id: UUID
    holder: UUID = Field(alias="holder_id")
    cycle: int
    number: int
    state: AttemptState
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
            voided=self.state is AttemptState.VOIDED,
        )

    def is_renewable_at(self, now: datetime) -> bool:
        return self.certified_until is not None and now >= self.certified_until - RENEW_BEFORE

    def is_outgrown_by(self, document: QuizDocument) -> bool:
        """Its quiz was too weak for its own tier, and the quiz of today is not: waiting would help nobody."""
        if not self.passed or self.version_id == document.digest:
            return False
        return strength_of(document).grade.carries_grants and not _was_strong(self.version_id)


def read_tries(quiz: str, **of_whom: object) -> list[Try]:
    """Read all tries of a quiz, oldest first, without their forms: the quiz counts, not where it was taken."""
    rows = models.Attempt.objects.filter(quiz=quiz, **of_whom).order_by("cycle", "number")
    columns = rows.values(
        "id",
        "holder_id",
        "cycle",
        "number",
        "state",
        "started_at",
        "finished_at",
        "passed",
        "version_id",
        "certificate__expires_at",
    )
    return [Try.model_validate(dict(row)) for row in columns]


def latest_that_counts(tries: Sequence[Try]) -> Try | None:
    """Return the newest try that was not voided."""
    return next((one for one in reversed(tries) if one.state is not AttemptState.VOIDED), None)


def next_start(
    tries: Sequence[Try], document: QuizDocument, *, latest: Attempt | None, now: datetime
) -> tuple[int, TryStatus]:
    """Say in which cycle the next attempt is, and whether it may start.

    ``latest`` is the newest attempt that counts as it stands now: its time may be up before anybody closed it.
    """
    cycle = tries[-1].cycle if tries else 1
    present = [one for one in tries if one.cycle == cycle]
    history = [_as_of_now(one, latest) for one in present]
    rule = document.quiz.retake
    status = next_try(rule, history, now=now)
    if isinstance(status, AlreadyPassed) and any(
        one.is_renewable_at(now) or one.is_outgrown_by(document) for one in present
    ):
        cycle, status = cycle + 1, next_try(rule, (), now=now)
    elif latest is not None and not isinstance(status, MayStart | InProgress | AlreadyPassed):
        # Only now does it matter what others did to help, which costs a look at more tables.
        relief = read_relief(tries[-1].holder, latest, is_blocked=isinstance(status, NoTriesLeft))
        status = next_try(rule, history, now=now, relief=relief)
    if isinstance(status, MayStart) and document.quiz.is_retired_on(local_day(now)):
        status = Retired()
    return cycle, status


def local_day(now: datetime) -> date:
    """Return the company's day."""
    return now.astimezone(ZoneInfo(company_zone())).date()


def _as_of_now(one: Try, latest: Attempt | None) -> PastAttempt:
    if latest is None or latest.id != str(one.id):
        return one.to_past()
    past = one.to_past()
    passed = bool(latest.result and latest.result.passed)
    return past.model_copy(update={"finished_at": latest.finished_at, "passed": passed})


def _was_strong(version: str) -> bool:
    return strength_of(read_version(version)).grade.carries_grants
