"""Findings: what is weak about a design, what follows from it, and the cheapest way out.

The ids are stable. Words are made above (``rendering.strength``) from the numbers here.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction

from empower_lms.assessment.strength.adversary import Attack
from empower_lms.assessment.strength.chance import Chance, within
from empower_lms.assessment.strength.design import Design
from empower_lms.assessment.strength.evidence import STANDARD
from empower_lms.assessment.strength.exposure import pass_with_memory
from empower_lms.assessment.strength.figures import Figures, is_exposed
from empower_lms.assessment.strength.grade import Measure, Row
from empower_lms.assessment.strength.items import Scoring, expected_score
from empower_lms.assessment.strength.players import MASTER, NOTHING, PARTIAL, REMEMBERS
from empower_lms.assessment.strength.solver import Fix, Solver
from empower_lms.assessment.strength.strategies import Strategy
from empower_lms.domain.base import Value


class FindingId(StrEnum):
    """Stable: systems and people refer to these."""

    TRIES = "CS-TRIES"
    EXPOSED = "CS-EXP"
    GUESS = "CS-GUESS"
    ADVERSARY = "CS-ADV"
    REFUSED = "CS-REF"
    WEAK = "CS-WEAK"
    HOLE = "CS-HOLE"
    RECALL = "CS-RECALL"
    POSTERIOR = "CS-POST"
    POOL = "CS-POOL"
    BLOOM = "CS-BLOOM"
    EVERY_DECISION = "CS-EDC"
    GRANULARITY = "CS-GRAN"


class Finding(Value):
    """One weakness. Parameters are what its sentence needs: shares, whole numbers and ids."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    id: FindingId
    row: Row | None = None
    shares: Mapping[str, Chance] = {}
    numbers: Mapping[str, int] = {}
    names: Mapping[str, str] = {}
    fix: Fix | None = None
    after: Chance | None = None
    """The finding's own measure once the fix is applied."""


ROWS: Mapping[FindingId, frozenset[Row]] = {
    FindingId.TRIES: frozenset({Row.WEAK, Row.GUESS, Row.HOLE, Row.MASTER}),
    FindingId.EXPOSED: frozenset({Row.POOL, Row.RECALL}),
    FindingId.GUESS: frozenset({Row.GUESS}),
    FindingId.ADVERSARY: frozenset({Row.GUESS}),
    FindingId.REFUSED: frozenset({Row.MASTER}),
    FindingId.WEAK: frozenset({Row.WEAK}),
    FindingId.HOLE: frozenset({Row.HOLE}),
    FindingId.RECALL: frozenset({Row.RECALL}),
    FindingId.POSTERIOR: frozenset({Row.POSTERIOR}),
    FindingId.POOL: frozenset({Row.POOL}),
}
"""What a fix of a finding has to meet. The others have no fix in the draw."""


def find_weaknesses(
    design: Design,
    figures: Figures,
    measures: Mapping[Row, Measure],
    attacks: tuple[Attack, ...],
    attack: Attack | None,
) -> Iterator[Finding]:
    """Yield what is weak, the worst first, without fixes."""
    if design.tries is None:
        yield Finding(id=FindingId.TRIES, row=Row.WEAK, shares={"once": figures.knowing(PARTIAL, design.cut)})
    elif is_exposed(design):
        yield _exposed(design)
    for row, describe in _DESCRIBE.items():
        # Once everybody passes in the end, their chances say nothing more.
        if design.tries is not None and row in measures and not measures[row].is_met:
            yield describe(design, figures, measures[row], attack)
    yield from _easy_ticks(design, attacks)
    yield from _coarse_cut(design)


def _exposed(design: Design) -> Finding:
    twice = design.model_copy(update={"tries": 2})
    return Finding(
        id=FindingId.EXPOSED,
        row=Row.RECALL,
        shares={"twice": pass_with_memory(twice, PARTIAL, REMEMBERS)},
        numbers={"pool": design.pool, "length": design.length},
    )


