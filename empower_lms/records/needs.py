"""Needs: which learners wait for somebody, and what staff sees of a person's tries. States only, never scores."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.contrib.auth import get_user_model
from pydantic import AwareDatetime

from empower_lms.assessment.attempts import AttemptState
from empower_lms.assessment.retake import MustWait, NeedsRemediation
from empower_lms.domain.base import Value
from empower_lms.domain.text import LocalizedText
from empower_lms.records import models
from empower_lms.records.attempt_rows import read_attempt
from empower_lms.records.holders import find_holder, person_name
from empower_lms.records.quiz_versions import read_version
from empower_lms.records.sponsors import sponsored_holders
from empower_lms.records.supports import extra_time_of
from empower_lms.records.tries import latest_that_counts, next_start, read_tries


class NeedKind(StrEnum):
    """What a learner waits for."""

    TALK = "talk"
    OBSTACLE = "obstacle"


class LearnerNeed(Value):
    """Somebody who can't go on alone: who, with which quiz, since when. No scores and no number of tries."""

    kind: NeedKind
    holder: str
    name: str
    quiz: str
    course: str
    title: LocalizedText
    since: AwareDatetime


class TryRow(Value):
    """One try as staff sees it."""

    id: str
    quiz: str
    course: str
    title: LocalizedText
    state: AttemptState
    started_at: AwareDatetime
    deadline: AwareDatetime | None
    finished_at: AwareDatetime | None
    extra_time: int
    is_certified: bool

    @property
    def is_resettable(self) -> bool:
        return self.state is not AttemptState.VOIDED and not self.is_certified


class PersonTries(Value):
    """A person's tries, newest first, what they wait for, and their extra time."""

    holder: str
    """Their pseudonym; nothing before their first act."""
    name: str
    username: str
    extra_time: int
    tries: tuple[TryRow, ...]
    needs: tuple[LearnerNeed, ...]


def read_needs(user_id: str, *, now: datetime) -> tuple[LearnerNeed, ...]:
    """Return which of a sponsor's people wait for them, the longest first."""
    needs = [need for holder in sponsored_holders(user_id) for need in _needs_of(holder, now)]
    return tuple(sorted(needs, key=lambda need: need.since))


def read_person_tries(username: str, *, now: datetime) -> PersonTries | None:
    """Return a person's tries for staff; nothing where nobody has this name."""
    user = get_user_model().objects.filter(username=username).first()
    # MySQL ignores case when it compares, so the name is compared again.
    if user is None or user.get_username() != username:
        return None
    name = person_name(user)
    holder = find_holder(str(user.pk))
    if holder is None:
        return PersonTries(holder="", name=name, username=username, extra_time=0, tries=(), needs=())
    rows = models.Attempt.objects.filter(holder=holder).select_related("certificate").order_by("-started_at")
    return PersonTries(
        holder=str(holder.key),
        name=name,
        username=username,
        extra_time=extra_time_of(holder),
        tries=tuple(_see(row, now) for row in rows),
        needs=tuple(_needs_of(holder, now)),
    )


def _see(row: models.Attempt, now: datetime) -> TryRow:
    document = read_version(row.version_id)
    overdue = row.state == AttemptState.OPEN and row.closes_at is not None and now > row.closes_at
    return TryRow(
        id=str(row.id),
        quiz=row.quiz,
        course=document.course,
        title=document.quiz.title,
        state=AttemptState.TIMED_OUT if overdue else AttemptState(row.state),
        started_at=row.started_at,
        deadline=row.deadline,
        finished_at=row.closes_at if overdue else row.finished_at,
        extra_time=row.extra_time,
        is_certified=hasattr(row, "certificate"),
    )


def _needs_of(holder: models.Holder, now: datetime) -> Iterable[LearnerNeed]:
    obstacles = models.Obstacle.objects.filter(holder=holder, resolved_at=None).order_by("since")
    blocked = {row.quiz: row for row in obstacles}
    for row in blocked.values():
        yield _need(NeedKind.OBSTACLE, holder, row.attempt, row.since)
    failed = models.Attempt.objects.filter(holder=holder, passed=False).order_by("quiz", "-cycle", "-number")
    for quiz, rows in groupby(failed, key=lambda row: row.quiz):
        newest = next(rows)
        if quiz not in blocked and _waits_for_a_talk(holder, newest, now) and newest.finished_at is not None:
            yield _need(NeedKind.TALK, holder, newest, newest.finished_at)


def _waits_for_a_talk(holder: models.Holder, newest: models.Attempt, now: datetime) -> bool:
    tries = read_tries(newest.quiz, holder=holder)
    latest = latest_that_counts(tries)
    if latest is None or latest.id != newest.id:
        return False
    document = read_version(newest.version_id)
    _, status = next_start(tries, document, latest=read_attempt(newest), now=now)
    return isinstance(status, NeedsRemediation) or (isinstance(status, MustWait) and status.needs_remediation)


def _need(kind: NeedKind, holder: models.Holder, row: models.Attempt, since: datetime) -> LearnerNeed:
    document = read_version(row.version_id)
    return LearnerNeed(
        kind=kind,
        holder=str(holder.key),
        name=person_name(holder.user),
        quiz=row.quiz,
        course=document.course,
        title=document.quiz.title,
        since=since,
    )
