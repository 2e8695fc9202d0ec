"""Attempts as values, and the port through which they are stored.

The quiz block talks to an ``AttemptStore`` only. ``empower_lms.records`` implements it on the
database; tests and benchmarks implement it in memory. What leads from one state to the next stands in
``empower_lms.assessment.transitions``.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import AwareDatetime, Field

from empower_lms.assessment.form import Form
from empower_lms.assessment.judge import Result
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import Response, ResponseProblem
from empower_lms.assessment.retake import TryStatus
from empower_lms.domain.base import Value
from empower_lms.domain.documents import LessonDocument, QuizDocument
from empower_lms.domain.ids import MemberId


class AttemptState(StrEnum):
    """Where an attempt is. From ``open`` one way leads to each of the others, and only ``voided`` follows a result.

    "Answering" is not stored: it is an open attempt with an answer, nothing is allowed in it that is not allowed before
    the first answer, and a stored copy could only contradict the answers (ADR 0018).
    """

    OPEN = "open"
    HANDED_IN = "handed-in"
    TIMED_OUT = "timed-out"
    VOIDED = "voided"


class Attempt(Value):
    """One try, with its frozen form and the latest answer at each position."""

    id: str
    quiz: MemberId
    number: int = Field(ge=1)
    form: Form
    state: AttemptState
    started_at: AwareDatetime
    deadline: AwareDatetime | None = None
    """When the time is up, extra time included; nothing when there is no limit."""
    closes_at: AwareDatetime | None = None
    """The last instant at which an answer is still taken: the deadline and what a slow network may cost."""
    extra_time: int = Field(default=0, ge=0)
    """Per cent of the time limit that the learner has in addition."""
    finished_at: AwareDatetime | None = None
    responses: Mapping[int, Response] = Field(default_factory=dict)
    result: Result | None = None

    @property
    def is_open(self) -> bool:
        return self.state is AttemptState.OPEN

    @property
    def is_answering(self) -> bool:
        return self.is_open and bool(self.responses)

    def is_overdue(self, now: datetime) -> bool:
        """Say whether an open attempt has run out of time: nothing is taken any more."""
        return self.is_open and self.closes_at is not None and now > self.closes_at

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Positions without an answer, or with a part of one that is still open."""
        return tuple(
            item.position
            for item in self.form.items
            if (given := self.responses.get(item.position)) is None or not given.complete
        )


class QuizStanding(Value):
    """Where a learner stands with a quiz: the newest attempt, if any, and whether the next may start.

    An attempt whose time is up is shown as timed out, with its result, even before somebody closed it.
    """

    latest: Attempt | None = None
    next: TryStatus


class Refusal(StrEnum):
    """Why a store did not do what was asked. Nothing was changed then, but that a try whose time is up was closed."""

    NOT_ALLOWED_YET = "not-allowed-yet"
    NO_SUCH_ATTEMPT = "no-such-attempt"
    ALREADY_HANDED_IN = "already-handed-in"
    NO_SUCH_QUESTION = "no-such-question"
    TIME_IS_UP = "time-is-up"
    VOIDED = "voided"
    CERTIFIED = "certified"
    RETIRED = "retired"


class AttemptStore(Protocol):
    """Where attempts live. ``user_id`` is the platform's id of the signed-in learner.

    Writers run inside ``transaction()`` and refuse to run outside one.
    """

    def transaction(self) -> AbstractContextManager[object]:
        """Open the transaction that an attempt, its result and its grade share."""

    def standing(self, user_id: str, document: QuizDocument, *, now: datetime) -> QuizStanding:
        """Read the newest attempt and whether another may start."""

    def document_of(self, attempt: Attempt) -> QuizDocument:
        """Return the quiz version that the attempt was drawn from, not today's."""

    def start(self, user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
        """Start an attempt, or return the open one: starting twice is starting once.

        ``origin`` names where it happens (a usage key), as evidence only.
        """

    def save_answer(
        self,
        user_id: str,
        attempt_id: str,
        position: int,
        raw: RawAnswer,
        *,
        key: str,
        language: str,
        now: datetime,
    ) -> Attempt | Refusal | ResponseProblem:
        """Read one answer against the frozen form and store it.

        The same ``key`` and answer stored twice changes nothing; what can't be read is not stored. An answer after the
        deadline and its grace is refused with ``TIME_IS_UP``, and the attempt is closed with the answers before it.
        """

    def hand_in(self, user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
        """Grade, judge and close; on a pass the certificate is issued in the same transaction.

        Handing in twice returns the first result; handing in late returns the attempt as it timed out.
        """

    def record_reading(self, user_id: str, document: LessonDocument, *, now: datetime) -> None:
        """Remember that a learner read a lesson: after a failed block of tries it helps to open the next one."""

    def count_tries(self, quiz: MemberId, *, origin: str) -> int:
        """Count the tries at a quiz that began at a place, for its authors. Nobody is named."""

    def reset(self, user_id: str, quiz: MemberId, *, by: str, reason: str, now: datetime) -> Attempt | Refusal:
        """Void the newest attempt at a quiz, so that it counts for nothing and the learner may start again.

        ``by`` is the platform's id of the person who does it. What was certified stays certified.
        """
