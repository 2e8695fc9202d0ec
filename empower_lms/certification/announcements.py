"""Announcements: what other systems may hear once it is stored.

A person is their key, never a name; answers, keys, scores, reasons and free text stay in the records.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from empower_lms.certification.calendar import end_of_day
from empower_lms.certification.standing import Grant
from empower_lms.certification.status import ScopeState, ScopeStatus
from empower_lms.domain.base import Value


class GrantState(StrEnum):
    """What became of a grant. Stable: systems branch on these."""

    SIGNED = "signed"
    DECLINED = "declined"
    ON_PROBATION = "on-probation"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    RELEASED = "released"
    """The person's account was retired: nobody can be named any more."""

    @property
    def may_decide(self) -> bool:
        return self in {GrantState.ON_PROBATION, GrantState.ACTIVE}


class AttemptAnnouncement(Value):
    """An attempt was handed in and judged."""

    attempt: str
    holder: str
    course: str
    quiz: str
    mode: str
    tier: str
    document: str
    origin: str
    passed: bool
    started_at: AwareDatetime
    submitted_at: AwareDatetime


class CertificateAnnouncement(Value):
    """A certificate was issued; ``attempt`` is its evidence."""

    certificate: str
    holder: str
    course: str
    quiz: str
    tier: str
    document: str
    attempt: str
    issued_at: AwareDatetime
    expires_at: AwareDatetime


class GrantAnnouncement(Value):
    """A grant changed. ``grant`` is missing only for a refusal to sign, which makes none."""

    grant: str | None
    holder: str
    scope: str
    scope_version: int
    state: GrantState
    sponsor: str
    changed_at: AwareDatetime
    expires_at: AwareDatetime | None


Announcement = AttemptAnnouncement | CertificateAnnouncement | GrantAnnouncement

_STATES = {
    ScopeState.SIGNED: GrantState.SIGNED,
    ScopeState.DECLINED: GrantState.DECLINED,
    ScopeState.ON_PROBATION: GrantState.ON_PROBATION,
    ScopeState.ACTIVE: GrantState.ACTIVE,
    ScopeState.DUE: GrantState.ACTIVE,
    ScopeState.SUSPENDED: GrantState.SUSPENDED,
    ScopeState.LAPSED: GrantState.LAPSED,
}


def announce_status(holder: str, status: ScopeStatus, *, now: datetime) -> GrantAnnouncement | None:
    """Word where a person stands with a scope after an event; nothing when no grant was ever asked for.

    Beside a grant in force that is being renewed, the one in force is what counts.
    """
    state = _STATES.get(status.state)
    if state is None:
        return None
    grant = None if state is GrantState.DECLINED else status.grant
    sponsor = grant.sponsor if grant else status.declined.sponsor if status.declined else ""
    return GrantAnnouncement(
        grant=grant.id if grant else None,
        holder=holder,
        scope=status.scope.id,
        scope_version=grant.scope_version if grant else status.scope.version,
        state=state,
        sponsor=sponsor,
        changed_at=now,
        expires_at=grant.expires_at if grant else None,
    )


def announce_end(holder: str, grant: Grant, state: GrantState, *, at: datetime) -> GrantAnnouncement:
    """Word that a grant has ended; the same end has the same words however often it is announced."""
    return GrantAnnouncement(
        grant=grant.id,
        holder=holder,
        scope=grant.scope,
        scope_version=grant.scope_version,
        state=state,
        sponsor=grant.sponsor,
        changed_at=at,
        expires_at=grant.expires_at,
    )


def lapse_of(grant: Grant, status: ScopeStatus, *, now: datetime, zone: str) -> datetime | None:
    """Return when an accepted grant ended without anybody's act; nothing when it stands or was never accepted."""
    if grant.countersigned_at is None:
        return None
    ends = [grant.expires_at]
    if grant.scope_digest != status.scope.digest:
        begins = end_of_day(status.scope.effective - timedelta(days=1), zone)
        ends.append(max(begins, grant.countersigned_at))
    end = min(ends)
    return end if end <= now else None


def is_news(status: ScopeStatus) -> bool:
    """Say whether a lapse changes what the person may do: a renewal in force or a stop before has said it already."""
    return not status.state.may_decide and status.state is not ScopeState.SUSPENDED
