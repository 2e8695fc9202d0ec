"""The decision function: may this person do this now?

Granted names the clauses that allow it. Refused names every reason at once, each with the next
step, so that a refusal is a way on and not a wall. Anything unknown refuses.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from empower_lms.certification.standing import Standing
from empower_lms.certification.status import NeedStatus, ScopeState, ScopeStatus, assess_scope
from empower_lms.domain.base import Value
from empower_lms.domain.facts import FactSpec, FactValue
from empower_lms.domain.ids import ClauseId, CourseId, ScopeId
from empower_lms.domain.quantity import AmbiguousNumber, Quantity
from empower_lms.domain.scope import Condition, Exclusion, Limit, Scope
from empower_lms.domain.tier import Tier


class ReasonCode(StrEnum):
    """Why a decision is refused. Stable: systems branch on these."""

    UNKNOWN_SCOPE = "unknown-scope"
    UNKNOWN_HOLDER = "unknown-holder"
    RECORDS_UNAVAILABLE = "records-unavailable"
    NOT_IN_EFFECT = "not-in-effect"
    CERTIFICATE_MISSING = "certificate-missing"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_TOO_WEAK = "certificate-too-weak"
    NOT_SIGNED = "not-signed"
    NOT_COUNTERSIGNED = "not-countersigned"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    GRANT_EXPIRED = "grant-expired"
    CARD_CHANGED = "card-changed"
    OVER_LIMIT = "over-limit"
    OTHER_UNIT = "other-unit"
    CONDITION_NOT_MET = "condition-not-met"
    EXCLUDED = "excluded"
    FACT_MISSING = "fact-missing"
    FACT_UNREADABLE = "fact-unreadable"
    FACT_AMBIGUOUS = "fact-ambiguous"
    FACT_UNKNOWN = "fact-unknown"


class Reason(Value):
    """One reason with what is needed to explain it: the clause, fact or certificate it is about."""

    code: ReasonCode
    clause: ClauseId | None = None
    fact: str | None = None
    given: str | None = None
    course: CourseId | None = None
    tier: Tier | None = None
    note: str = ""


class Granted(Value):
    """Yes. ``clauses`` are those that were checked; ``inform`` are the duties that come with it."""

    outcome: Literal["granted"] = "granted"
    scope: ScopeId
    scope_version: int
    clauses: tuple[ClauseId, ...]
    inform: tuple[ClauseId, ...]
    grant: str | None = None
    certificates: tuple[str, ...] = ()
    on_probation: bool = False


class Refused(Value):
    """No, with every reason."""

    outcome: Literal["refused"] = "refused"
    scope: str
    scope_version: int | None = None
    reasons: tuple[Reason, ...] = Field(min_length=1)


Decision = Granted | Refused

RawFacts = Mapping[str, str | bool | int]


def decide(scope: Scope, standing: Standing, facts: RawFacts, *, now: datetime) -> Decision:
    """Decide whether a holder may act, from the scope in effect, their standing and the facts of the case."""
    if not scope.is_gated:
        return _grant(scope, None)
    status = assess_scope(scope, standing, now=now)
    reasons = (*explain_status(status, now=now), *examine(scope, facts))
    if reasons:
        return Refused(scope=scope.id, scope_version=scope.version, reasons=reasons)
    return _grant(scope, status)


def examine(scope: Scope, facts: RawFacts) -> tuple[Reason, ...]:
    """Check a case against the clauses of a card only: empty means inside."""
    values, reasons = _read_facts(scope.facts, facts)
    for limit in scope.limits:
        value = values.get(limit.fact)
        if isinstance(value, Quantity):
            reasons.extend(_check_limit(limit, value))
    for condition in scope.conditions:
        if condition.fact in values and values[condition.fact] != condition.must_be:
            reasons.append(_about(condition, ReasonCode.CONDITION_NOT_MET, facts))
    for exclusion in scope.exclusions:
        if exclusion.fact in values and values[exclusion.fact] == exclusion.must_not_be:
            reasons.append(_about(exclusion, ReasonCode.EXCLUDED, facts))
    return tuple(reasons)


def explain_status(status: ScopeStatus, *, now: datetime) -> tuple[Reason, ...]:
    """Name everything that keeps a person from using a scope, the case aside."""
    if status.state.may_decide:
        return ()
    reasons = [
        Reason(
            code=_why_not_met(need, now),
            course=need.need.course,
            tier=need.need.tier,
        )
        for need in status.missing
    ]
    grant = status.grant
    if status.state is ScopeState.SUSPENDED and grant is not None:
        reasons.append(Reason(code=ReasonCode.SUSPENDED, note=grant.suspension_reason))
    elif status.pending is not None:
        reasons.append(Reason(code=ReasonCode.NOT_COUNTERSIGNED))
    elif status.declined is not None:
        reasons.append(Reason(code=ReasonCode.DECLINED, note=status.declined.reason))
    elif grant is None:
        reasons.append(Reason(code=ReasonCode.NOT_SIGNED))
    else:
        if now >= grant.expires_at:
            reasons.append(Reason(code=ReasonCode.GRANT_EXPIRED))
        if status.card_changed:
            reasons.append(Reason(code=ReasonCode.CARD_CHANGED))
    return tuple(reasons)


def _why_not_met(need: NeedStatus, now: datetime) -> ReasonCode:
    if need.certificate is None:
        return ReasonCode.CERTIFICATE_MISSING
    if need.certificate.is_valid_at(now):
        return ReasonCode.CERTIFICATE_TOO_WEAK
    return ReasonCode.CERTIFICATE_EXPIRED


def _grant(scope: Scope, status: ScopeStatus | None) -> Granted:
    grant = status.grant if status else None
    return Granted(
        scope=scope.id,
        scope_version=scope.version,
        clauses=tuple(clause.id for clause in scope.checked_clauses),
        inform=tuple(clause.id for clause in scope.inform),
        grant=grant.id if grant else None,
        certificates=tuple(
            need.certificate.id for need in (status.needs if status else ()) if need.certificate is not None
        ),
        on_probation=status is not None and status.state is ScopeState.ON_PROBATION,
    )


def _read_facts(specs: Sequence[FactSpec], facts: RawFacts) -> tuple[dict[str, FactValue], list[Reason]]:
    values: dict[str, FactValue] = {}
    reasons: list[Reason] = []
    for spec in specs:
        raw = facts.get(spec.id)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            reasons.append(Reason(code=ReasonCode.FACT_MISSING, fact=spec.id))
            continue
        try:
            values[spec.id] = spec.read(raw)
        except AmbiguousNumber:
            reasons.append(Reason(code=ReasonCode.FACT_AMBIGUOUS, fact=spec.id, given=_shown(raw)))
        except ValueError:
            reasons.append(Reason(code=ReasonCode.FACT_UNREADABLE, fact=spec.id, given=_shown(raw)))
    known = {spec.id for spec in specs}
    reasons.extend(
        Reason(code=ReasonCode.FACT_UNKNOWN, fact=_shown(fact_id)) for fact_id in sorted(facts) if fact_id not in known
    )
    return values, reasons


def _check_limit(limit: Limit, value: Quantity) -> list[Reason]:
    if value.unit.lower() != limit.at_most.unit.lower():
        return [Reason(code=ReasonCode.OTHER_UNIT, clause=limit.id, fact=limit.fact, given=str(value))]
    if value.amount > limit.at_most.amount:
        return [Reason(code=ReasonCode.OVER_LIMIT, clause=limit.id, fact=limit.fact, given=str(value))]
    return []


def _about(clause: Condition | Exclusion, code: ReasonCode, facts: RawFacts) -> Reason:
    return Reason(code=code, clause=clause.id, fact=clause.fact, given=_shown(facts[clause.fact]))


def _shown(raw: str | bool | int) -> str:
    return str(raw)[:80]
