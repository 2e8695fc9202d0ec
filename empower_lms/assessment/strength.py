"""Strength: how often somebody who knows a given share of the topic passes a quiz.

The model of the validity brief: whoever knows an item answers it right, whoever does not guesses
blindly; items of one part are drawn from its pool and count as equally hard.
"""

from fractions import Fraction
from math import comb

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion, MultiSelect, SingleChoice
from empower_lms.domain.quiz import Stratum


def pass_probability(document: QuizDocument, knows: Fraction) -> Fraction:
    """Return the probability of passing with one try, critical items aside.

    Args:
        knows: the share of the topic that somebody knows, between 0 and 1.
    """
    reached = {0: Fraction(1)}
    for stratum in document.quiz.strata:
        reached = _add_part(reached, stratum, _chance_per_item(document, stratum, knows))
    return sum((chance for points, chance in reached.items() if points >= document.quiz.cut), Fraction(0))


def _add_part(reached: dict[int, Fraction], stratum: Stratum, chance: Fraction) -> dict[int, Fraction]:
    """Add one part's binomial to the points so far; falling short of its minimum ends the try."""
    after: dict[int, Fraction] = {}
    for points, so_far in reached.items():
        for right in range(stratum.at_least, stratum.count + 1):
            part = comb(stratum.count, right) * chance**right * (1 - chance) ** (stratum.count - right)
            after[points + right] = after.get(points + right, Fraction(0)) + so_far * part
    return after


def _chance_per_item(document: QuizDocument, stratum: Stratum, knows: Fraction) -> Fraction:
    pool = document.pool_of(stratum.id)
    guess = sum((_chance_of_guess(question) for question in pool), Fraction(0)) / len(pool)
    # Tens of thousandths keep the fractions short enough to add up fast.
    return (knows + (1 - knows) * guess).limit_denominator(10_000)


def _chance_of_guess(question: AnyQuestion) -> Fraction:
    """Say what a blind guess earns: one of *m* options, any of 2**m sets of options, and nothing where one types."""
    if isinstance(question, SingleChoice):
        return Fraction(1, len(question.options))
    if isinstance(question, MultiSelect):
        return Fraction(1, 2 ** len(question.options))
    return Fraction(0)
