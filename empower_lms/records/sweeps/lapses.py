"""The lapses' sweep: announce, once each, that a grant has ended without anybody's act.

Decisions need no sweep: they are refused from the instant of the end. This is for systems that copied
the right and have to take it back.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from empower_lms.certification.announcements import GrantState, announce_end, is_news, lapse_of
from empower_lms.certification.standing import Grant as FoldedGrant
from empower_lms.certification.status import ScopeStatus, assess_scope
from empower_lms.records.announcements import deliver
from empower_lms.records.configuration import company_zone
from empower_lms.records.deliveries import DeliveryKey, claim, confirm, give_back
from empower_lms.records.holders import parse_uuid
from empower_lms.records.ledger import read_ledgers
from empower_lms.records.models import Delivery, Grant, Holder
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.sweeps.step import CHUNK, Step

KIND = "lapsed"


def announce_lapses(*, now: datetime, after: str = "", limit: int = CHUNK, preview: bool = False) -> Step:
    """Announce the lapses among the next grants after an id; with ``preview`` only count them.

    Opens its own transactions.
    """
    grants = list(_candidates(now, after)[:limit])
    step = Step(next=str(grants[-1].id) if len(grants) == limit else "")
    for holder, grant, status in _assess(grants, now=now):
        end = lapse_of(grant, status, now=now, zone=company_zone())
        if end is None:
            continue
        if preview:
            step = step.plus(Step(next=step.next, done=int(is_news(status))))
            continue
        done, failed = _announce_once(holder, grant, status, end, now=now)
        step = step.plus(Step(next=step.next, done=done, failed=failed))
    return step


def _candidates(now: datetime, after: str) -> "QuerySet[Grant]":
    """Look for accepted grants that are over their end or rest on an older card, and were not looked at before."""
    ended = Q(expires_at__lte=now)
    for scope in scopes_in_effect(now=now):
        ended |= Q(scope=scope.id, scope_version__lt=scope.version)
    seen = Delivery.objects.filter(
        recipient=OuterRef("holder"), kind=KIND, subject=OuterRef("pk"), sent_at__isnull=False
    )
    rows = Grant.objects.filter(ended, ~Exists(seen), countersigned_at__isnull=False, holder__user__isnull=False)
    if after:
        rows = rows.filter(id__gt=parse_uuid(after))
    return rows.select_related("holder").order_by("id")


def _assess(grants: Sequence[Grant], *, now: datetime) -> Iterator[tuple[Holder, FoldedGrant, ScopeStatus]]:
    """Read the ledgers: rows only say where to look. What a broken ledger says is announced to nobody."""
    scopes = {scope.id: scope for scope in scopes_in_effect(now=now)}
    ledgers = read_ledgers(list({row.holder_id: row.holder for row in grants}.values()))
    for row in grants:
        ledger = ledgers[str(row.holder_id)]
        standing = ledger.standing
        grant = next((one for one in standing.grants if one.id == str(row.id)), None)
        scope = scopes.get(row.scope)
        if grant is not None and scope is not None:
            yield row.holder, grant, assess_scope(scope, standing, now=now)


def _announce_once(
    holder: Holder, grant: FoldedGrant, status: ScopeStatus, end: datetime, *, now: datetime
) -> tuple[int, int]:
    """Announce a lapse, or note that a renewal or a stop has said it already; return what was done and what failed."""
    day = end.astimezone(ZoneInfo(company_zone())).date()
    rows = claim(holder, [DeliveryKey(kind=KIND, subject=grant.id, detail=grant.scope, due=day)], now=now)
    if not rows:
        return 0, 0
    if is_news(status):
        failures = deliver(announce_end(str(holder.key), grant, GrantState.LAPSED, at=end))
        if failures:
            give_back(rows)
            return 0, 1
    confirm(rows, now=now)
    return int(is_news(status)), 0
