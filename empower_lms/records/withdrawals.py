"""Withdrawals: a course team took back a course certificate, and sponsors hear of it in their next letter."""

from datetime import datetime
from zoneinfo import ZoneInfo

from empower_lms.records.configuration import company_zone
from empower_lms.records.deliveries import UNCLAIMED
from empower_lms.records.holders import ensure_holder, find_holder
from empower_lms.records.ledger import read_ledger
from empower_lms.records.models import Delivery, Sponsorship
from empower_lms.records.outlook import assess_outlook
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.transactions import require_transaction

KIND = "withdrawn"


def note_withdrawal(user_id: str, course: str, *, now: datetime) -> int:
    """Leave word for a person's sponsors, if a right of theirs rests on this course; return for how many.

    Runs in the caller's transaction. Certificate and grant stay: only a named person stops a grant.
    """
    require_transaction()
    holder = find_holder(user_id)
    if holder is None:
        return 0
    outlook = assess_outlook(read_ledger(holder).standing, scopes_in_effect(now=now), now=now)
    if not any(status.state.may_decide for status in outlook.unlocked_by(course)):
        return 0
    sponsors = list(Sponsorship.objects.filter(holder=holder).values_list("sponsor", flat=True))
    for sponsor in sponsors:
        Delivery.objects.get_or_create(
            recipient=ensure_holder(str(sponsor)),
            kind=KIND,
            subject=holder.key,
            detail=course,
            due=now.astimezone(ZoneInfo(company_zone())).date(),
            defaults={"claimed_at": UNCLAIMED},
        )
    return len(sponsors)
