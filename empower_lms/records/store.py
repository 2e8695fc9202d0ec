"""The ports of the pure packages, implemented on the database."""

from contextlib import AbstractContextManager
from datetime import datetime

from empower_lms.assessment.attempts import Attempt, AttemptStore, QuizStanding, Refusal
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.certification.events import COURSE_TEAM
from empower_lms.certification.outlook import Outlook, OutlookReader
from empower_lms.domain.documents import LessonDocument, QuizDocument
from empower_lms.records import attempts, quiz_versions, supports
from empower_lms.records.holders import ensure_holder
from empower_lms.records.outlook import read_outlook
from empower_lms.records.transactions import open_transaction, require_transaction


class DatabaseRecords(AttemptStore, OutlookReader):
    """Attempts and outlooks in Django's database. ``user_id`` is the text of a user's primary key."""

    def transaction(self) -> AbstractContextManager[object]:
        """Open the transaction that every writer asks for."""
        return open_transaction()

    def standing(self, user_id: str, document: QuizDocument, *, now: datetime) -> QuizStanding:
        """Read the newest attempt and whether another may start."""
        return attempts.read_standing(user_id, document, now=now)

    def document_of(self, attempt: Attempt) -> QuizDocument:
        """Return the quiz version that the attempt was drawn from."""
        return quiz_versions.read_version(attempt.form.document)

    def start(self, user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
        """Start an attempt, or return the open one. Locks the holder."""
        return attempts.start_attempt(user_id, document, origin=origin, now=now)

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
        """Read and store one answer. Locks the attempt and its holder."""
        return attempts.save_answer(user_id, attempt_id, position, raw, key=key, language=language, now=now)

    def hand_in(self, user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
        """Judge, close and certify. Locks the attempt and its holder."""
        return attempts.hand_in_attempt(user_id, attempt_id, now=now)

    def record_reading(self, user_id: str, document: LessonDocument, *, now: datetime) -> None:
        """Remember that a learner read a lesson."""
        supports.record_reading(user_id, document, now=now)

    def reset(self, user_id: str, quiz: str, *, by: str, reason: str, now: datetime) -> Attempt | Refusal:
        """Void the newest attempt at a quiz, with a ledger entry. Locks the attempt and its holder."""
        require_transaction()
        actor = str(ensure_holder(by).key) if by else COURSE_TEAM
        return attempts.reset_quiz(user_id, quiz, actor=actor, reason=reason, now=now)

    def count_tries(self, quiz: str, *, origin: str) -> int:
        """Count the tries at a quiz that began at a place."""
        return attempts.count_tries(quiz, origin=origin)

    def outlook(self, user_id: str, *, now: datetime) -> Outlook:
        """Fold the learner's ledger and assess every scope in effect."""
        return read_outlook(user_id, now=now)


records = DatabaseRecords()
"""The records of this program."""
