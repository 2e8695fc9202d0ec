"""Outlook: what a learner sees of their certificates and scopes, and the port that reads it."""

from datetime import datetime
from typing import Protocol

from empower_lms.certification.standing import Certificate
from empower_lms.certification.status import ScopeStatus
from empower_lms.domain.base import Value


class Outlook(Value):
    """A learner's certificates and the way to each scope, in the order of the register."""

    certificates: tuple[Certificate, ...] = ()
    scopes: tuple[ScopeStatus, ...] = ()

    def status_of(self, scope_id: str) -> ScopeStatus | None:
        return next((status for status in self.scopes if status.scope.id == scope_id), None)

    def unlocked_by(self, course: str) -> tuple[ScopeStatus, ...]:
        """Return the scopes that need a certificate of this course."""
        return tuple(status for status in self.scopes if any(need.need.course == course for need in status.needs))


class OutlookReader(Protocol):
    """Where a learner's outlook comes from: the ledger, or a fake in tests."""

    def outlook(self, user_id: str, *, now: datetime) -> Outlook:
        """Fold the learner's ledger and assess every scope in effect."""
