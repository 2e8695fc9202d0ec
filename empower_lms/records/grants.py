"""Grants: sponsors sign, holders counter-sign, and a named person stops and lifts."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from empower_lms.certification import commands
from empower_lms.certification.commands import CommandRefused
from empower_lms.certification.events import AnyEvent
from empower_lms.certification.standing import Standing, apply_event
from empower_lms.domain.scope import Scope
from empower_lms.records.announcements import announce_grant
from empower_lms.records.configuration import company_zone
from empower_lms.records.holders import ensure_holder, find_holder, find_holder_by_key, lock_holder
from empower_lms.records.ledger import append_event, read_ledger
from empower_lms.records.models import Holder
from empower_lms.records.projections import project_standing
from empower_lms.records.register import read_register
from empower_lms.records.sponsors import is_sponsor_of
from empower_lms.records.transactions import require_transaction


class GrantRefused(StrEnum):
    """Why nothing was written, beyond what the pure commands refuse."""

    NOT_YOUR_PERSON = "not-your-person"
    NO_SUCH_SCOPE = "no-such-scope"
    CARD_CHANGED = "card-changed"
    STATEMENT_NEEDED = "statement-needed"
    RECORDS_BROKEN = "records-broken"


GrantOutcome = AnyEvent | CommandRefused | GrantRefused
"""The event that was written, or why none was."""

_Command = Callable[[Scope, Standing, str], AnyEvent | CommandRefused]
"""From the card in effect, the holder's standing and the actor's key to an event."""


def sign_grant(
    user_id: str, holder_key: str, scope_id: str, *, statement: str, card: str, now: datetime
) -> GrantOutcome:
    """Sign a scope for one of the sponsor's people.

    Args:
        statement: the three sentences as they were read, in the sponsor's language.
        card: digest of the card that the sponsor read; a newer one has to be read first.
    """
    if not statement.strip():
        return GrantRefused.STATEMENT_NEEDED

    def command(scope: Scope, standing: Standing, sponsor: str) -> AnyEvent | CommandRefused:
        return commands.sign_grant(
            scope,
            standing,
            grant=str(uuid4()),
            holder=holder_key,
            sponsor=sponsor,
            statement=statement,
            now=now,
            zone=company_zone(),
        )

    return _act_as_sponsor(user_id, holder_key, scope_id, command, card=card, now=now)


def decline_grant(user_id: str, holder_key: str, scope_id: str, *, reason: str, now: datetime) -> GrantOutcome:
    """Say no to somebody who is ready, with a reason that they read."""

    def command(scope: Scope, standing: Standing, sponsor: str) -> AnyEvent | CommandRefused:
        return commands.decline_grant(scope, standing, holder=holder_key, sponsor=sponsor, reason=reason, now=now)

    return _act_as_sponsor(user_id, holder_key, scope_id, command, now=now)


def confirm_grant(user_id: str, holder_key: str, scope_id: str, *, now: datetime) -> GrantOutcome:
    """End the probation of a grant in use."""

    def command(scope: Scope, standing: Standing, sponsor: str) -> AnyEvent | CommandRefused:
        return commands.confirm_grant(scope, standing, sponsor=sponsor, now=now)

    return _act_as_sponsor(user_id, holder_key, scope_id, command, now=now)


def suspend_grant(user_id: str, holder_key: str, scope_id: str, *, reason: str, now: datetime) -> GrantOutcome:
    """Stop a grant at once, with a reason."""

    def command(scope: Scope, standing: Standing, sponsor: str) -> AnyEvent | CommandRefused:
        return commands.suspend_grant(standing, scope.id, actor=sponsor, reason=reason, now=now)

    return _act_as_sponsor(user_id, holder_key, scope_id, command, now=now)


def reinstate_grant(user_id: str, holder_key: str, scope_id: str, *, reason: str, now: datetime) -> GrantOutcome:
    """Lift a suspension, with a reason."""

    def command(scope: Scope, standing: Standing, sponsor: str) -> AnyEvent | CommandRefused:
        return commands.reinstate_grant(standing, scope.id, actor=sponsor, reason=reason, now=now)

    return _act_as_sponsor(user_id, holder_key, scope_id, command, now=now)


def countersign_grant(
    user_id: str, scope_id: str, *, statement: str, missing: str, card: str, now: datetime
) -> GrantOutcome:
    """Accept what the sponsor signed. ``card`` is the digest of the card that the holder read."""
    require_transaction()
    if not statement.strip():
        return GrantRefused.STATEMENT_NEEDED
    holder = find_holder(user_id)
    if holder is None:
        return CommandRefused.NO_GRANT

    def command(scope: Scope, standing: Standing, actor: str) -> AnyEvent | CommandRefused:
        return commands.countersign_grant(scope, standing, holder=actor, statement=statement, missing=missing, now=now)

    return _act(holder, scope_id, str(holder.key), command, card=card, now=now)


def _act_as_sponsor(
    user_id: str, holder_key: str, scope_id: str, command: _Command, *, now: datetime, card: str | None = None
) -> GrantOutcome:
    require_transaction()
    holder = find_holder_by_key(holder_key)
    if holder is None or not is_sponsor_of(user_id, holder):
        return GrantRefused.NOT_YOUR_PERSON
    return _act(holder, scope_id, str(ensure_holder(user_id).key), command, card=card, now=now)


def _act(
    holder: Holder, scope_id: str, actor: str, command: _Command, *, now: datetime, card: str | None
) -> GrantOutcome:
    """Lock the holder, run a command on what the ledger says and write its event."""
    locked = lock_holder(holder.key)
    scope = read_register(now=now).scope(scope_id)
    if scope is None:
        return GrantRefused.NO_SUCH_SCOPE
    if card is not None and card != scope.digest:
        return GrantRefused.CARD_CHANGED
    ledger = read_ledger(locked)
    if not ledger.is_intact:
        return GrantRefused.RECORDS_BROKEN
    event = command(scope, ledger.standing, actor)
    if not isinstance(event, CommandRefused):
        after = apply_event(ledger.standing, event)
        append_event(locked, event)
        project_standing(locked, ledger.standing, after)
        announce_grant(locked, scope, after, event)
    return event
