"""The reminders' sweep: who has to hear something, one letter a person, each thing once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction

from empower_lms.certification.calendar import last_valid_day
from empower_lms.certification.outlook import Outlook
from empower_lms.certification.reminders import Reminder, ReminderKind, remind_holder, remind_sponsor
from empower_lms.domain.base import Value
from empower_lms.domain.scope import Scope
from empower_lms.records.configuration import company_zone, course_titles, course_url, site_url
from empower_lms.records.deliveries import DeliveryKey
from empower_lms.records.holders import ensure_holder, name_people, parse_uuid, person_name
from empower_lms.records.ledger import read_ledgers
from empower_lms.records.models import Delivery, Holder, Sponsorship
from empower_lms.records.outlook import assess_outlook
from empower_lms.records.pages.links import Links
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.sweeps.mail import MailServerDown, Post
from empower_lms.records.sweeps.step import CHUNK, Step
from empower_lms.records.withdrawals import KIND

TEMPLATE = "empower_lms.records:mail/reminders.txt.j2"


class Due(Value):
    """A reminder with what its sentence needs; ``person`` is the name of whom a sponsor is reminded."""

    key: DeliveryKey
    reminder: Reminder | None
    """Nothing for a course certificate that was withdrawn: somebody left word of it."""
    person: str = ""
    holder: str = ""
    is_own: bool


def remind_people(*, now: datetime, after: str = "", limit: int = CHUNK, preview: bool = False) -> Step:
    """Send what is due to the next people after a key; with ``preview`` only count the letters.

    Opens its own transactions.
    """
    if not after:
        _give_sponsors_keys()
    recipients = _next_recipients(after, limit)
    letters = _collect(recipients, now=now)
    following = str(recipients[-1].key) if len(recipients) == limit else ""
    if preview:
        return Step(next=following, done=len(letters))
    post = Post(get_connection(), now=now)
    scopes = {scope.id: scope for scope in scopes_in_effect(now=now)}
    try:
        for recipient, due in letters:
            post.send(recipient, [one.key for one in due], TEMPLATE, partial(_describe, due, scopes))
    except MailServerDown:
        return post.step
    return post.step.plus(Step(next=following))


def _give_sponsors_keys() -> None:
    """A sponsor who never did anything has no key yet, and deliveries need one."""
    sponsors = get_user_model().objects.filter(empower_sponsorships__isnull=False, empower_holder__isnull=True)
    for user_id in sponsors.values_list("pk", flat=True).distinct():
        with transaction.atomic():
            ensure_holder(str(user_id))


def _next_recipients(after: str, limit: int) -> list[Holder]:
    rows = Holder.objects.select_related("user").filter(user__is_active=True).order_by("key")
    if after:
        rows = rows.filter(key__gt=parse_uuid(after))
    return list(rows[:limit])


def _collect(recipients: Sequence[Holder], *, now: datetime) -> list[tuple[Holder, list[Due]]]:
    """Find what each recipient has to hear and has not heard yet."""
    people = _people_of(recipients)
    outlooks = _read_outlooks([*recipients, *(one for some in people.values() for one in some)], now=now)
    sent, withdrawn = _sent_to(recipients), _withdrawn_for(recipients)
    letters = []
    for recipient in recipients:
        known = people.get(recipient.user_id or 0, [])
        due = [*_find_due(recipient, known, outlooks, now=now), *withdrawn.get(recipient.key, [])]
        fresh = [one for one in due if one.key not in sent.get(recipient.key, set())]
        if fresh:
            letters.append((recipient, fresh))
    return letters


def _find_due(
    recipient: Holder, people: Sequence[Holder], outlooks: dict[UUID, Outlook], *, now: datetime
) -> Iterable[Due]:
    zone = company_zone()
    for reminder in remind_holder(outlooks[recipient.key], now=now, zone=zone):
        yield Due(key=_key(reminder), reminder=reminder, is_own=True)
    for person in people:
        for reminder in remind_sponsor(str(person.key), outlooks[person.key], now=now, zone=zone):
            yield Due(
                key=_key(reminder),
                reminder=reminder,
                person=person_name(person.user),
                holder=str(person.key),
                is_own=False,
            )


def _withdrawn_for(recipients: Sequence[Holder]) -> dict[UUID, list[Due]]:
    """Read which course certificates were withdrawn, and nobody has told the sponsor yet."""
    rows = list(Delivery.objects.filter(recipient__in=recipients, kind=KIND, sent_at=None))
    names = name_people({str(row.subject) for row in rows})
    found: dict[UUID, list[Due]] = {}
    for row in rows:
        key = DeliveryKey(kind=row.kind, subject=str(row.subject), detail=row.detail, due=row.due)
        # Somebody who has left meanwhile has no name, and there is nobody to talk to.
        if key.subject in names:
            due = Due(key=key, reminder=None, person=names[key.subject], holder=key.subject, is_own=False)
            found.setdefault(row.recipient_id, []).append(due)
    return found


def _people_of(recipients: Sequence[Holder]) -> dict[int, list[Holder]]:
    """Return whom each recipient sponsors, by the sponsor's user id."""
    rows = Sponsorship.objects.select_related("holder__user").filter(
        sponsor__in=[one.user_id for one in recipients], holder__user__is_active=True
    )
    people: dict[int, list[Holder]] = {}
    for row in rows.order_by("holder__user__username"):
        people.setdefault(row.sponsor_id, []).append(row.holder)
    return people


def _read_outlooks(holders: Sequence[Holder], *, now: datetime) -> dict[UUID, Outlook]:
    """Assess everybody once; from a ledger that does not hold together nobody is reminded of anything."""
    unique = list({holder.key: holder for holder in holders}.values())
    scopes = tuple(scope for scope in scopes_in_effect(now=now) if scope.is_gated)
    ledgers = read_ledgers(unique)
    return {
        holder.key: assess_outlook(ledger.standing, scopes if ledger.is_intact else (), now=now)
        for holder in unique
        for ledger in [ledgers[str(holder.key)]]
    }


def _sent_to(recipients: Sequence[Holder]) -> dict[UUID, set[DeliveryKey]]:
    kinds = [kind.value for kind in ReminderKind]
    sent: dict[UUID, set[DeliveryKey]] = {}
    for row in Delivery.objects.filter(recipient__in=recipients, kind__in=kinds, sent_at__isnull=False):
        key = DeliveryKey(kind=row.kind, subject=str(row.subject), detail=row.detail, due=row.due)
        sent.setdefault(row.recipient_id, set()).add(key)
    return sent


def _key(reminder: Reminder) -> DeliveryKey:
    return DeliveryKey(kind=reminder.kind, subject=reminder.subject, detail=reminder.detail, due=reminder.due)


def _describe(
    due: Sequence[Due], scopes: dict[str, Scope], claimed: frozenset[DeliveryKey], locale: str
) -> dict[str, object]:
    zone = company_zone()
    return {
        "own": [one for one in due if one.is_own and one.key in claimed],
        "people": [one for one in due if not one.is_own and one.key in claimed],
        "kinds": ReminderKind,
        "scopes": scopes,
        "site": site_url(),
        "urls": Links(),
        "course_titles": course_titles(locale),
        "course_url": course_url,
        "last_day": lambda instant: last_valid_day(instant, zone),
    }
