"""The retention sweep: recorded decisions go after the time that the company has set."""

from datetime import datetime, timedelta

from django.db import transaction

from empower_lms.records.configuration import decisions_kept_days
from empower_lms.records.models import Decision
from empower_lms.records.sweeps.step import CHUNK, Step


def forget_decisions(*, now: datetime, after: str = "", limit: int = CHUNK, preview: bool = False) -> Step:
    """Delete the next decisions that are older than the company keeps them; without a setting none.

    Opens its own transactions. The ledger is no part of it: evidence of who may decide is never deleted.
    """
    days = decisions_kept_days()
    if days is None:
        return Step()
    old = Decision.objects.filter(at__lt=now - timedelta(days=days)).order_by("at")
    if preview:
        return Step(done=old.count())
    with transaction.atomic():
        ids = list(old.values_list("pk", flat=True)[:limit])
        done, _ = Decision.objects.filter(pk__in=ids).delete()
    return Step(next="more" if len(ids) == limit else "", done=done)
