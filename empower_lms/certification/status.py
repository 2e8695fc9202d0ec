"""Scope status: where one person stands with one scope at one instant.

Expiry is computed when asked; nothing here waits for a sweep.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from empower_lms.certification.standing import Certificate, Declined, Grant, Standing
from empower_lms.domain.base import Value
from empower_lms.domain.scope import CertificateNeed, Scope

DUE_BEFORE = timedelta(days=30)


class ScopeState(StrEnum):
    """The steps from nothing to a decision right, and the ways out of it."""

    FREE = "free"
    NOT_READY = "not-ready"
    READY = "ready"
    DECLINED = "declined"
    SIGNED = "signed"
    ON_PROBATION = "on-probation"
    ACTIVE = "active"
    DUE = "due"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"

    @property
    def may_decide(self) -> bool:
        return self in {ScopeState.FREE, ScopeState.ON_PROBATION, ScopeState.ACTIVE, ScopeState.DUE}


class NeedStatus(Value):
    """One needed certificate and the best one that the person has for it, valid, expired or too weak."""

    need: CertificateNeed
    certificate: Certificate | None = None
    is_met: bool

    @property
    def is_too_weak(self) -> bool:
        """The certificate is there, but its quiz can't tell what this tier has to know."""
        return self.certificate is not None and not self.certificate.carries(self.need.tier)


class ScopeStatus(Value):
    """A person's way to one scope."""

    scope: Scope
    state: ScopeState
    needs: tuple[NeedStatus, ...] = ()
    grant: Grant | None = None
    """The grant that the state speaks of: the one in force, else the newest."""
    pending: Grant | None = None
    """A grant that waits for the holder's counter-signature, perhaps beside one in force."""
    declined: Declined | None = None
    card_changed: bool = False

    @property
    def missing(self) -> tuple[NeedStatus, ...]:
        return tuple(need for need in self.needs if not need.is_met)

    @property
    def is_signable(self) -> bool:
        """A sponsor can sign now: every certificate is there and no grant is in hand."""
        return not self.missing and self.pending is None and self.state in _SIGNABLE


_SIGNABLE = {ScopeState.READY, ScopeState.DECLINED, ScopeState.LAPSED, ScopeState.DUE}


def assess_scope(scope: Scope, standing: Standing, *, now: datetime) -> ScopeStatus:
    """Say where a person stands with the version of a scope that is in effect."""
    if not scope.is_gated:
        return ScopeStatus(scope=scope, state=ScopeState.FREE)
    needs = tuple(_assess_need(need, standing, now) for need in scope.needs)
    ready = all(need.is_met for need in needs)
    grants = [grant for grant in standing.grants if grant.scope == scope.id and grant.signed_at <= now]
    newest = grants[-1] if grants else None
    accepted = next((grant for grant in reversed(grants) if _is_accepted(grant, now)), None)
    declined = standing.declined_for(scope.id)
    in_force = accepted if accepted and ready and _stands(accepted, scope, now) else None
    pending = newest if newest and not _is_accepted(newest, now) and ready and _stands(newest, scope, now) else None
    return ScopeStatus(
        scope=scope,
        state=_state(newest, in_force, pending, declined, ready=ready, now=now),
        needs=needs,
        grant=in_force or newest,
        pending=pending,
        declined=declined,
        card_changed=newest is not None and newest.scope_digest != scope.digest,
    )


def _assess_need(need: CertificateNeed, standing: Standing, now: datetime) -> NeedStatus:
    candidates = [
        certificate
        for certificate in standing.certificates
        if certificate.course == need.course
        and certificate.tier.covers(need.tier)
        and certificate.issued_at <= now
        and not certificate.is_withdrawn_at(now)
    ]
    # What helps comes first, then what is nearest to helping: valid but weak before strong but over.
    best = max(
        candidates,
        key=lambda one: (one.is_valid_at(now), one.carries(need.tier), one.expires_at),
        default=None,
    )
    is_met = best is not None and best.is_valid_at(now) and best.carries(need.tier)
    return NeedStatus(need=need, certificate=best, is_met=is_met)


def _is_accepted(grant: Grant, now: datetime) -> bool:
    return grant.countersigned_at is not None and grant.countersigned_at <= now


def _stands(grant: Grant, scope: Scope, now: datetime) -> bool:
    """A grant holds for the card that was signed, until its end, unless somebody stopped it."""
    return grant.scope_digest == scope.digest and now < grant.expires_at and grant.suspended_at is None


def _state(
    newest: Grant | None,
    in_force: Grant | None,
    pending: Grant | None,
    declined: Declined | None,
    *,
    ready: bool,
    now: datetime,
) -> ScopeState:
    # A suspension is lifted by a person only: neither expiry nor a new card hides it.
    if newest is not None and newest.suspended_at is not None:
        return ScopeState.SUSPENDED
    if in_force is not None:
        if now >= in_force.expires_at - DUE_BEFORE:
            return ScopeState.DUE
        return ScopeState.ACTIVE if in_force.confirmed_at is not None else ScopeState.ON_PROBATION
    if pending is not None:
        return ScopeState.SIGNED
    if ready and declined is not None:
        return ScopeState.DECLINED
    if newest is not None:
        return ScopeState.LAPSED
    return ScopeState.READY if ready else ScopeState.NOT_READY
