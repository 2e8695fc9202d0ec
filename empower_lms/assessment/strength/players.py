"""Players: the kinds of people whom a quiz has to tell apart (validity brief, section 12)."""

from enum import StrEnum
from fractions import Fraction

from empower_lms.assessment.strength.convolve import Player
from empower_lms.assessment.strength.design import Item
from empower_lms.assessment.strength.items import Scores, scores_when_known

NOTHING, PARTIAL, MASTER, EXPERT = Fraction(0), Fraction(6, 10), Fraction(9, 10), Fraction(95, 100)
NEARLY_ALL = Fraction(97, 100)
"""What somebody with a hole knows of everything else."""
REMEMBERS = Fraction(9, 10)
"""How often a key that was shown is remembered at the next try."""


class Persona(StrEnum):
    """Who takes the quiz."""

    GUESSER = "guesser"
    ADVERSARY = "adversary"
    PARTIAL = "partial"
    HOLE = "hole"
    MEMORISER = "memoriser"
    MASTER = "master"
    EXPERT = "expert"


def knowing(share: Fraction) -> Player:
    """Make somebody who knows each item with this chance and guesses blindly else."""

    def earn(item: Item) -> Scores:
        return scores_when_known(item.model, share)

    return earn


def knowing_all_but(objective: str) -> Player:
    """Make somebody who knows nothing of one objective and nearly everything of the others."""

    def earn(item: Item) -> Scores:
        return scores_when_known(item.model, NOTHING if item.objective == objective else NEARLY_ALL)

    return earn
