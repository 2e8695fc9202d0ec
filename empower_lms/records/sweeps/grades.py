"""The sweeps of tries and grades: close what nobody came back for, and tell the grade book what it has not heard."""

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from empower_lms.records.deliveries import LEASE, DeliveryKey, claim, confirm
from empower_lms.records.grade_book import KIND, GradeBook, grade_book, read_counting
from empower_lms.records.holders import lock_holder
from empower_lms.records.models import Attempt, Delivery, Holder
from empower_lms.records.overdue import close_overdue_attempts, overdue_attempts
from empower_lms.records.sweeps.step import CHUNK, Step
from empower_lms.records.transactions import open_transaction

LOG = logging.getLogger(__name__)

GRADES = 50
"""How many notes one step looks at: Open edX takes a fifth of a second or so for a grade."""

FAILURES = 3
"""After so many in a row something is wrong with the grade book and not with a person: the run stops."""

Place = tuple[str, str]
"""A quiz, and where the learner began."""


def close_tries(*, now: datetime, after: str = "", limit: int = CHUNK, preview: bool = False) -> Step:
    """Close the next attempts whose time is up; with ``preview`` only count them. Opens its own transactions."""
    if preview:
        return Step(done=overdue_attempts(now=now).count())
    done = len(close_overdue_attempts(now=now, limit=limit))
    return Step(next="more" if done == limit else "", done=done)


def publish_grades(*, now: datetime, after: str = "", limit: int = GRADES, preview: bool = False) -> Step:
    """Publish the grades that the next notes after an id ask for; with ``preview`` only count them.

    Opens its own transactions: a grade and the confirmation of its notes share one. What failed stays claimed, so
    that it is tried again when the claim runs out and does not stand in the way of others before.
    """
    book = grade_book()
    if book is None:
        return Step()
    notes = list(_waiting(now, after)[:limit])
    step = Step(next=str(notes[-1].pk) if len(notes) == limit else "")
    in_a_row = 0
    for holder, place, mine in _by_person_and_place(notes):
        if preview:
            step = step.plus(Step(next=step.next, done=1))
            continue
        one = _publish_once(book, holder, place, mine, now=now)
        step = step.plus(one.model_copy(update={"next": step.next}))
        in_a_row = in_a_row + 1 if one.failed else 0
        if in_a_row == FAILURES:
            return step.model_copy(update={"next": ""})
    return step


def _waiting(now: datetime, after: str) -> "QuerySet[Delivery]":
    """Look for notes that nobody has published and nobody is publishing."""
    free = now.astimezone(UTC) - LEASE
    rows = Delivery.objects.filter(kind=KIND, sent_at=None, claimed_at__lte=free, pk__gt=int(after or 0))
    return rows.select_related("recipient").order_by("pk")


def _by_person_and_place(notes: Sequence[Delivery]) -> Iterator[tuple[Holder, Place, list[Delivery]]]:
    """Put together what is published once: all notes of a chunk about one person at one place."""
    rows = Attempt.objects.filter(id__in=[note.subject for note in notes])
    places: dict[UUID, Place] = {pk: (quiz, origin) for pk, quiz, origin in rows.values_list("id", "quiz", "origin")}

    def where(note: Delivery) -> tuple[str, Place]:
        return str(note.recipient_id), places.get(note.subject, ("", ""))

    for (_person, place), mine in groupby(sorted(notes, key=where), where):
        together = list(mine)
        yield together[0].recipient, place, together


def _publish_once(book: GradeBook, holder: Holder, place: Place, notes: Sequence[Delivery], *, now: datetime) -> Step:
    """Publish what counts at this moment, whatever the notes were left for: newer than all of them is never wrong."""
    keys = [DeliveryKey(kind=KIND, subject=str(one.subject), detail=one.detail, due=one.due) for one in notes]
    rows = claim(holder, keys, now=now)
    if not rows:
        return Step()
    quiz, origin = place
    try:
        with open_transaction():
            # A hand-in locks the person, too, so that the older of two results never comes last.
            known = lock_holder(holder.key)
            if known.user_id is not None and origin:
                book.publish(str(known.user_id), origin, read_counting(known, quiz, origin))
            confirm(rows, now=now)
    except Exception:
        # No name and no score: logs are read by people who may see neither.
        LOG.exception("The grade of holder %s at %s could not be published.", holder.key, origin)
        return Step(failed=1)
    return Step(done=1)
