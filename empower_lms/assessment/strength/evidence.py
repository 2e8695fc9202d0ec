"""Evidence: what a score says about a person, and what a design does to a group (validity brief, 5 and 6).

Here ``tau`` is a person's domain score: the share of all questions of the topic that they would answer
right, lucky guesses included. Every item of a form is then right with chance ``tau``. Integrals of
polynomials against a beta density with whole parameters are sums of binomials, so everything is exact.
"""

from fractions import Fraction
from math import comb, factorial
from typing import NamedTuple

from empower_lms.assessment.strength.chance import ALWAYS, NEVER, Chance
from empower_lms.assessment.strength.convolve import Block, classes_of, convolve
from empower_lms.assessment.strength.design import Design, Item
from empower_lms.assessment.strength.items import Scores
from empower_lms.domain.base import Value

STANDARD = Fraction(7, 10)
"""The domain score of somebody who knows 60 % and guesses the rest at four options: the partial persona."""


def better_than(standard: Fraction, right: int, length: int) -> Fraction:
    """Return P(tau >= standard | right of length) with a uniform prior: P(Bin(length + 1, standard) <= right)."""
    return 1 - _binomial_tail(length + 1, right + 1, standard)


def smallest_cut(length: int, standard: Fraction, confidence: Fraction) -> int | None:
    """Return the fewest right answers that make the standard so likely, or nothing when even all are too few."""
    return next((cut for cut in range(length + 1) if better_than(standard, cut, length) >= confidence), None)


class Cohort(Value):
    """A group whose domain scores are Beta(a, b) distributed; both parameters are whole numbers."""

    a: int
    b: int


class Errors(Value):
    """What a design does to a cohort: the share of wrong certificates, and of wrong refusals."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    cohort: Cohort
    standard: Chance
    masters: Chance
    """P(tau >= standard)."""
    false_certificates: Chance
    """P(tau < standard | certified)."""
    false_refusals: Chance
    """P(not certified | tau >= standard)."""


class Failing(NamedTuple):
    """The chance to fail every try as a polynomial: weights of tau^r (1 - tau)^(degree - r) over ``whole``."""

    weights: tuple[int, ...]
    whole: int


def count_errors(failing: Failing, cohort: Cohort, standard: Fraction) -> Errors:
    """Integrate the chance of passing within all tries over a cohort."""
    a, b, degree = cohort.a, cohort.b, len(failing.weights) - 1
    steps = a + b + degree - 1
    tails = _binomial_tails(steps, standard)
    # Of each term tau^r (1 - tau)^(degree - r): its integral over the cohort, and the share of it below the standard.
    terms = [
        weight * factorial(a + right - 1) * factorial(b + degree - right - 1)
        for right, weight in enumerate(failing.weights)
    ]
    unit = Fraction(factorial(a + b - 1), factorial(a - 1) * factorial(b - 1) * factorial(steps) * failing.whole)
    fails = unit * sum(terms)
    fails_below = unit * sum(term * tail for term, tail in zip(terms, tails[a:], strict=False))
    fails_below /= standard.denominator**steps
    below = _binomial_tail(a + b - 1, a, standard)
    certified, masters = 1 - fails, 1 - below
    return Errors(
        cohort=cohort,
        standard=standard,
        masters=masters,
        false_certificates=(below - fails_below) / certified if certified else NEVER,
        false_refusals=(fails - fails_below) / masters if masters else NEVER,
    )


def fail_all_tries(design: Design) -> Failing:
    """Expand the chance to fail every try.

    Raises:
        ValueError: for unlimited tries, which certify everybody in the end.
    """
    if design.tries is None:
        raise ValueError("with unlimited tries everybody is certified in the end")
    passing = convolve(
        [Block(((classes_of(part.groups, _either_way), part.count),), part.at_least) for part in design.parts]
    )
    passed = [0] * design.cut + passing.weights()[design.cut :]
    passed += [0] * (design.length + 1 - len(passed))
    failed = [comb(design.length, right) * passing.whole - weight for right, weight in enumerate(passed)]
    bits = ((2**design.length * passing.whole) ** design.tries).bit_length() + 1
    packed = sum(weight << (bits * right) for right, weight in enumerate(failed)) ** design.tries
    mask = (1 << bits) - 1
    weights = tuple((packed >> (bits * right)) & mask for right in range(design.length * design.tries + 1))
    return Failing(weights, passing.whole**design.tries)


def _either_way(item: Item) -> Scores:
    """Count ways instead of chances: each item is wrong or right."""
    return ((NEVER, ALWAYS), (ALWAYS, ALWAYS))


def _binomial_tails(steps: int, chance: Fraction) -> list[int]:
    """Return P(Bin(steps, chance) >= k) for all k, times the denominator to the power of the steps."""
    hit, miss = chance.numerator, chance.denominator - chance.numerator
    tails, total = [0] * (steps + 2), 0
    for k in range(steps, -1, -1):
        total += comb(steps, k) * hit**k * miss ** (steps - k)
        tails[k] = total
    return tails


def _binomial_tail(steps: int, k: int, chance: Fraction) -> Fraction:
    return Fraction(_binomial_tails(steps, chance)[k], chance.denominator**steps)
