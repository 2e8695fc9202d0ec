"""Grades: what a certification quiz has to achieve for each tier (validity brief, section 12)."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from empower_lms.assessment.strength.chance import Chance
from empower_lms.domain.base import Value
from empower_lms.domain.tier import Tier


class Grade(StrEnum):
    """A: everything met. B: one soft miss. C and F: too weak to rest a grant on."""

    A = "A"
    B = "B"
    C = "C"
    F = "F"

    @property
    def carries_grants(self) -> bool:
        return self in {Grade.A, Grade.B}

    def is_at_least(self, other: "Grade") -> bool:
        return self.value <= other.value


class Row(StrEnum):
    """What is measured."""

    GUESS = "guess"
    MASTER = "master"
    WEAK = "weak"
    HOLE = "hole"
    RECALL = "recall"
    POSTERIOR = "posterior"
    POOL = "pool"
    BLOOM = "bloom"


FATAL = frozenset({Row.GUESS, Row.MASTER})
HARD = frozenset({Row.WEAK, Row.HOLE, Row.RECALL})
SOFT = frozenset({Row.POSTERIOR, Row.POOL, Row.BLOOM})
AT_MOST = frozenset({Row.GUESS, Row.WEAK, Row.HOLE, Row.RECALL})
"""Rows whose bound is an upper one; the others want at least so much."""


class Measure(Value):
    """One number against its bound. The pool counts families, everything else is a share."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    row: Row
    value: Chance
    bound: Chance

    @property
    def is_upper_bound(self) -> bool:
        return self.row in AT_MOST

    @property
    def is_met(self) -> bool:
        return self.value <= self.bound if self.is_upper_bound else self.value >= self.bound


def _bounds(guess: str, weak: str, hole: str | None, recall: str, posterior: str, bloom: str) -> dict[Row, Fraction]:
    bounds = {
        Row.GUESS: Fraction(guess),
        Row.MASTER: Fraction("0.95"),
        Row.WEAK: Fraction(weak),
        Row.RECALL: Fraction(recall),
        Row.POSTERIOR: Fraction(posterior),
        Row.BLOOM: Fraction(bloom),
    }
    return bounds if hole is None else bounds | {Row.HOLE: Fraction(hole)}


BOUNDS: Mapping[Tier, Mapping[Row, Fraction]] = {
    # S0 is never gated: whoever certifies it all the same is held to the least tier that is.
    Tier.S0: _bounds("0.01", "0.30", None, "0.10", "0.85", "0.50"),
    Tier.S1: _bounds("0.01", "0.30", None, "0.10", "0.85", "0.50"),
    Tier.S2: _bounds("0.005", "0.15", "0.10", "0.05", "0.90", "0.60"),
    Tier.S3: _bounds("0.001", "0.10", "0.05", "0.02", "0.92", "0.75"),
    Tier.S4: _bounds("0.0001", "0.05", "0.02", "0.02", "0.98", "0.75"),
}
"""Without ``pool``, whose bound is the length times the tries of the quiz itself."""


def grade_of(measures: Mapping[Row, Measure], *, is_exposed: bool) -> Grade:
    """Give the grade for the measures of one tier.

    Two soft misses are no longer one soft miss: they count like a hard one.

    Args:
        is_exposed: unlimited tries, or keys shown between tries whose questions come again.
    """
    missed = {row for row, measure in measures.items() if not measure.is_met}
    if is_exposed or missed & FATAL:
        return Grade.F
    if missed & HARD or len(missed & SOFT) > 1:
        return Grade.C
    return Grade.B if missed else Grade.A
