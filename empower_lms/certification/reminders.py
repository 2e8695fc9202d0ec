"""Reminders: what somebody should hear before it is too late, and from which day on.

Pure selection. Each reminder has a key that is the same on every run, so that whoever sends it can
remember that it was sent. A step that was missed is not made up for when the next one is due.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from empower_lms.certification.calendar import end_of_day
from empower_lms.certification.outlook import Outlook
from empower_lms.certification.standing import Certificate
from empower_lms.certification.status import DUE_BEFORE, ScopeState, ScopeStatus
from empower_lms.domain.base import Value

ENDS_IN = (timedelta(days=60), timedelta(days=14))
"""How long before the end of a certificate or grant its holder is reminded."""

COUNTERSIGN_AFTER = (timedelta(days=3), timedelta(days=14))
SIGN_AFTER = (timedelta(0), timedelta(days=14))
PROBATION_AFTER = (timedelta(days=30), timedelta(days=90))


class ReminderKind(StrEnum):
    """What somebody is reminded of. The first three go to the holder, the others to the sponsors."""

    CERTIFICATE_ENDS = "certificate-ends"
    GRANT_ENDS = "grant-ends"
    COUNTERSIGN = "countersign"
    SIGN = "sign"
    PROBATION = "probation"


class Reminder(Value):
    """One reminder. ``subject`` is a certificate's, grant's or holder's id, ``detail`` a course or scope."""

    kind: ReminderKind
    subject: str
    detail: str
    due: date
    ends_at: AwareDatetime | None = None


def remind_holder(outlook: Outlook, *, now: datetime, zone: str) -> tuple[Reminder, ...]:
    """Say what a person has to hear about their own certificates and grants."""
    reminders = [_remind_of_certificate(one, now, zone) for one in _newest_by_course(outlook)]
    for status in outlook.scopes:
        if status.pending is not None:
            due = _latest_after(status.pending.signed_at, COUNTERSIGN_AFTER, now, zone)
            reminders.append(_about(ReminderKind.COUNTERSIGN, status, status.pending.id, due))
        elif status.state.may_decide and status.grant is not None:
            ends_at = status.grant.expires_at
            due = _latest_before(ends_at, now, zone)
            reminders.append(_about(ReminderKind.GRANT_ENDS, status, status.grant.id, due, ends_at))
    return tuple(reminder for reminder in reminders if reminder is not None)


def remind_sponsor(holder: str, outlook: Outlook, *, now: datetime, zone: str) -> tuple[Reminder, ...]:
    """Say what a person's sponsors have to hear: somebody waits for a signature, a probation goes on."""
    reminders = []
    for status in outlook.scopes:
        if _waits_for_signature(status):
            due = _latest_after(_ready_since(status, zone), SIGN_AFTER, now, zone)
            reminders.append(_about(ReminderKind.SIGN, status, holder, due))
        elif status.state is ScopeState.ON_PROBATION and status.grant and status.grant.countersigned_at:
            due = _latest_after(status.grant.countersigned_at, PROBATION_AFTER, now, zone)
            reminders.append(_about(ReminderKind.PROBATION, status, status.grant.id, due))
    return tuple(reminder for reminder in reminders if reminder is not None)


def _newest_by_course(outlook: Outlook) -> list[Certificate]:
    """Keep the certificate of each course that lasts longest: a renewed or withdrawn one needs no reminder."""
    newest: dict[str, Certificate] = {}
    for one in (one for one in outlook.certificates if one.withdrawn_at is None):
        if one.course not in newest or one.expires_at > newest[one.course].expires_at:
            newest[one.course] = one
    return list(newest.values())


def _remind_of_certificate(certificate: Certificate, now: datetime, zone: str) -> Reminder | None:
    due = _latest_before(certificate.expires_at, now, zone)
    if due is None:
        return None
    return Reminder(
        kind=ReminderKind.CERTIFICATE_ENDS,
        subject=certificate.id,
        detail=certificate.course,
        due=due,
        ends_at=certificate.expires_at,
    )


def _waits_for_signature(status: ScopeStatus) -> bool:
    """Whoever was declined waits for nothing; a renewal is worth signing only if it lasts longer."""
    if not status.is_signable or status.state is ScopeState.DECLINED:
        return False
    if status.state is not ScopeState.DUE or status.grant is None:
        return True
    lasts = [need.certificate.expires_at for need in status.needs if need.certificate is not None]
    return not lasts or min(lasts) > status.grant.expires_at


def _ready_since(status: ScopeStatus, zone: str) -> datetime:
    """Return since when everything is there: the card, each certificate, and the time to renew a grant."""
    since = [need.certificate.issued_at for need in status.needs if need.certificate is not None]
    since.append(end_of_day(status.scope.effective - timedelta(days=1), zone))
    if status.grant is not None and not status.card_changed:
        since.append(status.grant.expires_at - DUE_BEFORE)
    return max(since)


def _about(
    kind: ReminderKind, status: ScopeStatus, subject: str, due: date | None, ends_at: datetime | None = None
) -> Reminder | None:
    if due is None:
        return None
    return Reminder(kind=kind, subject=subject, detail=status.scope.id, due=due, ends_at=ends_at)


def _latest_before(end: datetime, now: datetime, zone: str) -> date | None:
    """Return the day of the last step before an end that has come; nothing before the first and after the end."""
    passed = [end - step for step in ENDS_IN if end - step <= now < end]
    return max(passed).astimezone(ZoneInfo(zone)).date() if passed else None


def _latest_after(start: datetime, steps: tuple[timedelta, ...], now: datetime, zone: str) -> date | None:
    """Return the day of the last step after a start that has come."""
    passed = [start + step for step in steps if start + step <= now]
    return max(passed).astimezone(ZoneInfo(zone)).date() if passed else None
