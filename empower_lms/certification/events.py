"""Events: what the ledger holds. Each is a fact about one holder, signed by who did it.

``at`` is a UTC instant. ``actor`` is the key of a person, or ``system`` for automatic events;
only ``CertificateIssued`` is automatic.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from empower_lms.assessment.judge import Points
from empower_lms.assessment.strength import Strength
from empower_lms.domain.base import Value
from empower_lms.domain.ids import CourseId, MemberId, ScopeId
from empower_lms.domain.tier import Tier

SYSTEM = "system"

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
    expires_at: AwareDatetime
    strength: Strength | None = None
    """How strong the quiz was. Only events from before quizzes were graded have none (ADR 0012)."""


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
