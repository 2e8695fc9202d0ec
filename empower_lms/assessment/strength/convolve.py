"""Convolution: the exact distribution of a form's points, for any mix of items.

A distribution over points is packed into one whole number (Kronecker substitution): the chance of ``s``
grid points, times a common denominator, is its digit ``s`` in base ``2**bits``. Adding up independent
items is then multiplication, dropping what misses a minimum is a shift, and the sum of digits is the
remainder by ``2**bits - 1``. Python's own integers do the rest, exactly and fast.

Items are drawn without replacement. Of a pool with several classes of items a form holds so many of
each; all compositions are weighed by how often they are drawn.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm, prod
from typing import NamedTuple

from empower_lms.assessment.strength.design import Item, Part
from empower_lms.assessment.strength.items import Scores

Player = Callable[[Item], Scores]
"""Somebody who takes the quiz: what they earn with an item, and how likely."""

Drawn = tuple[tuple[Scores, int], ...]
"""A pool by classes: what an item of the class earns, and how many there are."""


class Block(NamedTuple):
    """Items that count together: draws of so many items from classes, and the points that they must earn."""

    draws: tuple[tuple[Drawn, int], ...]
    at_least: int = 0


@dataclass(frozen=True)
class Totals:
    """The distribution of a form's points, minima met. ``whole`` is the common denominator."""

    packed: int
    bits: int
    scale: int
    whole: int

    def at_least(self, cut: int) -> Fraction:
        """Return the chance of so many points or more with every minimum met."""
        return Fraction(self._digit_sum(self.packed >> (self.bits * self.scale * cut)), self.whole)

    def weights(self) -> list[int]:
        """Return the digits: the weight of 0, 1, 2 … grid points."""
        mask, digits, rest = (1 << self.bits) - 1, [], self.packed
        while rest:
            digits.append(rest & mask)
            rest >>= self.bits
        return digits

    def _digit_sum(self, packed: int) -> int:
        return packed % ((1 << self.bits) - 1)


def add_up(parts: Iterable[Part], player: Player) -> Totals:
    """Convolve what a player earns over all parts of the draw."""
    return convolve([Block(((classes_of(part.groups, player), part.count),), part.at_least) for part in parts])


def classes_of(pool: Iterable[tuple[Item, int]], player: Player) -> Drawn:
    """Group a pool by what its items earn. A critical item that is not fully right ends the try."""
    counted: Counter[Scores] = Counter()
    for item, number in pool:
        scores = player(item)
        counted[tuple(pair for pair in scores if pair[0] == 1) if item.critical else scores] += number
    # The largest class comes last: it is the cheapest there.
    return tuple(sorted(counted.items(), key=lambda entry: entry[1]))


def convolve(blocks: Sequence[Block]) -> Totals:
    """Add up blocks of items; who misses a block's minimum drops out."""
    draws = [draw for block in blocks for draw in block.draws]
    pairs = [pair for classes, _count in draws for scores, _number in classes for pair in scores]
    scale = lcm(*(score.denominator for score, _chance in pairs))
    unit = lcm(*(chance.denominator for _score, chance in pairs))
    bits = prod(_most_weight(classes, count, unit) for classes, count in draws).bit_length() + 1
    packed = 1
    for block in blocks:
        below = bits * scale * block.at_least
        points = prod(_draw(classes, count, unit, scale, bits) for classes, count in block.draws)
        packed *= (points >> below) << below
    whole = prod(unit**count * comb(_size(classes), count) for classes, count in draws)
    return Totals(packed=packed, bits=bits, scale=scale, whole=whole)


def _size(classes: Drawn) -> int:
    return sum(number for _scores, number in classes)


def _most_weight(classes: Drawn, count: int, unit: int) -> int:
    """Bound the sum of all digits, so that no digit runs into the next."""
    heaviest = max(sum(_scaled(chance, unit) for _score, chance in scores) for scores, _number in classes)
    ways: int = max(heaviest, unit) ** count * comb(_size(classes), count)
    return ways


def _scaled(share: Fraction, unit: int) -> int:
    """Multiply by a unit that the denominator divides: what a fraction's own product would spend on reducing."""
    return share.numerator * (unit // share.denominator)


def _draw(classes: Drawn, count: int, unit: int, scale: int, bits: int) -> int:
    """Pack the points of ``count`` items drawn from a pool, times the number of ways to draw them."""
    items = [(_terms(scores, unit, scale, bits), number) for scores, number in classes]
    rows = _rows_of_one(*items[0], count) if len(items) > 1 else [1]
    for terms, number in items[1:-1]:
        longest = min(count, len(rows) - 1 + number)
        rows = [_mix(rows, terms, number, total) for total in range(longest + 1)]
    # Only the full form is wanted, so the last and largest class needs no row but one.
    return _mix(rows, *items[-1], count)


_Terms = list[tuple[int, int]]
"""What one item does to packed points: pairs of a weight and the bits to move by."""


def _terms(scores: Scores, unit: int, scale: int, bits: int) -> _Terms:
    return [(_scaled(chance, unit), bits * _scaled(score, scale)) for score, chance in scores]


def _rows_of_one(terms: _Terms, number: int, count: int) -> list[int]:
    """Take 0, 1, 2 … items of one class."""
    powers = [1]
    for _ in range(min(number, count)):
        powers.append(_add_item(powers[-1], terms))
    return [comb(number, drawn) * power for drawn, power in enumerate(powers)]


def _mix(rows: list[int], terms: _Terms, number: int, total: int) -> int:
    """Fill up to ``total`` items from a class: the sum over what the rows hold already, by Horner's rule."""
    fewest, most = max(0, total - len(rows) + 1), min(number, total)
    packed = 0
    for drawn in range(most, fewest - 1, -1):
        packed = _add_item(packed, terms) + comb(number, drawn) * rows[total - drawn]
    for _ in range(fewest):
        packed = _add_item(packed, terms)
    return packed


def _add_item(packed: int, terms: _Terms) -> int:
    # Weights are short and few: moving and adding beats one multiplication of two long numbers.
    return sum([(packed * weight) << shift for weight, shift in terms])
