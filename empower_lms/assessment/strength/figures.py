"""Figures: how often each persona passes a set of parts, for any cut and any number of tries.

Convolving is the work, reading off a cut is cheap; so the solver asks one object for many rules.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from empower_lms.assessment.strength.adversary import Attack, play_attack
from empower_lms.assessment.strength.chance import NEVER, within
from empower_lms.assessment.strength.convolve import Totals, add_up
from empower_lms.assessment.strength.design import Design, Feedback
from empower_lms.assessment.strength.evidence import STANDARD, better_than
from empower_lms.assessment.strength.exposure import pass_with_memory
from empower_lms.assessment.strength.grade import BOUNDS, Grade, Measure, Row, grade_of
from empower_lms.assessment.strength.players import (
    MASTER,
    NOTHING,
    PARTIAL,
    REMEMBERS,
    knowing,
    knowing_all_but,
)
from empower_lms.domain.tier import Tier


class Figures:
    """The chances of all personas with the parts of one design, whatever its cut and tries."""

    def __init__(self, design: Design, attack: Attack | None) -> None:
        self._design = design
        self._attack = attack
        self._knowing: dict[Fraction, Totals] = {}

    def knowing(self, share: Fraction, cut: int) -> Fraction:
        """Return the chance to pass one try for somebody who knows a share of everything."""
        if share not in self._knowing:
            self._knowing[share] = add_up(self._design.parts, knowing(share))
        return self._knowing[share].at_least(cut)

    def guessing(self, cut: int) -> Fraction:
        """Return the chance of the blind guesser or of the adversary, whichever is better."""
        return max(self.knowing(NOTHING, cut), self.attacking(cut))

    def attacking(self, cut: int) -> Fraction:
        return self._played.at_least(cut) if self._played else NEVER

    @cached_property
    def _played(self) -> Totals | None:
        return play_attack(self._design, self._attack) if self._attack else None

    def hole(self, cut: int) -> tuple[Fraction, str]:
        """Return the best chance of somebody who knows nothing of one objective, and that objective."""
        return max((totals.at_least(cut), objective) for objective, totals in self._holes.items())

    @cached_property
    def _holes(self) -> Mapping[str, Totals]:
        return {
            objective: add_up(self._design.parts, knowing_all_but(objective)) for objective in self._design.objectives
        }


def measure(design: Design, figures: Figures) -> dict[Row, Fraction]:
    """Measure a design: every row, whatever the tier."""
    cut, tries = design.cut, design.tries
    return {
        Row.GUESS: within(figures.guessing(cut), tries),
        Row.MASTER: within(figures.knowing(MASTER, cut), tries),
        Row.WEAK: within(figures.knowing(PARTIAL, cut), tries),
        Row.HOLE: within(figures.hole(cut)[0], tries),
        Row.RECALL: _gain_of_memory(design, figures),
        Row.POSTERIOR: better_than(STANDARD, cut, design.length),
        Row.POOL: Fraction(design.fresh_available),
        Row.BLOOM: share_of_application(design),
    }


def compare(design: Design, values: Mapping[Row, Fraction], tier: Tier) -> dict[Row, Measure]:
    """Hold what was measured against the bounds of a tier."""
    bounds = {**BOUNDS[tier], Row.POOL: Fraction(design.fresh_needed)}
    return {row: Measure(row=row, value=values[row], bound=bounds[row]) for row in Row if row in bounds}


def _gain_of_memory(design: Design, figures: Figures) -> Fraction:
    if design.feedback is not Feedback.KEYS:
        return NEVER
    partial = within(figures.knowing(PARTIAL, design.cut), design.tries)
    return max(NEVER, pass_with_memory(design, PARTIAL, REMEMBERS) - partial)


def share_of_application(design: Design) -> Fraction:
    """Return the expected share of a form that asks for Apply or more."""
    points = sum(
        (
            part.count * Fraction(sum(item.is_application for item in part.pool), len(part.pool))
            for part in design.parts
        ),
        NEVER,
    )
    return points / design.length


def is_exposed(design: Design) -> bool:
    """Say whether the rules themselves hand out the certificate in the end."""
    if design.tries is None:
        return True
    return design.feedback is Feedback.KEYS and design.fresh_available < design.fresh_needed


def grade_tiers(design: Design, values: Mapping[Row, Fraction]) -> dict[Tier, Grade]:
    """Grade a design for every tier."""
    exposed = is_exposed(design)
    return {tier: grade_of(compare(design, values, tier), is_exposed=exposed) for tier in Tier}
