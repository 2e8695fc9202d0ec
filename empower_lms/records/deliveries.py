"""Deliveries: what was sent to whom, claimed before and confirmed after.

Sent at least once, and twice only when a process dies between handing something over and noting it:
its claim is then taken over after ``LEASE``. Nothing is lost, and two workers never send the same thing
at the same time.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from empower_lms.domain.base import Value
from empower_lms.records.models import Delivery, Holder

LEASE = timedelta(hours=1)
"""How long a claim belongs to who made it: far longer than sending takes."""


UNCLAIMED = datetime(1970, 1, 1, tzinfo=UTC)
"""The claim of nobody: free for whoever comes."""


class DeliveryKey(Value):
    """What is sent: the same key is sent to a recipient once."""

    kind: str
    subject: str
    detail: str = ""
    due: date


def claim(recipient: Holder, keys: Sequence[DeliveryKey], *, now: datetime) -> list[Delivery]:
    """Claim what nobody has sent and nobody is sending. Opens its own transaction."""
    instant = now.astimezone(UTC)
    with transaction.atomic():
        return [row for key in keys if (row := _claim_one(recipient, key, instant)) is not None]


def confirm(rows: Iterable[Delivery], *, now: datetime) -> None:
    """Note that claimed rows were sent."""
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now.astimezone(UTC))


def give_back(rows: Iterable[Delivery]) -> None:
    """Give claims back after sending failed: the next run tries again."""
    Delivery.objects.filter(pk__in=[row.pk for row in rows], sent_at=None).update(claimed_at=UNCLAIMED)


def _claim_one(recipient: Holder, key: DeliveryKey, now: datetime) -> Delivery | None:
    row, created = Delivery.objects.get_or_create(
        recipient=recipient,
        kind=key.kind,
        subject=UUID(key.subject),
        detail=key.detail,
        due=key.due,
        defaults={"claimed_at": now},
    )
    if created:
        return row
    if row.sent_at is not None or row.claimed_at > now - LEASE:
        return None
    # Whoever changes the row from what both have read is the one who took over.
    taken = Delivery.objects.filter(pk=row.pk, sent_at=None, claimed_at=row.claimed_at).update(claimed_at=now)
    return row if taken else None
