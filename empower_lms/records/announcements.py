"""Announcing: the port through which others hear what was stored, once it is stored.

``announced`` is a plain Django signal; its receivers get ``announcement``, one of the values of
``certification.announcements``. Nothing is announced of what was rolled back. A receiver that fails
is logged and takes nothing back.
"""

from django.db import transaction
from django.dispatch import Signal

from empower_lms.assessment.attempts import AttemptState
from empower_lms.certification.announcements import (
    Announcement,
    AttemptAnnouncement,
    CertificateAnnouncement,
    announce_status,
)
from empower_lms.certification.events import AnyEvent, CertificateIssued
from empower_lms.certification.standing import Standing
from empower_lms.certification.status import assess_scope
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope
from empower_lms.records.models import Attempt, Holder
from empower_lms.records.transactions import require_transaction

announced = Signal()


def announce(announcement: Announcement) -> None:
    """Announce when the caller's transaction is committed."""
    require_transaction()
    transaction.on_commit(lambda: deliver(announcement), robust=True)


def deliver(announcement: Announcement) -> list[Exception]:
    """Announce now; return what went wrong in receivers."""
    answers = announced.send_robust(sender=type(announcement), announcement=announcement)
    return [answer for _, answer in answers if isinstance(answer, Exception)]


def announce_attempt(row: Attempt, document: QuizDocument) -> None:
    """Announce an attempt that was just judged."""
    if row.state not in {AttemptState.HANDED_IN, AttemptState.TIMED_OUT} or row.finished_at is None:
        return
    announce(
        AttemptAnnouncement(
            attempt=str(row.id),
            holder=str(row.holder_id),
            course=document.course,
            quiz=row.quiz,
            mode=document.quiz.mode,
            tier=document.quiz.tier,
            document=row.version_id,
            origin=row.origin,
            passed=bool(row.passed),
            started_at=row.started_at,
            submitted_at=row.finished_at,
        )
    )


def announce_certificate(holder: Holder, event: CertificateIssued) -> None:
    """Announce a certificate that was just written."""
    announce(
        CertificateAnnouncement(
            certificate=event.certificate,
            holder=str(holder.key),
            course=event.course,
            quiz=event.quiz,
            tier=event.tier,
            document=event.document,
            attempt=event.attempt,
            issued_at=event.at,
            expires_at=event.expires_at,
        )
    )


def announce_grant(holder: Holder, scope: Scope, standing: Standing, event: AnyEvent) -> None:
    """Announce where a person stands with a scope after an event about it."""
    status = assess_scope(scope, standing, now=event.at)
    announcement = announce_status(str(holder.key), status, now=event.at)
    if announcement is not None:
        announce(announcement)
