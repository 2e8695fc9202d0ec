"""Events: what the ledger holds. Each is a fact about one holder, signed by who did it.

``at`` is a UTC instant. ``actor`` is the key of a person, or ``system`` for automatic events;
only ``CertificateIssued`` is automatic. The platform's course team acts as ``course-team`` where the platform does not
say who it was.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from empower_lms.assessment.judge import Points
from empower_lms.assessment.scoring import Remedy
from empower_lms.assessment.strength import Strength
from empower_lms.domain.base import Value
from empower_lms.domain.ids import CourseId, MemberId, ScopeId
from empower_lms.domain.tier import Tier

SYSTEM = "system"
COURSE_TEAM = "course-team"

Note = Annotated[str, Field(max_length=2000)]


class _Event(Value):
    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    at: AwareDatetime
    actor: str = SYSTEM


class CertificateIssued(_Event):
    """Somebody passed a quiz version; ``attempt`` is the evidence."""

    kind: Literal["certificate-issued"] = "certificate-issued"
    certificate: str
    course: CourseId
    quiz: MemberId
    tier: Tier
    document: str
    attempt: str
    points: Points
    length: int
    scoring: int = 0
    """The scoring version of the document that the points were computed with."""
    expires_at: AwareDatetime
    strength: Strength | None = None
    """How strong the quiz was. Only events from before quizzes were graded have none (ADR 0012)."""


class AttemptVoided(_Event):
    """A named person took an attempt out of the count, with a reason. What was certified stays."""

    kind: Literal["attempt-voided"] = "attempt-voided"
    attempt: str
    quiz: MemberId
    reason: Note


class ResultRescored(_Event):
    """A question turned out to be faulty, and an attempt's result was computed anew."""

    kind: Literal["result-rescored"] = "result-rescored"
    attempt: str
    quiz: MemberId
    document: str
    question: MemberId
    remedy: Remedy
    scoring: int
    points_before: Points
    points: Points
    length: int
    passed_before: bool
    passed: bool
    reason: Note


class CertificateWithdrawn(_Event):
    """A named person withdrew a certificate, with a reason. It was valid until then."""

    kind: Literal["certificate-withdrawn"] = "certificate-withdrawn"
    certificate: str
    attempt: str
    reason: Note


class _GrantEvent(_Event):
    scope: ScopeId


class GrantSigned(_GrantEvent):
    """The sponsor signed the three sentences for one version of a card."""

    kind: Literal["grant-signed"] = "grant-signed"
    grant: str
    scope_version: int
    scope_digest: str
    certificates: tuple[str, ...]
    statement: Note
    expires_at: AwareDatetime


class GrantDeclined(_GrantEvent):
    """The sponsor said no, with a reason that the holder reads."""

    kind: Literal["grant-declined"] = "grant-declined"
    reason: Note


class GrantCountersigned(_GrantEvent):
    """The holder understood; ``missing`` is what they still lack, in their words."""

    kind: Literal["grant-countersigned"] = "grant-countersigned"
    grant: str
    statement: Note
    missing: Note = ""


class GrantConfirmed(_GrantEvent):
    """The sponsor ended the probation."""

    kind: Literal["grant-confirmed"] = "grant-confirmed"
    grant: str


class GrantSuspended(_GrantEvent):
    """A named person stopped the grant, with a reason."""

    kind: Literal["grant-suspended"] = "grant-suspended"
    grant: str
    reason: Note


class GrantReinstated(_GrantEvent):
    """A named person lifted the suspension, with a reason."""

    kind: Literal["grant-reinstated"] = "grant-reinstated"
    grant: str
    reason: Note


AnyEvent = (
    CertificateIssued
    | CertificateWithdrawn
    | AttemptVoided
    | ResultRescored
    | GrantSigned
    | GrantDeclined
    | GrantCountersigned
    | GrantConfirmed
    | GrantSuspended
    | GrantReinstated
)
Event = Annotated[AnyEvent, Field(discriminator="kind")]

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(Event)
"""Reads and writes any event."""
