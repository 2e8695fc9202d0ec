"""Fakes: ports of ours, kept in memory. They subclass the ports, so mypy tells when one changes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from empower_lms.assessment import transitions
from empower_lms.assessment.attempts import Attempt, AttemptState, AttemptStore, QuizStanding, Refusal
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import MayStart, PastAttempt, Relief, Retired, next_try
from empower_lms.certification.calendar import expiry_after
from empower_lms.certification.outlook import Outlook, OutlookReader
from empower_lms.certification.standing import Certificate, Standing
from empower_lms.certification.status import assess_scope
from empower_lms.domain.documents import LessonDocument, QuizDocument
from empower_lms.domain.scope import Scope


class InMemoryRecords(AttemptStore, OutlookReader):
    """Attempts and certificates of many learners in dictionaries.

    ``calls`` names every call, so that a test can say what was asked of the records.
    """

    def __init__(self, *, scopes: tuple[Scope, ...] = ()) -> None:
        self.scopes = scopes
        self.attempts: dict[str, list[Attempt]] = {}
        self.documents: dict[str, QuizDocument] = {}
        self.origins: dict[str, str] = {}
        self.certificates: dict[str, list[Certificate]] = {}
        self.answer_keys: dict[tuple[str, int], set[tuple[str, str]]] = {}
        self.relief = Relief()
        self.extra_time = 0
        self.readings: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.is_in_transaction = False

    def transaction(self) -> AbstractContextManager[object]:
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        attempts = {user: list(mine) for user, mine in self.attempts.items()}
        keys = {place: set(used) for place, used in self.answer_keys.items()}
        self.is_in_transaction = True
        try:
            yield
        except BaseException:
            self.attempts, self.answer_keys = attempts, keys
            raise
        finally:
            self.is_in_transaction = False

    def standing(self, user_id: str, document: QuizDocument, *, now: datetime) -> QuizStanding:
        self.calls.append("standing")
        mine = [self._as_of(attempt, now) for attempt in self._of_quiz(user_id, document.quiz.id)]
        past = [
            PastAttempt(
                number=attempt.number,
                started_at=attempt.started_at,
                finished_at=attempt.finished_at,
                passed=bool(attempt.result and attempt.result.passed),
                voided=attempt.state is AttemptState.VOIDED,
            )
            for attempt in mine
        ]
        counted = [attempt for attempt in mine if attempt.state is not AttemptState.VOIDED]
        status = next_try(document.quiz.retake, past, now=now, relief=self.relief)
        if isinstance(status, MayStart) and document.quiz.is_retired_on(now.date()):
            status = Retired()
        return QuizStanding(latest=counted[-1] if counted else None, next=status)

    def document_of(self, attempt: Attempt) -> QuizDocument:
        return self.documents[attempt.form.document]

    def start(self, user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
        self._write("start")
        mine = [self._as_of(attempt, now) for attempt in self._of_quiz(user_id, document.quiz.id)]
        for attempt in mine:
            self._replace(user_id, attempt)
        standing = self.standing(user_id, document, now=now)
        if standing.latest is not None and standing.latest.is_open:
            return standing.latest
        number = len(mine) + 1
        begun = transitions.begin(
            document,
            standing.next,
            attempt_id=f"{user_id}-{document.quiz.id}-{number}",
            seed=f"{user_id}-{number}",
            seen=Counter(item.question for attempt in mine for item in attempt.form.items),
            extra_time=self.extra_time,
            now=now,
        )
        if isinstance(begun, Attempt):
            self.documents[document.digest] = document
            self.origins[begun.id] = origin
            self.attempts.setdefault(user_id, []).append(begun)
        return begun

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
        self._write("save_answer")
        attempt = self._find(user_id, attempt_id)
        if attempt is None:
            return Refusal.NO_SUCH_ATTEMPT
        answered = transitions.give_answer(attempt, self.document_of(attempt), position, raw, now=now)
        if answered is Refusal.TIME_IS_UP:
            self._replace(user_id, self._as_of(attempt, now))
        if not isinstance(answered, Attempt):
            return answered
        used = self.answer_keys.setdefault((attempt_id, position), set())
        event = (key, answered.responses[position].model_dump_json())
        if event in used:
            return attempt
        used.add(event)
        return self._replace(user_id, answered)

    def hand_in(self, user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
        self._write("hand_in")
        attempt = self._find(user_id, attempt_id)
        if attempt is None:
            return Refusal.NO_SUCH_ATTEMPT
        if attempt.state is AttemptState.VOIDED:
            return Refusal.VOIDED
        document = self.document_of(attempt)
        closed = transitions.hand_in(attempt, document, now=now)
        if attempt.is_open and closed.result and closed.result.passed and document.quiz.is_certification:
            self._certify(user_id, document, closed, now)
        return self._replace(user_id, closed)

    def record_reading(self, user_id: str, document: LessonDocument, *, now: datetime) -> None:
        self._write("record_reading")
        self.readings.append((user_id, document.lesson.id))

    def reset(self, user_id: str, quiz: str, *, by: str, reason: str, now: datetime) -> Attempt | Refusal:
        self._write("reset")
        counted = [one for one in self._of_quiz(user_id, quiz) if one.state is not AttemptState.VOIDED]
        if not counted:
            return Refusal.NO_SUCH_ATTEMPT
        certified = any(one.attempt == counted[-1].id for one in self.certificates.get(user_id, ()))
        voided = transitions.void(counted[-1], certified=certified, now=now)
        return self._replace(user_id, voided) if isinstance(voided, Attempt) else voided

    def count_tries(self, quiz: str, *, origin: str) -> int:
        tries = (one for mine in self.attempts.values() for one in mine)
        return sum(one.form.quiz == quiz and self.origins[one.id] == origin for one in tries)

    def outlook(self, user_id: str, *, now: datetime) -> Outlook:
        self.calls.append("outlook")
        standing = Standing(certificates=tuple(self.certificates.get(user_id, ())))
        return Outlook(
            certificates=standing.certificates,
            scopes=tuple(assess_scope(scope, standing, now=now) for scope in self.scopes),
        )

    def _certify(self, user_id: str, document: QuizDocument, attempt: Attempt, now: datetime) -> None:
        certificate = Certificate(
            id=f"certificate-{attempt.id}",
            course=document.course,
            quiz=document.quiz.id,
            tier=document.quiz.tier,
            document=document.digest,
            attempt=attempt.id,
            issued_at=now,
            expires_at=expiry_after(now, document.quiz.tier.certificate_months, "Europe/Berlin"),
        )
        self.certificates.setdefault(user_id, []).append(certificate)

    def _write(self, name: str) -> None:
        if not self.is_in_transaction:
            raise RuntimeError(f"{name} outside a transaction")
        self.calls.append(name)

    def _as_of(self, attempt: Attempt, now: datetime) -> Attempt:
        return transitions.time_out(attempt, self.document_of(attempt), now=now)

    def _of_quiz(self, user_id: str, quiz: str) -> list[Attempt]:
        return [one for one in self.attempts.get(user_id, ()) if one.quiz == quiz]

    def _find(self, user_id: str, attempt_id: str) -> Attempt | None:
        return next((one for one in self.attempts.get(user_id, ()) if one.id == attempt_id), None)

    def _replace(self, user_id: str, changed: Attempt) -> Attempt:
        self.attempts[user_id] = [
            changed if attempt.id == changed.id else attempt for attempt in self.attempts[user_id]
        ]
        return changed
