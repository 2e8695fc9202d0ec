"""What we tell the platform: public signals for receivers in the same process and for the event bus.

openedx-events is part of every recent platform and optional for us. docs/guide/events.md describes the
events for those who receive them. A person is their key; ``GET /empower/api/v1/holders/{key}`` names the
account, to whom may ask, for as long as there is one.
"""

from datetime import datetime
from typing import Any

import attr
from openedx_events.tooling import OpenEdxPublicSignal

from empower_lms.certification.announcements import (
    Announcement,
    AttemptAnnouncement,
    CertificateAnnouncement,
    GrantAnnouncement,
)


@attr.s(frozen=True, kw_only=True)
class AttemptData:
    """An attempt that was handed in and judged. Times are UTC."""

    attempt = attr.ib(type=str)
    holder = attr.ib(type=str)
    course = attr.ib(type=str)
    quiz = attr.ib(type=str)
    mode = attr.ib(type=str)
    tier = attr.ib(type=str)
    document = attr.ib(type=str)
    origin = attr.ib(type=str)
    passed = attr.ib(type=bool)
    started_at = attr.ib(type=datetime)
    submitted_at = attr.ib(type=datetime)


@attr.s(frozen=True, kw_only=True)
class CertificateData:
    """A certificate that was issued."""

    certificate = attr.ib(type=str)
    holder = attr.ib(type=str)
    course = attr.ib(type=str)
    quiz = attr.ib(type=str)
    tier = attr.ib(type=str)
    document = attr.ib(type=str)
    attempt = attr.ib(type=str)
    issued_at = attr.ib(type=datetime)
    expires_at = attr.ib(type=datetime)


@attr.s(frozen=True, kw_only=True)
class GrantData:
    """A grant that changed. ``may_decide`` says whether the right is theirs now, by itself and without a clock.

    Two fields can be missing: a refusal to sign makes no grant and so has no end.
    """

    holder = attr.ib(type=str)
    scope = attr.ib(type=str)
    scope_version = attr.ib(type=int)
    state = attr.ib(type=str)
    may_decide = attr.ib(type=bool)
    sponsor = attr.ib(type=str)
    changed_at = attr.ib(type=datetime)
    grant = attr.ib(type=str, default=None)
    expires_at = attr.ib(type=datetime, default=None)


ATTEMPT_SUBMITTED = OpenEdxPublicSignal(event_type="org.empower.attempt.submitted.v1", data={"attempt": AttemptData})
CERTIFICATE_ISSUED = OpenEdxPublicSignal(
    event_type="org.empower.certificate.issued.v1", data={"certificate": CertificateData}
)
GRANT_CHANGED = OpenEdxPublicSignal(event_type="org.empower.grant.changed.v1", data={"grant": GrantData})


def send_event(announcement: Announcement, **_: Any) -> None:
    """Send what the records announced as a public signal, with the time at which it happened.

    Raises:
        Exception: the first one that a receiver raised, so that whoever announces can try again.
    """
    signal, time, data = _translate(announcement)
    answers = signal.send_event(time=time, **data)
    for _receiver, answer in answers:
        if isinstance(answer, Exception):
            raise answer


def _translate(announcement: Announcement) -> tuple[OpenEdxPublicSignal, datetime, dict[str, object]]:
    content = announcement.model_dump()
    match announcement:
        case AttemptAnnouncement():
            return ATTEMPT_SUBMITTED, announcement.submitted_at, {"attempt": AttemptData(**content)}
        case CertificateAnnouncement():
            return CERTIFICATE_ISSUED, announcement.issued_at, {"certificate": CertificateData(**content)}
        case GrantAnnouncement(state=state):
            grant = GrantData(**content | {"state": state.value, "may_decide": state.may_decide})
            return GRANT_CHANGED, announcement.changed_at, {"grant": grant}
