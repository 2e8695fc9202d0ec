"""Chances: exact probabilities, and what several independent tries make of one."""

from fractions import Fraction

from empower_lms.assessment.judge import Points

Chance = Points
"""An exact probability or share; travels as text such as ``7/20``."""

NEVER, ALWAYS = Fraction(0), Fraction(1)


def within(chance: Fraction, tries: int | None) -> Fraction:
    """Return the chance of at least one success; without a limit everything possible happens in the end."""
    if tries is None:
        return ALWAYS if chance else NEVER
    return 1 - (1 - chance) ** tries
