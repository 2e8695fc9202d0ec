"""Passing: how often somebody who knows a given share of the topic passes a quiz.

Whoever knows an item answers it right, whoever does not guesses blindly.
"""

from fractions import Fraction

from empower_lms.assessment.strength.convolve import Player, add_up
from empower_lms.assessment.strength.design import Design, design_of
from empower_lms.assessment.strength.players import knowing
from empower_lms.domain.documents import QuizDocument


def pass_once(design: Design, player: Player) -> Fraction:
    """Return the chance of passing one try: cut, minima and critical items."""
    return add_up(design.parts, player).at_least(design.cut)


def pass_probability(document: QuizDocument, knows: Fraction) -> Fraction:
    """Return the probability of passing with one try.

    Args:
        knows: the share of the topic that somebody knows, between 0 and 1.
    """
    return pass_once(design_of(document), knowing(knows))
