"""Fakes: ports of ours, kept in memory. They subclass the ports, so mypy tells when one changes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from empower_lms.assessment.attempts import Attempt, AttemptState, AttemptStore, QuizStanding, Refusal
from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.reading import RawAnswer, read_response
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import MayStart, PastAttempt, next_try
from empower_lms.certification.calendar import expiry_after
from empower_lms.certification.outlook import Outlook, OutlookReader
from empower_lms.certification.standing import Certificate, Standing
from empower_lms.certification.status import assess_scope
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope


class InMemoryRecords(AttemptStore, OutlookReader):
    """Attempts and certificates of many learners in dictionaries.

    ``calls`` names every call, so that a test can say what was asked of the records.
    """

    def __init__(self, *, scopes: tuple[Scope, ...] = ()) -> None:
        self.scopes = scopes
        self.attempts: dict[str, list[Attempt]] = {}
        self.documents: dict[str, QuizDocument] = {}
        self.certificates: dict[str, list[Certificate]] = {}
        self.answer_keys: dict[tuple[str, int], set[tuple[str, str]]] = {}
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
        mine = self._of_quiz(user_id, document)
        past = [
            PastAttempt(
                number=attempt.number,
                started_at=attempt.started_at,
                finished_at=attempt.finished_at,
                passed=bool(attempt.result and attempt.result.passed),
            )
            for attempt in mine
        ]
        return QuizStanding(latest=mine[-1] if mine else None, next=next_try(document.quiz.retake, past, now=now))

    def document_of(self, attempt: Attempt) -> QuizDocument:
        return self.documents[attempt.form.document]

    def start(self, user_id: str, document: QuizDocument, *, origin: str, now: datetime) -> Attempt | Refusal:
        self._write("start")
        standing = self.standing(user_id, document, now=now)
        if standing.latest is not None and standing.latest.is_open:
            return standing.latest
        if not isinstance(standing.next, MayStart):
            return Refusal.NOT_ALLOWED_YET
        number = standing.next.number
        seen = [item.question for attempt in self._of_quiz(user_id, document) for item in attempt.form.items]
        attempt = Attempt(
            id=f"{user_id}-{document.quiz.id}-{number}",
            quiz=document.quiz.id,
            number=number,
            form=draw_form(document, seed=f"{user_id}-{number}", seen={name: seen.count(name) for name in seen}),
            state=AttemptState.OPEN,
            started_at=now,
        )
        self.documents[document.digest] = document
        self.attempts.setdefault(user_id, []).append(attempt)
        return attempt

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
        if not attempt.is_open:
            return Refusal.ALREADY_HANDED_IN
        if not 1 <= position <= attempt.form.length or attempt.form.item(position).question != raw.item:
            return Refusal.NO_SUCH_QUESTION
        question = self.document_of(attempt).question_by_id[raw.item]
        response = read_response(question, attempt.form.item(position), raw, attempt.responses.get(position))
        if isinstance(response, ResponseProblem):
            return response
        used = self.answer_keys.setdefault((attempt_id, position), set())
        event = (key, response.model_dump_json())
        if event in used:
            return attempt
        used.add(event)
        return self._replace(
            user_id, attempt.model_copy(update={"responses": {**attempt.responses, position: response}})
        )

    def hand_in(self, user_id: str, attempt_id: str, *, now: datetime) -> Attempt | Refusal:
        self._write("hand_in")
        attempt = self._find(user_id, attempt_id)
        if attempt is None:
            return Refusal.NO_SUCH_ATTEMPT
        if not attempt.is_open:
            return attempt
        document = self.document_of(attempt)
        result = judge(document, attempt.form, attempt.responses)
        closed = attempt.model_copy(update={"state": AttemptState.HANDED_IN, "finished_at": now, "result": result})
        if result.passed and document.quiz.is_certification:
            self._certify(user_id, document, closed, now)
        return self._replace(user_id, closed)

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

    def _of_quiz(self, user_id: str, document: QuizDocument) -> list[Attempt]:
        return [one for one in self.attempts.get(user_id, ()) if one.quiz == document.quiz.id]

    def _find(self, user_id: str, attempt_id: str) -> Attempt | None:
        return next((one for one in self.attempts.get(user_id, ()) if one.id == attempt_id), None)

    def _replace(self, user_id: str, changed: Attempt) -> Attempt:
        self.attempts[user_id] = [
            changed if attempt.id == changed.id else attempt for attempt in self.attempts[user_id]
        ]
        return changed
