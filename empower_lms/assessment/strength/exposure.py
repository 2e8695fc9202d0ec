"""Exposure: what a second try is worth when keys were shown after the first (validity brief, section 4).

Who knows an item knows it at every try. An item that was on a form is remembered with some chance, and
then it is as good as known. What is neither is guessed anew each time. State is how many items of the
pool were met and how many of those are known by now; items that were not met carry no history.
"""

from collections import defaultdict
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import comb, prod

from empower_lms.assessment.strength.chance import ALWAYS, within
from empower_lms.assessment.strength.convolve import Block, classes_of, convolve
from empower_lms.assessment.strength.design import Design, Feedback
from empower_lms.assessment.strength.items import blind_scores, expected_score
from empower_lms.assessment.strength.passing import pass_once
from empower_lms.assessment.strength.players import knowing
from empower_lms.domain.base import Value


class Drawing(StrEnum):
    """How a form is drawn. Ours takes unseen items first; a plain problem bank draws uniformly."""

    UNSEEN_FIRST = "unseen-first"
    UNIFORM = "uniform"


class Memory(Value):
    """One part of right-or-wrong items, and somebody who remembers keys."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    count: int
    cut: int
    pool: int
    guess: Fraction
    knows: Fraction
    remembers: Fraction
    drawing: Drawing = Drawing.UNSEEN_FIRST


_States = dict[tuple[int, int], int]
"""How many items were met and how many of them are known, with a whole weight."""

_Forms = dict[tuple[int, int, int], int]
"""The same after a draw, and how many items of the form are known."""


def pass_by_try(memory: Memory, tries: int) -> tuple[Fraction, ...]:
    """Return the chance of having passed after 1, 2 … tries, exactly."""
    failed: _States = {(0, 0): 1}
    whole = 1
    passed: list[Fraction] = []
    # Whole weights over one denominator a try: fractions would be reduced millions of times.
    denominators = (memory.knows.denominator, memory.guess.denominator, memory.remembers.denominator)
    for _ in range(tries):
        most_met = max(met for met, _good in failed)
        forms = _draw_forms(memory, failed)
        failed = _fail_and_remember(memory, forms)
        whole *= _ways_to_draw(memory, most_met) * prod(denominators) ** memory.count
        passed.append(1 - Fraction(sum(failed.values()), whole))
    return tuple(passed)


def _ways_to_draw(memory: Memory, met: int) -> int:
    """Count the forms; unseen first leaves a choice among the old items only, and all states met equally many."""
    if memory.drawing is Drawing.UNIFORM:
        return comb(memory.pool, memory.count)
    return comb(met, _fewest_old(memory, met))


def _fewest_old(memory: Memory, met: int) -> int:
    return max(0, memory.count - (memory.pool - met))


def _draw_forms(memory: Memory, failed: _States) -> _Forms:
    """Draw the next form. Items that were not met are known with the usual chance."""
    forms: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    known_new = [_weights(memory.count - old, memory.knows, memory.count) for old in range(memory.count + 1)]
    for (met, good), weight in failed.items():
        for old in _old_items(memory, met):
            fresh = memory.count - old
            ways_new = comb(memory.pool - met, fresh) if memory.drawing is Drawing.UNIFORM else 1
            for known_old in range(max(0, old - met + good), min(old, good) + 1):
                ways = weight * ways_new * comb(good, known_old) * comb(met - good, old - known_old)
                for new, share in enumerate(known_new[old]):
                    forms[met + fresh, good + new, known_old + new] += ways * share
    return forms


def _old_items(memory: Memory, met: int) -> range:
    """Say how many items of the next form may have been met before."""
    fewest = _fewest_old(memory, met)
    most = min(memory.count, met) if memory.drawing is Drawing.UNIFORM else fewest
    return range(fewest, most + 1)


def _fail_and_remember(memory: Memory, forms: _Forms) -> _States:
    """Keep those who missed the cut; of what they did not know they now remember some."""
    after: defaultdict[tuple[int, int], int] = defaultdict(int)
    for (met, good, on_form), weight in forms.items():
        unknown = memory.count - on_form
        guesses = _weights(unknown, memory.guess, memory.count)
        stays = weight * sum(guesses[: max(0, memory.cut - on_form)])
        if stays:
            for learnt, share in enumerate(_weights(unknown, memory.remembers, memory.count)):
                if share:
                    after[met, good + learnt] += stays * share
    return dict(after)


@lru_cache(maxsize=1024)
def _weights(trials: int, chance: Fraction, count: int) -> tuple[int, ...]:
    """Return binomial chances times the denominator to the power of ``count``."""
    hit, miss = chance.numerator, chance.denominator - chance.numerator
    rest = chance.denominator ** (count - trials)
    return tuple(comb(trials, k) * hit**k * miss ** (trials - k) * rest for k in range(trials + 1))


def pass_with_memory(design: Design, knows: Fraction, remembers: Fraction) -> Fraction:
    """Return the chance of passing within all tries for somebody who remembers the keys that were shown.

    Without keys memory gains nothing. One part of equal right-or-wrong items is followed exactly; otherwise
    tries are taken as independent, with every item that comes again known or remembered, which errs on
    the side of caution.
    """
    if design.tries is None or design.feedback is not Feedback.KEYS:
        return within(pass_once(design, knowing(knows)), design.tries)
    memory = _one_memory(design, knows, remembers)
    if memory is not None:
        return pass_by_try(memory, design.tries)[-1]
    failed = ALWAYS
    for number in range(design.tries):
        failed *= 1 - _pass_again(design, number, knows, knows + (1 - knows) * remembers)
    return 1 - failed


def _one_memory(design: Design, knows: Fraction, remembers: Fraction) -> Memory | None:
    if len(design.parts) > 1 or any(item.critical for item in design.parts[0].pool):
        return None
    scores = {blind_scores(item.model) for item in design.parts[0].pool}
    if len(scores) > 1 or any(score not in {0, 1} for score, _chance in min(scores)):
        return None
    (part,) = design.parts
    return Memory(
        count=part.count,
        cut=max(design.cut, part.at_least),
        pool=len(part.pool),
        guess=expected_score(min(scores)),
        knows=knows,
        remembers=remembers,
    )


def _pass_again(design: Design, number: int, knows: Fraction, knows_again: Fraction) -> Fraction:
    """Return the chance of passing one try after ``number`` others."""
    blocks = []
    for part in design.parts:
        unseen = max(0, len(part.pool) - number * part.count)
        fresh = min(part.count, unseen)
        draws = ((knows, fresh), (knows_again, part.count - fresh))
        blocks.append(
            Block(
                draws=tuple((classes_of(part.groups, knowing(share)), count) for share, count in draws if count),
                at_least=part.at_least,
            )
        )
    return convolve(blocks).at_least(design.cut)
