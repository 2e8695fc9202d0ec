"""Cases at the edge of a limit: computed from a scope card and decided by the function that answers systems.

The cases change nothing but the limited fact of the card's own inside example, so that this limit alone decides.
There is no second logic that says what is right: a key is what ``examine`` answers about the whole card (ADR 0017).
"""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from enum import StrEnum
from fractions import Fraction
from math import ceil

from pydantic import Field

from empower_lms.certification.decide import Reason, ReasonCode, examine
from empower_lms.domain.base import Value
from empower_lms.domain.ids import ClauseId
from empower_lms.domain.quantity import CURRENCIES, Exact, Quantity
from empower_lms.domain.question import BoundaryCaseKind
from empower_lms.domain.scope import Limit, Scope

MAX_PARTS = 6

_EXACT = Context(prec=120, traps=[Inexact])
"""Decimals that are never rounded: where that is impossible, an exception tells."""

_BY_THE_LIMIT = frozenset({ReasonCode.OVER_LIMIT, ReasonCode.OTHER_UNIT})


class EdgeRule(Value):
    """How far from the limit its neighbours lie, into how many parts a case is split, and the other currency."""

    step: Exact | None = None
    parts: int = Field(default=2, ge=2, le=MAX_PARTS)
    other_unit: str = ""


class EdgeCase(Value):
    """A value of the limited fact with its answer. A split case has ``count`` times ``part``, else one part."""

    case: BoundaryCaseKind
    given: Quantity
    part: Quantity
    count: int = 1
    is_inside: bool


class EdgeProblem(StrEnum):
    """Why a case can't be made from a limit."""

    NOTHING_BELOW = "nothing-below"
    NO_CURRENCY = "no-currency"
    SAME_CURRENCY = "same-currency"
    DECIDED_ELSEWHERE = "decided-elsewhere"


class NoEdgeCase(Value):
    """A case that could not be made; ``reasons`` are what else on the card decided it."""

    case: BoundaryCaseKind
    problem: EdgeProblem
    reasons: tuple[ClauseId | ReasonCode, ...] = ()


EdgeOutcome = EdgeCase | NoEdgeCase


def compute_edge_cases(
    scope: Scope, limit: Limit, kinds: Iterable[BoundaryCaseKind], rule: EdgeRule
) -> tuple[EdgeOutcome, ...]:
    """Make cases around a limit and decide each, in the order of ``kinds``."""
    return tuple(_compute(scope, limit, kind, rule) for kind in kinds)


def examine_value(scope: Scope, limit: Limit, given: Quantity) -> tuple[Reason, ...]:
    """Ask the card about its inside example with another value of the limited fact: empty means inside."""
    return examine(scope, {**scope.inside.facts, limit.fact: _write_fact(given)})


def step_of(at_most: Quantity) -> Decimal:
    """Return the least difference that means something: a cent, a quarter of an hour, one piece.

    A limit that is written finer than that has its last digit as step.
    """
    usual = Decimal("0.01") if at_most.unit in CURRENCIES else Decimal("0.25") if at_most.unit == "h" else Decimal(1)
    if not _EXACT.remainder(at_most.amount, usual):
        return usual
    return Decimal(1).scaleb(int(at_most.amount.normalize(_EXACT).as_tuple().exponent))


def _compute(scope: Scope, limit: Limit, kind: BoundaryCaseKind, rule: EdgeRule) -> EdgeOutcome:
    at_most = limit.at_most
    step = rule.step or step_of(at_most)
    match kind:
        case BoundaryCaseKind.BELOW:
            amount = _EXACT.subtract(at_most.amount, step)
            return _decide(scope, limit, kind, _with(at_most, amount))
        case BoundaryCaseKind.AT:
            return _decide(scope, limit, kind, at_most)
        case BoundaryCaseKind.ABOVE:
            return _decide(scope, limit, kind, _with(at_most, _EXACT.add(at_most.amount, step)))
        case BoundaryCaseKind.SPLIT:
            part = _part_of(at_most, step, rule.parts)
            return _decide(scope, limit, kind, _with(at_most, part), rule.parts)
        case BoundaryCaseKind.OTHER_UNIT:
            other = rule.other_unit or ("EUR" if at_most.unit == "USD" else "USD")
            problem = _refuse_unit(at_most.unit, other)
            if problem is not None:
                return NoEdgeCase(case=kind, problem=problem)
            return _decide(scope, limit, kind, Quantity(amount=at_most.amount, unit=other))


def _refuse_unit(unit: str, other: str) -> EdgeProblem | None:
    """Only money has no fixed rate: 120 minutes are 2 hours, whatever a system that never converts says to them."""
    if unit not in CURRENCIES or other not in CURRENCIES:
        return EdgeProblem.NO_CURRENCY
    return EdgeProblem.SAME_CURRENCY if unit == other else None


def _part_of(at_most: Quantity, step: Decimal, parts: int) -> Decimal:
    """Return a round part that is inside alone, while all parts together exceed the limit by about a fifth."""
    grain = Decimal(1) if at_most.unit in CURRENCIES and at_most.amount >= 10 else step
    pieces = ceil(Fraction(at_most.amount) * Fraction(12, 10 * parts) / Fraction(grain))
    return min(at_most.amount, _EXACT.multiply(Decimal(pieces), grain))


def _decide(scope: Scope, limit: Limit, kind: BoundaryCaseKind, part: Quantity, count: int = 1) -> EdgeOutcome:
    if part.amount <= 0:
        return NoEdgeCase(case=kind, problem=EdgeProblem.NOTHING_BELOW)
    given = _with(part, _EXACT.multiply(part.amount, Decimal(count)))
    reasons = examine_value(scope, limit, given)
    elsewhere = tuple(
        reason.clause or reason.code
        for reason in reasons
        if reason.clause != limit.id or reason.code not in _BY_THE_LIMIT
    )
    if elsewhere:
        return NoEdgeCase(case=kind, problem=EdgeProblem.DECIDED_ELSEWHERE, reasons=elsewhere)
    return EdgeCase(case=kind, given=given, part=part, count=count, is_inside=not reasons)


def _with(quantity: Quantity, amount: Decimal) -> Quantity:
    return Quantity(amount=amount, unit=quantity.unit)


def _write_fact(quantity: Quantity) -> str:
    """Write a value as a system would send it; three decimals get a fourth, since ``1.125`` is read in two ways."""
    amount = quantity.amount
    text = f"{amount:f}0" if amount.as_tuple().exponent == -3 else f"{amount:f}"
    return f"{text} {quantity.unit}".strip()
