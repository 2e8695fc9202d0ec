"""Voiding a faulty question: look first, then credit, drop or retest.

Planning writes nothing. Applying makes a scoring version of each quiz version with the question, then takes attempt by
attempt, each in a transaction of its own: the old result is kept, the new one is written, and what follows for a person
is in their ledger with who did it and why. Whoever would lose a pass keeps it, unless the person who applies says
otherwise. Practice has no consequences and is left alone.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.judge import Points, Result
from empower_lms.assessment.scoring import Remedy, Scoring, VoidedQuestion
from empower_lms.assessment.voiding import Effect, Foreseen, foresee, next_scoring, was_asked
from empower_lms.certification.events import CertificateWithdrawn, ResultRescored
from empower_lms.certification.standing import Standing, apply_event
from empower_lms.certification.status import assess_scope
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope
from empower_lms.records import models
from empower_lms.records.announcements import announce_grant
from empower_lms.records.attempt_rows import lock_attempt, read_attempt, read_form, stored_results, write_end
from empower_lms.records.attempts import certify, void_locked
from empower_lms.records.grade_book import call_for_grades, note_grade
from empower_lms.records.help import MAX_REASON, HelpRefused, is_staff
from empower_lms.records.holders import ensure_holder, person_name
from empower_lms.records.ledger import append_event, read_ledger
from empower_lms.records.overdue import GradeNews, describe_grade
from empower_lms.records.projections import project_standing
from empower_lms.records.quiz_versions import read_scoring, read_version
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.transactions import open_transaction

_LOSSES = frozenset({Effect.FAILS, Effect.RETEST_PASSED})
_CLOSED = (AttemptState.HANDED_IN, AttemptState.TIMED_OUT)


class AffectedAttempt(Value):
    """One attempt that a remedy changes, and what hangs on it."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    attempt: str
    holder: str
    name: str
    quiz: str
    effect: Effect
    points_before: Points
    points: Points
    length: int
    certificate: str = ""
    """The certificate that rests on the attempt."""
    scopes_lost: tuple[str, ...] = ()
    """Scopes that the person could not use any more if the certificate were withdrawn."""


class VoidingPlan(Value):
    """The blast radius of a faulty question: what a remedy would change, attempt by attempt."""

    question: str
    remedy: Remedy
    versions: tuple[str, ...]
    asked: int
    """Closed certification attempts with the question."""
    running: int
    """Open ones: they are judged with the remedy when they end."""
    affected: tuple[AffectedAttempt, ...]

    def count(self, *effects: Effect) -> int:
        return sum(one.effect in effects for one in self.affected)

    @property
    def losses(self) -> tuple[AffectedAttempt, ...]:
        return tuple(one for one in self.affected if one.effect in _LOSSES)


class VoidingReport(Value):
    """What applying did; ``grades`` are results that a grade book should hear of."""

    plan: VoidingPlan
    changed: tuple[AffectedAttempt, ...]
    kept: tuple[AffectedAttempt, ...]
    """Who would have lost a pass and kept it."""
    grades: tuple[GradeNews, ...]


def plan_voiding(question: str, remedy: Remedy, *, versions: tuple[str, ...] = (), now: datetime) -> VoidingPlan | None:
    """Say what a remedy would change. Nothing is written.

    Args:
        question: the id of the question family.
        versions: which versions of its text are meant; all that were ever published, when empty.

    Returns:
        Nothing when no published quiz has such a question.
    """
    faulty = _find(question, versions)
    if not faulty:
        return None
    voided = VoidedQuestion(question=question, remedy=remedy)
    scopes = tuple(scope for scope in scopes_in_effect(now=now) if scope.is_gated)
    rows = list(_asked(voided, faulty))
    affected = [
        _describe(row, foreseen, scopes, now)
        for row in rows
        if (foreseen := _foresee(row, next_scoring(read_scoring(row.version_id), voided), voided)).effect
        is not Effect.NONE
    ]
    open_rows = models.Attempt.objects.filter(version_id__in=faulty, open_marker=1)
    return VoidingPlan(
        question=question,
        remedy=remedy,
        versions=tuple(sorted(set(faulty.values()))),
        asked=len(rows),
        running=sum(was_asked(read_form(row.form), voided) for row in open_rows.iterator(chunk_size=500)),
        affected=tuple(affected),
    )


