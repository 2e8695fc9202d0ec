"""Cases at the edge of a limit: what is right is what the decision function says, for every limit."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.certification.decide import Granted, decide
from empower_lms.certification.edge_cases import (
    EdgeCase,
    EdgeProblem,
    EdgeRule,
    NoEdgeCase,
    compute_edge_cases,
    examine_value,
    step_of,
)
from empower_lms.certification.standing import Certificate, Grant, Standing
from empower_lms.certification.status import assess_scope
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import BoundaryCaseKind
from tests.certification.cards import both, make_scope

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
UNITS = ("EUR", "CHF", "h", "days", "services", "%", "")
INSIDE = {BoundaryCaseKind.BELOW, BoundaryCaseKind.AT}


def card(amount: str, unit: str = "EUR"):
    """The goodwill card with another limit; its inside example lies at the limit."""
    return make_scope(
        facts=[
            {"id": "amount", "kind": "quantity", "unit": unit, "label": both("How much?")},
            *make_scope().model_dump(mode="json")["facts"][1:],
        ],
        limits=[
            {
                "id": "FIN-1.amount",
                "fact": "amount",
                "at_most": {"amount": amount, "unit": unit},
                "text": both("Up to it"),
                "beyond": both("Ask the lead."),
            }
        ],
        inside={
            "text": both("in"),
            "why": both("fits"),
            "facts": {"amount": f"0 {unit}".strip(), "waited": True, "topic": "service"},
        },
    )


def every_case(scope, rule=None):
    outcomes = compute_edge_cases(scope, scope.limits[0], BoundaryCaseKind, rule or EdgeRule())
    return {outcome.case: outcome for outcome in outcomes}


def trusted(scope) -> Standing:
    """Somebody with every certificate and a grant: only the case decides."""
    year = timedelta(days=365)
    certificates = tuple(
        Certificate(
            id=need.course,
            course=need.course,
            quiz=f"{need.course}.certification",
            tier=need.tier,
            document="0" * 64,
            attempt="one",
            issued_at=NOW - year,
            expires_at=NOW + year,
        )
        for need in scope.needs
    )
    return Standing(certificates=certificates, grants=(grant_of(scope, NOW - year, NOW + year),))


limits = st.decimals(min_value="0.01", max_value="99999999999999999", places=3, allow_nan=False).map(
    lambda amount: f"{amount.normalize():f}"
)


@given(amount=limits, unit=st.sampled_from(UNITS), parts=st.integers(2, 6))
def test_the_key_is_what_systems_are_told(amount, unit, parts):
    scope = card(amount, unit)
    standing = trusted(scope)
    assert assess_scope(scope, standing, now=NOW).state.may_decide
    for case in every_case(scope, EdgeRule(parts=parts)).values():
        if isinstance(case, NoEdgeCase):
            assert case.problem in {EdgeProblem.NOTHING_BELOW, EdgeProblem.NO_CURRENCY}
            continue
        facts = {**scope.inside.facts, "amount": _plain(case.given)}
        decision = decide(scope, standing, facts, now=NOW)
        assert isinstance(decision, Granted) == case.is_inside == (case.case in INSIDE)


@given(amount=limits, unit=st.sampled_from(UNITS), parts=st.integers(2, 6))
def test_values_are_exact_and_lie_where_they_say(amount, unit, parts):
    scope = card(amount, unit)
    at_most, step = scope.limits[0].at_most, step_of(scope.limits[0].at_most)
    cases = every_case(scope, EdgeRule(parts=parts))
    exact = Fraction(at_most.amount)
    assert Fraction(cases[BoundaryCaseKind.ABOVE].given.amount) == exact + Fraction(step)
    assert cases[BoundaryCaseKind.AT].given == at_most
    below = cases[BoundaryCaseKind.BELOW]
    assert isinstance(below, EdgeCase) == (exact > step)
    if isinstance(below, EdgeCase):
        assert Fraction(below.given.amount) == exact - Fraction(step)
    split = cases[BoundaryCaseKind.SPLIT]
    assert Fraction(split.given.amount) == Fraction(split.part.amount) * parts > exact
    assert examine_value(scope, scope.limits[0], split.part) == ()
    for case in cases.values():
        assert isinstance(case, NoEdgeCase) or isinstance(case.given.amount, Decimal)


@pytest.mark.parametrize(
    ("limit", "unit", "below", "above", "part"),
    [
        ("5000", "EUR", "4999.99", "5000.01", "3000"),
        ("250", "EUR", "249.99", "250.01", "150"),
        ("2.50", "EUR", "2.49", "2.51", "1.50"),
        ("4", "h", "3.75", "4.25", "2.5"),
        ("2.1", "h", "2", "2.2", "1.3"),
        ("90", "days", "89", "91", "54"),
        ("2.5", "days", "2.4", "2.6", "1.5"),
        ("2", "services", "1", "3", "2"),
    ],
)
def test_steps_fit_the_unit(limit, unit, below, above, part):
    scope = card(limit, unit)
    cases = every_case(scope)
    assert cases[BoundaryCaseKind.BELOW].given.amount == Decimal(below)
    assert cases[BoundaryCaseKind.ABOVE].given.amount == Decimal(above)
    assert cases[BoundaryCaseKind.SPLIT].part.amount == Decimal(part)


def test_the_last_piece_has_nothing_below_it():
    scope = card("1", "services")
    cases = every_case(scope)
    assert cases[BoundaryCaseKind.BELOW].problem is EdgeProblem.NOTHING_BELOW
    assert cases[BoundaryCaseKind.SPLIT].given == Quantity(amount=2, unit="services")


def test_an_author_sets_the_step():
    scope = card("4", "h")
    cases = every_case(scope, EdgeRule(step="0.5"))
    assert cases[BoundaryCaseKind.ABOVE].given.amount == Decimal("4.5")


def test_another_currency_is_outside_because_no_rate_is_agreed():
    scope = card("250", "EUR")
    assert every_case(scope)[BoundaryCaseKind.OTHER_UNIT].given == Quantity(amount=250, unit="USD")
    other = every_case(scope, EdgeRule(other_unit="CHF"))[BoundaryCaseKind.OTHER_UNIT]
    assert not other.is_inside
    assert other.given.unit == "CHF"
    same = every_case(scope, EdgeRule(other_unit="EUR"))[BoundaryCaseKind.OTHER_UNIT]
    assert same.problem is EdgeProblem.SAME_CURRENCY


def test_minutes_are_no_other_unit_because_everybody_can_convert_them():
    scope = card("4", "h")
    assert every_case(scope)[BoundaryCaseKind.OTHER_UNIT].problem is EdgeProblem.NO_CURRENCY


def test_a_case_that_another_clause_decides_is_none():
    narrow = make_scope().model_dump(mode="json")["limits"][0]
    scope = make_scope(limits=[narrow, {**narrow, "id": "FIN-1.small", "at_most": "40 EUR"}])
    (case,) = compute_edge_cases(scope, scope.limits[0], [BoundaryCaseKind.AT], EdgeRule())
    assert case == NoEdgeCase(case=BoundaryCaseKind.AT, problem=EdgeProblem.DECIDED_ELSEWHERE, reasons=("FIN-1.small",))


def _plain(quantity: Quantity) -> str:
    text = f"{quantity.amount:f}"
    return f"{text}{'000' if '.' in text else ''} {quantity.unit}".strip()


def grant_of(scope, begins, ends) -> Grant:
    return Grant(
        id="grant",
        scope=scope.id,
        scope_version=scope.version,
        scope_digest=scope.digest,
        sponsor="sam",
        certificates=(),
        signed_at=begins,
        statement="I back you.",
        expires_at=ends,
        countersigned_at=begins,
        confirmed_at=begins,
    )
