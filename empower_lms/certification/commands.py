"""Commands: from what somebody wants to the event that may be written, or the reason why not.

Automatic events only raise (a certificate); granting, declining, suspending and reinstating are a
named person's act.
"""

from datetime import datetime
from enum import StrEnum

from empower_lms.assessment.judge import Result
from empower_lms.assessment.strength import strength_of
from empower_lms.certification.calendar import expiry_after
from empower_lms.certification.events import (
    CertificateIssued,
    GrantConfirmed,
    GrantCountersigned,
    GrantDeclined,
    GrantReinstated,
    GrantSigned,
    GrantSuspended,
)
from empower_lms.certification.standing import Grant, Standing
from empower_lms.certification.status import ScopeState, assess_scope
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope


class CommandRefused(StrEnum):
    """Why nothing was written."""

    OWN_GRANT = "own-grant"
    NOT_READY = "not-ready"
    NOT_GATED = "not-gated"
    NO_GRANT = "no-grant"
    ALREADY_DONE = "already-done"
    NOT_SUSPENDED = "not-suspended"
    REASON_NEEDED = "reason-needed"


def issue_certificate(
    document: QuizDocument,
    result: Result,
    *,
    attempt: str,
    certificate: str,
    passed_at: datetime,
    now: datetime,
    zone: str,
) -> CertificateIssued | None:
    """Certify a passed certification quiz; anything else issues nothing.

    It is valid from ``now`` on, and as long after ``passed_at`` as its tier says: knowledge does not last longer
    because the attempt was closed, or judged anew, later.
    The event says how strong the quiz was: a pass is worth what the quiz can tell.
    """
    if not (document.quiz.is_certification and result.passed):
        return None
    tier = document.quiz.tier
    expires_at = expiry_after(passed_at, tier.certificate_months, zone)
    if expires_at <= now:
        return None
    return CertificateIssued(
        at=now,
        certificate=certificate,
        course=document.course,
        quiz=document.quiz.id,
        tier=tier,
        document=document.digest,
        attempt=attempt,
        points=result.points,
        length=result.length,
        scoring=result.scoring,
        expires_at=expires_at,
        strength=strength_of(document),
    )


def sign_grant(
    scope: Scope,
    standing: Standing,
    *,
    grant: str,
    holder: str,
    sponsor: str,
    statement: str,
    now: datetime,
    zone: str,
) -> GrantSigned | CommandRefused:
    """Sign a scope for a person who is ready. Nobody signs for themselves.

    The grant ends with its own validity or with the first certificate that it rests on.
    """
    if not scope.is_gated:
        return CommandRefused.NOT_GATED
    if holder == sponsor:
        return CommandRefused.OWN_GRANT
    status = assess_scope(scope, standing, now=now)
    if not status.is_signable:
        return CommandRefused.NOT_READY if status.missing else CommandRefused.ALREADY_DONE
    certificates = [need.certificate for need in status.needs if need.certificate is not None]
    expires_at = min(
        [expiry_after(now, scope.validity_months, zone), *(certificate.expires_at for certificate in certificates)]
    )
    return GrantSigned(
        at=now,
        actor=sponsor,
        scope=scope.id,
        grant=grant,
        scope_version=scope.version,
        scope_digest=scope.digest,
        certificates=tuple(certificate.id for certificate in certificates),
        statement=statement,
        expires_at=expires_at,
    )


def decline_grant(
    scope: Scope, standing: Standing, *, holder: str, sponsor: str, reason: str, now: datetime
) -> GrantDeclined | CommandRefused:
    """Say no to a person who is ready, with a reason that they read."""
    if holder == sponsor:
        return CommandRefused.OWN_GRANT
    if not reason.strip():
        return CommandRefused.REASON_NEEDED
    if not assess_scope(scope, standing, now=now).is_signable:
        return CommandRefused.NOT_READY
    return GrantDeclined(at=now, actor=sponsor, scope=scope.id, reason=reason.strip())


def countersign_grant(
    scope: Scope, standing: Standing, *, holder: str, statement: str, missing: str, now: datetime
) -> GrantCountersigned | CommandRefused:
    """Let the holder accept what the sponsor signed; from then on it is theirs, on probation."""
    status = assess_scope(scope, standing, now=now)
    if status.grant is None:
        return CommandRefused.NO_GRANT
    if status.pending is None:
        return CommandRefused.ALREADY_DONE if status.state.may_decide else CommandRefused.NOT_READY
    return GrantCountersigned(
        at=now,
        actor=holder,
        scope=scope.id,
        grant=status.pending.id,
        statement=statement,
        missing=missing.strip(),
    )


def confirm_grant(scope: Scope, standing: Standing, *, sponsor: str, now: datetime) -> GrantConfirmed | CommandRefused:
    """End the probation of a grant that is in use."""
    status = assess_scope(scope, standing, now=now)
    if status.grant is None or status.state is not ScopeState.ON_PROBATION:
        return CommandRefused.NO_GRANT
    return GrantConfirmed(at=now, actor=sponsor, scope=scope.id, grant=status.grant.id)


def suspend_grant(
    standing: Standing, scope_id: str, *, actor: str, reason: str, now: datetime
) -> GrantSuspended | CommandRefused:
    """Stop a grant at once. A reason is needed, readiness is not."""
    grant = standing.grant_for(scope_id)
    if not reason.strip():
        return CommandRefused.REASON_NEEDED
    if grant is None:
        return CommandRefused.NO_GRANT
    if grant.suspended_at is not None:
        return CommandRefused.ALREADY_DONE
    return GrantSuspended(at=now, actor=actor, scope=scope_id, grant=grant.id, reason=reason.strip())


def reinstate_grant(
    standing: Standing, scope_id: str, *, actor: str, reason: str, now: datetime
) -> GrantReinstated | CommandRefused:
    """Lift a suspension, with a reason."""
    grant: Grant | None = standing.grant_for(scope_id)
    if not reason.strip():
        return CommandRefused.REASON_NEEDED
    if grant is None or grant.suspended_at is None:
        return CommandRefused.NOT_SUSPENDED
    return GrantReinstated(at=now, actor=actor, scope=scope_id, grant=grant.id, reason=reason.strip())
