"""Length: how many questions it takes to tell two people apart (validity brief, section 3)."""

from fractions import Fraction
from itertools import accumulate
from math import comb

from empower_lms.assessment.strength.chance import within


def shortest_quiz(
    weak: Fraction, strong: Fraction, *, error: Fraction, guess: Fraction, tries: int
) -> tuple[int, int] | None:
    """Return the least number of questions, and the cut, that tell two shares of knowledge apart.

    After Wilcox (1976): whoever knows ``weak`` passes with at most ``error``, whoever knows ``strong`` fails with
    at most ``error``, all tries counted; between the two either may happen. The search ends at a hundred.
    """
    chances = [knows + (1 - knows) * guess for knows in (weak, strong)]
    for length in range(1, 101):
        weak_tails, strong_tails = ([*accumulate(_binomial(length, chance)[::-1])][::-1] for chance in chances)
        for cut in range(1, length + 1):
            if within(weak_tails[cut], tries) <= error:
                if within(strong_tails[cut], tries) >= 1 - error:
                    return length, cut
                break
    return None


def _binomial(count: int, chance: Fraction) -> list[Fraction]:
    return [comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(count + 1)]