def _guessed(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    blind = within(figures.knowing(NOTHING, design.cut), design.tries)
    shares = {"all": measure.value, "bound": measure.bound}
    numbers = {"length": design.length, "tries": design.tries or 0}
    if attack is None or blind >= measure.value:
        return Finding(id=FindingId.GUESS, row=Row.GUESS, shares=shares, numbers=numbers)
    return Finding(
        id=FindingId.ADVERSARY,
        row=Row.GUESS,
        shares=shares,
        numbers=numbers | {"right": round(attack.expected)},
        names={"strategy": attack.strategy, "language": attack.language},
    )


def _refused(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    first = 1 - figures.knowing(MASTER, design.cut)
    return Finding(
        id=FindingId.REFUSED,
        row=Row.MASTER,
        shares={"first": first, "all": 1 - measure.value, "bound": 1 - measure.bound},
        numbers={"tries": design.tries or 0},
    )


def _weak(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    return Finding(
        id=FindingId.WEAK,
        row=Row.WEAK,
        shares={"all": measure.value, "bound": measure.bound},
        numbers={"tries": design.tries or 0},
    )


def _hole(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    _chance, objective = figures.hole(design.cut)
    return Finding(
        id=FindingId.HOLE,
        row=Row.HOLE,
        shares={"all": measure.value, "bound": measure.bound},
        names={"objective": objective},
    )


def _recalled(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    return Finding(
        id=FindingId.RECALL,
        row=Row.RECALL,
        shares={
            "gain": measure.value,
            "bound": measure.bound,
            "all": pass_with_memory(design, PARTIAL, REMEMBERS),
        },
        numbers={"tries": design.tries or 0},
    )


def _uncertain(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    return Finding(
        id=FindingId.POSTERIOR,
        row=Row.POSTERIOR,
        shares={"sure": measure.value, "bound": measure.bound, "standard": STANDARD},
        numbers={"cut": design.cut, "length": design.length},
    )


def _short_pool(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    missing = {
        part.id: part.count * (design.tries or 1) - len(part.pool)
        for part in design.parts
        if len(part.pool) < part.count * (design.tries or 1)
    }
    return Finding(
        id=FindingId.POOL,
        row=Row.POOL,
        numbers={
            "tries": design.tries or 0,
            "length": design.length,
            "needed": design.fresh_needed,
            "missing": sum(missing.values()),
        },
        names={"parts": ", ".join(missing)},
    )


def _few_cases(design: Design, figures: Figures, measure: Measure, attack: Attack | None) -> Finding:
    return Finding(id=FindingId.BLOOM, row=Row.BLOOM, shares={"share": measure.value, "bound": measure.bound})


_DESCRIBE = {
    Row.GUESS: _guessed,
    Row.MASTER: _refused,
    Row.WEAK: _weak,
    Row.HOLE: _hole,
    Row.RECALL: _recalled,
    Row.POSTERIOR: _uncertain,
    Row.POOL: _short_pool,
    Row.BLOOM: _few_cases,
}


def _easy_ticks(design: Design, attacks: tuple[Attack, ...]) -> Iterator[Finding]:
    """Find questions in which ticking one option, or every one, earns half or more of the points."""
    scorings = {item.id: item.model.scoring for part in design.parts for item in part.pool}
    for strategy in (Strategy.TICK_ONE, Strategy.TICK_ALL):
        earned = {
            question: expected_score(scores)
            for attack in attacks
            if attack.strategy is strategy
            for question, scores in attack.scores.items()
            if scorings[question] is not Scoring.ALL_OR_NOTHING
        }
        easy = {question: share for question, share in earned.items() if 2 * share >= 1}
        if easy:
            yield Finding(
                id=FindingId.EVERY_DECISION,
                shares={"earned": max(easy.values())},
                names={"questions": ", ".join(sorted(easy)), "strategy": strategy},
            )


def _coarse_cut(design: Design) -> Iterator[Finding]:
    """Find forms so short that neighbouring pass marks are the same rule."""
    same = [percent for percent in (70, 80, 90) if -(-percent * design.length // 100) == design.cut]
    if len(same) > 1:
        yield Finding(
            id=FindingId.GRANULARITY,
            shares={"low": Fraction(same[0], 100), "high": Fraction(same[-1], 100)},
            numbers={"cut": design.cut, "length": design.length},
        )


def add_fix(finding: Finding, solver: Solver) -> Finding:
    """Search for the cheapest fix of a finding."""
    rows = ROWS.get(finding.id)
    fix = solver.find_fix(rows) if rows else None
    if fix is None:
        return finding
    after = solver.measure_after(fix)
    value = after[finding.row].value if finding.row in after else None
    return finding.model_copy(update={"fix": fix, "after": value})
