"""Somebody leaves: what named them goes, what is evidence stays and belongs to nobody who could be named."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from pydantic import TypeAdapter

from empower_lms.certification.announcements import GrantState, announce_end
from empower_lms.domain.digest import canonical_json
from empower_lms.records.announcements import announce
from empower_lms.records.holders import find_holder, lock_holder
from empower_lms.records.ledger import read_ledger
from empower_lms.records.models import Decision, Delivery, Holder, Obstacle, Sponsorship, Support
from empower_lms.records.outlook import assess_outlook
from empower_lms.records.register import RegisterUnreadable, scopes_in_effect
from empower_lms.records.transactions import require_transaction

_ANSWER: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])
ERASED = "…"


def release_holder(user_id: str, *, now: datetime | None = None) -> None:
    """Cut a person off from their history. Runs in the caller's transaction; twice is once.

    Their key loses its account, nobody sponsors them or is sponsored by them, and their name goes from
    questions that were asked about them when they had no key or no active account, and from those that
    they asked. Attempts, certificates, grants and decisions stay. A grant in force is announced as released.
    """
    require_transaction()
    holder = find_holder(user_id)
    if holder is not None:
        locked = lock_holder(holder.key)
        _announce_release(locked, now or datetime.now(UTC))
        Sponsorship.objects.filter(holder=locked).delete()
        Delivery.objects.filter(recipient=locked, sent_at=None).delete()
        # Why somebody had extra time, and what was in their way, is about the person and proves nothing.
        Support.objects.filter(holder=locked).delete()
        Obstacle.objects.filter(holder=locked).update(note="")
        Holder.objects.filter(key=locked.key).update(user=None)
    Sponsorship.objects.filter(sponsor__pk=user_id).delete()
    Sponsorship.objects.filter(assigned_by__pk=user_id).update(assigned_by=None)
    Decision.objects.filter(asked_by__pk=user_id).update(asked_by=None)
    Support.objects.filter(given_by__pk=user_id).update(given_by=None)
    Obstacle.objects.filter(resolved_by__pk=user_id).update(resolved_by=None)
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is not None:
        erase_name(user.get_username())


def release_deleted_account(instance: AbstractBaseUser, **_: object) -> None:
    """Release an account that is deleted for good, in the transaction in which Django deletes it."""
    release_holder(str(instance.pk))


def erase_name(username: str) -> None:
    """Take a name out of recorded questions about it. Runs in the caller's transaction.

    A person with a key is named nowhere: only who had none, or no active account, was asked about by name.
    """
    require_transaction()
    for row in Decision.objects.filter(asked_holder=username):
        answer = canonical_json(_without_name(_ANSWER.validate_json(row.answer), username))
        Decision.objects.filter(pk=row.pk).update(asked_holder=ERASED, answer=answer)


def _without_name(answer: dict[str, object], username: str) -> dict[str, object]:
    reasons = answer.get("reasons")
    if not isinstance(reasons, list):
        return answer
    shown = username[:80]
    return answer | {"reasons": [one | {"given": ERASED} if one.get("given") == shown else one for one in reasons]}


def _announce_release(holder: Holder, now: datetime) -> None:
    ledger = read_ledger(holder)
    try:
        scopes = scopes_in_effect(now=now)
    except RegisterUnreadable:
        # Somebody's right to leave doesn't wait for a repair; without a register nothing of theirs decides anyway.
        return
    for status in assess_outlook(ledger.standing, scopes, now=now).scopes:
        if status.grant is not None and status.state.may_decide:
            announce(announce_end(str(holder.key), status.grant, GrantState.RELEASED, at=now))
