"""Standing: what the ledger amounts to for one holder. A fold, nothing else."""

from collections.abc import Iterable

from pydantic import AwareDatetime

from empower_lms.assessment.strength import Strength
from empower_lms.certification.events import (
    AnyEvent,
    AttemptVoided,
    CertificateIssued,
    CertificateWithdrawn,
    GrantConfirmed,
    GrantCountersigned,
    GrantDeclined,
    GrantReinstated,
    GrantSigned,
    GrantSuspended,
    ResultRescored,
)
from empower_lms.domain.base import Value
from empower_lms.domain.tier import Tier


class Certificate(Value):
    """Proof that a person passed a quiz version. Never deleted; only a named person ends it before its time."""

    id: str
    course: str
    quiz: str
    tier: Tier
    document: str
    attempt: str
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    withdrawn_at: AwareDatetime | None = None
    strength: Strength | None = None

    def is_valid_at(self, now: AwareDatetime) -> bool:
        return self.issued_at <= now < self.expires_at and not self.is_withdrawn_at(now)

    def is_withdrawn_at(self, now: AwareDatetime) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at <= now

    def carries(self, tier: Tier) -> bool:
        """Say whether the quiz was strong enough for a tier.

        A certificate from before quizzes were graded carries what it carried then: only a named person
        takes something away (ADR 0012).
        """
        return self.strength is None or self.strength.carries.covers(tier)


class Grant(Value):
    """A scope for a person, from the sponsor's signature on."""

    id: str
    scope: str
    scope_version: int
    scope_digest: str
    sponsor: str
    certificates: tuple[str, ...]
    signed_at: AwareDatetime
    statement: str
    expires_at: AwareDatetime
    countersigned_at: AwareDatetime | None = None
    missing: str = ""
    confirmed_at: AwareDatetime | None = None
    suspended_at: AwareDatetime | None = None
    suspension_reason: str = ""


class Declined(Value):
    """The sponsor's latest no to a scope."""

    scope: str
    sponsor: str
    at: AwareDatetime
    reason: str


class Standing(Value):
    """All certificates and grants of one holder, oldest first."""

    certificates: tuple[Certificate, ...] = ()
    grants: tuple[Grant, ...] = ()
    declined: tuple[Declined, ...] = ()

    def grant_for(self, scope_id: str) -> Grant | None:
        """Return the newest grant for a scope: a renewal stands beside the old one."""
        return next((grant for grant in reversed(self.grants) if grant.scope == scope_id), None)

    def declined_for(self, scope_id: str) -> Declined | None:
        return next((no for no in self.declined if no.scope == scope_id), None)


def fold(events: Iterable[AnyEvent]) -> Standing:
    """Reduce a holder's events, oldest first, to their standing.

    An event that does not apply (a counter-signature without a grant) changes nothing: the fold
    never fails on a history, and never gives more than the history supports.
    """
    standing = Standing()
    for event in events:
        standing = apply_event(standing, event)
    return standing


def apply_event(standing: Standing, event: AnyEvent) -> Standing:
    """Return the standing after one more event."""
    match event:
        case CertificateIssued():
            certificate = Certificate(
                id=event.certificate,
                course=event.course,
                quiz=event.quiz,
                tier=event.tier,
                document=event.document,
                attempt=event.attempt,
                issued_at=event.at,
                expires_at=event.expires_at,
                strength=event.strength,
            )
            return standing.model_copy(update={"certificates": (*standing.certificates, certificate)})
        case CertificateWithdrawn():
            certificates = tuple(
                one.model_copy(update={"withdrawn_at": event.at}) if one.id == event.certificate else one
                for one in standing.certificates
            )
            return standing.model_copy(update={"certificates": certificates})
        case AttemptVoided() | ResultRescored():
            # Attempts are evidence. What follows from them stands in events of its own.
            return standing
        case GrantSigned():
            return _add_grant(standing, event)
        case GrantDeclined():
            no = Declined(scope=event.scope, sponsor=event.actor, at=event.at, reason=event.reason)
            return standing.model_copy(update={"declined": (*_without(standing, event.scope), no)})
        case GrantCountersigned():
            return _change_grant(standing, event.scope, event.grant, countersigned_at=event.at, missing=event.missing)
        case GrantConfirmed():
            return _change_grant(standing, event.scope, event.grant, confirmed_at=event.at)
        case GrantSuspended():
            # Every grant of the scope stops: a renewal that is under way must not outlive the stop.
            return _change_all(standing, event.scope, suspended_at=event.at, suspension_reason=event.reason)
        case GrantReinstated():
            return _change_all(standing, event.scope, suspended_at=None, suspension_reason="")


def _add_grant(standing: Standing, event: GrantSigned) -> Standing:
    grant = Grant(
        id=event.grant,
        scope=event.scope,
        scope_version=event.scope_version,
        scope_digest=event.scope_digest,
        sponsor=event.actor,
        certificates=event.certificates,
        signed_at=event.at,
        statement=event.statement,
        expires_at=event.expires_at,
    )
    return standing.model_copy(
        update={"grants": (*standing.grants, grant), "declined": _without(standing, event.scope)}
    )


def _without(standing: Standing, scope_id: str) -> tuple[Declined, ...]:
    return tuple(no for no in standing.declined if no.scope != scope_id)


def _change_grant(standing: Standing, scope_id: str, grant_id: str, **change: object) -> Standing:
    grants = tuple(
        grant.model_copy(update=change) if grant.id == grant_id and grant.scope == scope_id else grant
        for grant in standing.grants
    )
    return standing.model_copy(update={"grants": grants})


def _change_all(standing: Standing, scope_id: str, **change: object) -> Standing:
    grants = tuple(grant.model_copy(update=change) if grant.scope == scope_id else grant for grant in standing.grants)
    return standing.model_copy(update={"grants": grants})
