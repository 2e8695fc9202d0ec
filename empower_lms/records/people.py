"""What sponsors see of their people: states, and never scores, tries or answers."""

from datetime import datetime

from empower_lms.certification.status import ScopeState, ScopeStatus, assess_scope
from empower_lms.domain.base import Value
from empower_lms.domain.scope import Scope
from empower_lms.records.holders import find_holder_by_key, person_name
from empower_lms.records.ledger import read_ledger, read_ledgers
from empower_lms.records.register import scopes_in_effect
from empower_lms.records.sponsors import is_sponsor_of, sponsored_holders


class PersonScope(Value):
    """One person's way to one scope, as their sponsor may see it."""

    holder: str
    name: str
    scope: Scope
    state: ScopeState
    missing_courses: tuple[str, ...]
    is_signable: bool
    is_intact: bool = True
    card_changed: bool = False
    expires_at: datetime | None = None
    missing_for_holder: str = ""
    """What the holder said is missing when they counter-signed."""
    reason: str = ""
    """Why the grant was stopped or refused."""

    @property
    def waits_for_signature(self) -> bool:
        """Say whether the sponsor has yet to answer; who declined may still sign, and owes no answer."""
        return self.is_signable and self.state is not ScopeState.DECLINED


def read_people(user_id: str, *, now: datetime) -> tuple[PersonScope, ...]:
    """Return where a sponsor's people stand with every gated scope."""
    holders = sponsored_holders(user_id)
    ledgers = read_ledgers(holders)
    scopes = [scope for scope in scopes_in_effect(now=now) if scope.is_gated]
    return tuple(
        _see(str(holder.key), person_name(holder.user), assess_scope(scope, ledger.standing, now=now), ledger.is_intact)
        for holder in holders
        for ledger in [ledgers[str(holder.key)]]
        for scope in scopes
    )


def read_person_scope(user_id: str, holder_key: str, scope_id: str, *, now: datetime) -> PersonScope | None:
    """Return one of the sponsor's people with one scope; nothing for anybody else's."""
    holder = find_holder_by_key(holder_key)
    if holder is None or not is_sponsor_of(user_id, holder):
        return None
    scope = next((card for card in scopes_in_effect(now=now) if card.id == scope_id and card.is_gated), None)
    if scope is None:
        return None
    ledger = read_ledger(holder)
    status = assess_scope(scope, ledger.standing, now=now)
    return _see(str(holder.key), person_name(holder.user), status, ledger.is_intact)


def _see(key: str, name: str, status: ScopeStatus, is_intact: bool) -> PersonScope:
    grant = status.grant
    return PersonScope(
        holder=key,
        name=name,
        scope=status.scope,
        state=status.state,
        missing_courses=tuple(need.need.course for need in status.missing),
        is_signable=is_intact and status.is_signable,
        is_intact=is_intact,
        card_changed=status.card_changed,
        expires_at=grant.expires_at if grant else None,
        missing_for_holder=grant.missing if grant else "",
        reason=_reason(status),
    )


def _reason(status: ScopeStatus) -> str:
    """Return why the grant was stopped or refused, as the sponsor wrote it."""
    if status.state is ScopeState.SUSPENDED and status.grant is not None:
        return status.grant.suspension_reason
    return status.declined.reason if status.declined is not None else ""