def apply_voiding(
    staff_id: str,
    question: str,
    remedy: Remedy,
    *,
    versions: tuple[str, ...] = (),
    reason: str,
    withdraw: bool,
    now: datetime,
) -> VoidingReport | HelpRefused | None:
    """Void a question: a named person's act, with a reason. Opens a transaction for each attempt.

    Doing it again goes on where it stopped and changes nothing that is done.

    Args:
        withdraw: whether certificates are withdrawn from those who pass no longer. Otherwise they keep result and
            certificate as they are.
    """
    if not is_staff(staff_id):
        return HelpRefused.NOT_ALLOWED
    if not reason.strip():
        return HelpRefused.REASON_NEEDED
    plan = plan_voiding(question, remedy, versions=versions, now=now)
    if plan is None:
        return None
    voided, faulty = VoidedQuestion(question=question, remedy=remedy), _find(question, versions)
    act = _Act(staff_id, voided, reason.strip()[:MAX_REASON], withdraw, now)
    act.keep_scorings(faulty)
    done = [act.apply_to(row) for row in _asked(voided, faulty)]
    # Whoever handed in at this very moment may have been judged before the new scoring version was there.
    done += [act.apply_to(row) for row in _asked(voided, faulty) if row.finished_at and row.finished_at >= now]
    changed = {one.attempt: one for one, news in filter(None, done) if news is not None}
    kept = {one.attempt: one for one, news in filter(None, done) if news is None}
    if changed:
        call_for_grades()
    return VoidingReport(
        plan=plan,
        changed=tuple(changed.values()),
        kept=tuple(kept.values()),
        grades=tuple(news for _one, news in filter(None, done) if news is not None),
    )


class _Act:
    """One person's voiding of one question."""

    def __init__(self, staff_id: str, voided: VoidedQuestion, reason: str, withdraw: bool, now: datetime) -> None:
        with open_transaction():
            self.actor = str(ensure_holder(staff_id).key)
        self.voided = voided
        self.reason = reason
        self.withdraw = withdraw
        self.now = now.astimezone(UTC)
        self.scopes = tuple(scope for scope in scopes_in_effect(now=now) if scope.is_gated)

    def keep_scorings(self, faulty: Iterable[str]) -> None:
        """Append a scoring version to each quiz version with the question, all or none."""
        with open_transaction():
            for digest in sorted(faulty):
                before = read_scoring(digest)
                after = next_scoring(before, self.voided)
                if after != before:
                    models.ScoringVersion.objects.create(
                        version_id=digest,
                        number=after.number,
                        scoring=after.model_dump_json(),
                        reason=self.reason,
                        actor=self.actor,
                        at=self.now,
                    )

    def apply_to(self, candidate: models.Attempt) -> tuple[AffectedAttempt, GradeNews | None] | None:
        """Change one attempt; without grade news it was left as it is, and with nothing at all it needed no change."""
        with open_transaction():
            row = lock_attempt(str(candidate.id))
            if row is None or row.state not in _CLOSED:
                return None
            foreseen = _foresee(row, read_scoring(row.version_id), self.voided)
            if foreseen.effect is Effect.NONE:
                return None
            described = _describe(row, foreseen, self.scopes, self.now)
            if foreseen.effect in _LOSSES and described.certificate and not self.withdraw:
                return described, None
            if foreseen.effect in {Effect.RETEST, Effect.RETEST_PASSED}:
                self._retest(row, described)
            else:
                self._rescore(row, foreseen.result, described)
            note_grade(row, now=self.now)
            return described, describe_grade(row)

    def _rescore(self, row: models.Attempt, result: Result, described: AffectedAttempt) -> None:
        before = read_attempt(row)
        document = read_version(row.version_id)
        keep_result(row, self.now)
        after = before.model_copy(update={"result": result})
        write_end(row, after)
        append_event(row.holder, self._event(row, document, before, result))
        if described.effect is Effect.PASSES and not _has_certificate(row):
            certify(row, document, after, self.now)
        if described.effect is Effect.PASSES:
            obstacles = models.Obstacle.objects.filter(holder=row.holder, quiz=row.quiz, resolved_at=None)
            obstacles.update(resolved_at=self.now, note=self.reason)
        if described.effect is Effect.FAILS and described.certificate:
            self._withdraw(row, described.certificate)

    def _retest(self, row: models.Attempt, described: AffectedAttempt) -> None:
        if described.certificate:
            self._withdraw(row, described.certificate)
        void_locked(row, actor=self.actor, reason=self.reason, now=self.now)

    def _withdraw(self, row: models.Attempt, certificate: str) -> None:
        """Withdraw a certificate, and announce the scopes that lapse with it."""
        event = CertificateWithdrawn(
            at=self.now, actor=self.actor, certificate=certificate, attempt=str(row.id), reason=self.reason
        )
        standing = read_ledger(row.holder).standing
        after = apply_event(standing, event)
        append_event(row.holder, event)
        project_standing(row.holder, standing, after)
        for scope in self.scopes:
            if scope.id in _scopes_lost(standing, certificate, (scope,), self.now):
                announce_grant(row.holder, scope, after, event)

    def _event(self, row: models.Attempt, document: QuizDocument, before: Attempt, result: Result) -> ResultRescored:
        old = before.result or result
        return ResultRescored(
            at=self.now,
            actor=self.actor,
            attempt=str(row.id),
            quiz=row.quiz,
            document=document.digest,
            question=self.voided.question,
            remedy=self.voided.remedy,
            scoring=result.scoring,
            points_before=old.points,
            points=result.points,
            length=result.length,
            passed_before=old.passed,
            passed=result.passed,
            reason=self.reason,
        )


