"""The summaries' sweep: once a month each sponsor, and whoever the company names, reads how many are where.

States only: no scores, no tries, no names.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from empower_lms.certification.status import ScopeState, ScopeStatus, assess_scope
from empower_lms.domain.base import Value
from empower_lms.domain.scope import Scope
from empower_lms.records.configuration import company_zone, report_readers, site_url
from empower_lms.records.deliveries import DeliveryKey
from empower_lms.records.holders import ensure_holder, parse_uuid
from empower_lms.records.ledger import read_ledgers
from empower_lms.records.models import Delivery, Grant, Holder, Sponsorship
from empower_lms.records.pages.links import Links
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.sponsors import sponsored_holders
from empower_lms.records.sweeps.mail import MailServerDown, Post
from empower_lms.records.sweeps.step import CHUNK, Step

SPONSOR, COMPANY = "summary", "company-summary"
TEMPLATE = "empower_lms.records:mail/summary.txt.j2"
SOON = timedelta(days=60)


class ScopeSummary(Value):
    """How many people stand where with one scope."""

    scope: str
    waiting: int = 0
    in_force: int = 0
    ending: int = 0
    stopped: int = 0

    @property
    def says_something(self) -> bool:
        return any((self.waiting, self.in_force, self.ending, self.stopped))


def report_standings(*, now: datetime, after: str = "", limit: int = CHUNK, preview: bool = False) -> Step:
    """Send this month's summary to the next sponsors after a key; with ``preview`` only count the letters.

    Opens its own transactions.
    """
    today = now.astimezone(ZoneInfo(company_zone())).date()
    month = today.replace(day=1)
    sponsors = _next_sponsors(after, limit)
    letters = [(SPONSOR, one) for one in sponsors]
    if not after:
        letters += [(COMPANY, one) for one in _company_readers()]
    sent = _sent_to([recipient for _, recipient in letters], month)
    due = [(kind, one) for kind, one in letters if (kind, one.key) not in sent]
    following = str(sponsors[-1].key) if len(sponsors) == limit else ""
    if preview:
        return Step(next=following, done=len(due))
    post = Post(get_connection(), now=now)
    scopes = [scope for scope in scopes_in_effect(now=now) if scope.is_gated]
    try:
        for kind, recipient in due:
            rows = summarise_company(scopes, now=now) if kind == COMPANY else _summarise_people(recipient, scopes, now)
            if any(row.says_something for row in rows):
                key = DeliveryKey(kind=kind, subject=str(recipient.key), due=month)
                post.send(recipient, [key], TEMPLATE, partial(_describe, kind, rows, scopes, today))
    except MailServerDown:
        return post.step
    return post.step.plus(Step(next=following))


def summarise(scope: Scope, statuses: Iterable[ScopeStatus], *, now: datetime) -> ScopeSummary:
    """Count where people stand with a scope."""
    counts: Counter[str] = Counter()
    for status in statuses:
        counts["waiting"] += status.is_signable and status.state is not ScopeState.DECLINED
        counts["in_force"] += status.state.may_decide
        ends_at = status.grant.expires_at if status.grant and status.state.may_decide else None
        counts["ending"] += ends_at is not None and ends_at - now <= SOON
        counts["stopped"] += status.state in {ScopeState.LAPSED, ScopeState.SUSPENDED}
    return ScopeSummary(scope=scope.id, **counts)


def summarise_company(scopes: Sequence[Scope], *, now: datetime) -> list[ScopeSummary]:
    """Count for a whole company from the rows for lists: one statement, however many people there are."""
    in_force = Q(countersigned_at__isnull=False, suspended_at__isnull=True, expires_at__gt=now)
    versions = Q(pk__in=[])
    for scope in scopes:
        versions |= Q(scope=scope.id, scope_version=scope.version)
    rows = (
        Grant.objects.filter(holder__user__is_active=True)
        .values("scope")
        .annotate(
            in_force=Count("holder", distinct=True, filter=in_force & versions),
            ending=Count("holder", distinct=True, filter=in_force & versions & Q(expires_at__lte=now + SOON)),
            stopped=Count("holder", distinct=True, filter=Q(suspended_at__isnull=False)),
        )
    )
    found = {row["scope"]: row for row in rows}
    return [ScopeSummary.model_validate(found.get(scope.id, {"scope": scope.id})) for scope in scopes]


def _summarise_people(sponsor: Holder, scopes: Sequence[Scope], now: datetime) -> list[ScopeSummary]:
    people = sponsored_holders(str(sponsor.user_id))
    ledgers = read_ledgers(people)
    return [
        summarise(
            scope,
            (assess_scope(scope, ledger.standing, now=now) for ledger in ledgers.values() if ledger.is_intact),
            now=now,
        )
        for scope in scopes
    ]


def _next_sponsors(after: str, limit: int) -> list[Holder]:
    rows = Holder.objects.select_related("user").filter(
        Exists(Sponsorship.objects.filter(sponsor=OuterRef("user"))), user__is_active=True
    )
    if after:
        rows = rows.filter(key__gt=parse_uuid(after))
    return list(rows.order_by("key")[:limit])


def _company_readers() -> list[Holder]:
    """Give a key to whom the settings name: deliveries are kept by key."""
    names = report_readers()
    users = get_user_model().objects.filter(username__in=names, is_active=True) if names else ()
    readers = []
    for user in users:
        with transaction.atomic():
            readers.append(ensure_holder(str(user.pk)))
    return readers


def _sent_to(recipients: Sequence[Holder], month: date) -> set[tuple[str, UUID]]:
    rows = Delivery.objects.filter(
        recipient__in=recipients, kind__in=[SPONSOR, COMPANY], due=month, sent_at__isnull=False
    )
    return {(row.kind, row.recipient_id) for row in rows}


def _describe(
    kind: str,
    rows: Sequence[ScopeSummary],
    scopes: Sequence[Scope],
    today: date,
    claimed: frozenset[DeliveryKey],
    locale: str,
) -> dict[str, object]:
    return {
        "rows": [row for row in rows if row.says_something],
        "titles": {scope.id: scope.title.to(locale) for scope in scopes},
        "is_company": kind == COMPANY,
        "today": today,
        "site": site_url(),
        "urls": Links(),
    }