def keep_result(row: models.Attempt, until: datetime) -> None:
    """Keep the result that an attempt has before another takes its place."""
    models.SupersededResult.objects.create(attempt=row, number=len(stored_results(row)), result=row.result, until=until)


def _find(question: str, versions: tuple[str, ...]) -> dict[str, str]:
    """Return the certification quiz versions with the question, and which version of its text each has."""
    # The text search only narrows down; the parsed document says whether the question is really there.
    rows = models.QuizVersion.objects.filter(document__contains=f'"{question}"').order_by("digest")
    found: dict[str, str] = {}
    for digest in list(rows.values_list("digest", flat=True)):
        document = read_version(digest)
        if question in document.question_by_id and document.quiz.is_certification:
            text = document.question_by_id[question].version
            if not versions or text in versions:
                found[digest] = text
    return found


def _asked(voided: VoidedQuestion, faulty: Iterable[str]) -> Iterator[models.Attempt]:
    """Yield the closed attempts that were asked the question, oldest first."""
    rows = models.Attempt.objects.filter(version_id__in=list(faulty), state__in=_CLOSED).select_related(
        "holder__user", "certificate"
    )
    for row in rows.order_by("started_at").iterator(chunk_size=500):
        if was_asked(read_form(row.form), voided):
            yield row


def _foresee(row: models.Attempt, scoring: Scoring, voided: VoidedQuestion) -> Foreseen:
    attempt = read_attempt(row)
    if attempt.result is None or voided not in scoring.voided:
        raise ValueError("only a closed attempt of a quiz with a voided question changes")
    return foresee(read_version(row.version_id), attempt.form, attempt.responses, attempt.result, scoring, voided)


def _describe(row: models.Attempt, foreseen: Foreseen, scopes: tuple[Scope, ...], now: datetime) -> AffectedAttempt:
    before = read_attempt(row).result or foreseen.result
    certificate = models.Certificate.objects.filter(attempt=row, withdrawn_at=None).first()
    lost: tuple[str, ...] = ()
    if certificate is not None and foreseen.effect in _LOSSES:
        lost = _scopes_lost(read_ledger(row.holder).standing, str(certificate.id), scopes, now)
    return AffectedAttempt(
        attempt=str(row.id),
        holder=str(row.holder_id),
        name=person_name(row.holder.user),
        quiz=row.quiz,
        effect=foreseen.effect,
        points_before=before.points,
        points=foreseen.result.points,
        length=foreseen.result.length,
        certificate=str(certificate.id) if certificate is not None else "",
        scopes_lost=lost,
    )


def _scopes_lost(standing: Standing, certificate: str, scopes: tuple[Scope, ...], now: datetime) -> tuple[str, ...]:
    """Ask the same function that decides, once with the certificate and once without."""
    event = CertificateWithdrawn(at=now, certificate=certificate, attempt="", reason="")
    without = apply_event(standing, event)
    return tuple(
        scope.id
        for scope in scopes
        if assess_scope(scope, standing, now=now).state.may_decide
        and not assess_scope(scope, without, now=now).state.may_decide
    )


def _has_certificate(row: models.Attempt) -> bool:
    """Say whether the person passed a later try of the same cycle: one certificate is enough."""
    rows = models.Certificate.objects.filter(holder=row.holder, quiz=row.quiz, withdrawn_at=None)
    return rows.filter(attempt__cycle=row.cycle).exists()
