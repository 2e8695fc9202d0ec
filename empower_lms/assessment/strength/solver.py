"""Solver: the cheapest change of a blueprint that meets a bound, found by search.

Cheap is what costs people little: rules cost nothing, a question more costs every learner a minute at every
try, and a new family costs an author as much as two of those. Every rule of a grid of up to 60 questions is
tried; what is offered has been measured exactly as it would be applied.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from pydantic import Field

from empower_lms.assessment.strength.adversary import Attack
from empower_lms.assessment.strength.chance import within
from empower_lms.assessment.strength.design import Design, Item, Part
from empower_lms.assessment.strength.evidence import STANDARD, better_than
from empower_lms.assessment.strength.figures import Figures, compare, measure
from empower_lms.assessment.strength.grade import BOUNDS, Measure, Row
from empower_lms.assessment.strength.players import MASTER, PARTIAL
from empower_lms.domain.base import Value
from empower_lms.domain.tier import Tier

LONGEST_FORM = 60
FAMILY_EFFORT = 2
MOST_TRIES = 3
"""As many tries as a block ever has (validity brief, section 14)."""


class FixedPart(Value):
    """One part of the draw as it would be."""

    id: str
    objectives: tuple[str, ...]
    count: int = Field(ge=1)
    at_least: int = Field(ge=0)


class Fix(Value):
    """A blueprint that meets what was asked for, and what it costs."""

    parts: tuple[FixedPart, ...]
    cut: int
    tries: int
    families: int
    """Question families to write."""
    is_fresh: bool = True
    """No try repeats a question."""
    is_split: bool = False
    """Every objective gets a part of its own."""

    @property
    def length(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def misses(self) -> int | None:
        """How many wrong answers every part allows, if that is the same for all of them."""
        allowed = {part.count - part.at_least for part in self.parts}
        return min(allowed) if len(allowed) == 1 and all(part.at_least for part in self.parts) else None


def apply_fix(design: Design, fix: Fix) -> Design:
    """Return the design that a fix describes; new families are like those that are there."""
    shape = _split(design, is_whole=True) if fix.is_split else design.parts
    pools = {part.objectives: part.pool for part in shape}
    parts = tuple(
        Part(
            id=part.id,
            count=part.count,
            at_least=part.at_least,
            pool=_grow(pools[part.objectives], part.count * (fix.tries if fix.is_fresh else 1)),
        )
        for part in fix.parts
    )
    return design.model_copy(update={"parts": parts, "cut": fix.cut, "tries": fix.tries})


_Draw = tuple[tuple[tuple[str, ...], int, int, int], ...]
"""What tells the draws around one design apart: pools only ever grow by families like their own."""


def _draw_of(parts: Iterable[Part]) -> _Draw:
    return tuple((part.objectives, len(part.pool), part.count, part.at_least) for part in parts)


class Solver:
    """Searches around one design for one tier. Figures of a draw are computed once for all searches.

    ``figures`` are those of the design itself, if they are there already.
    """

    def __init__(self, design: Design, attack: Attack | None, tier: Tier, figures: Figures | None = None) -> None:
        self.design = design
        self.attack = attack
        self.tier = tier
        figures = figures or Figures(design, attack)
        self.now = compare(design, measure(design, figures), tier)
        self._figures: dict[_Draw, Figures] = {_draw_of(design.parts): figures}
        self._after: dict[Fix, dict[Row, Measure]] = {}

    def find_fix(self, rows: Iterable[Row]) -> Fix | None:
        """Return the cheapest fix that meets these rows and keeps what is met already, or nothing."""
        wanted = set(rows) | {row for row, now in self.now.items() if now.is_met}
        # No draw makes a case out of a question that asks for words.
        wanted.discard(Row.BLOOM)
        best: tuple[tuple[int, ...], Fix] | None = None
        for parts in self._splits(wanted):
            for grown in _growths(parts):
                if best and best[0][0] <= self._least_effort(grown):
                    break
                for cost, fix in self._candidates(parts, grown, frozenset(wanted)):
                    if (best is None or cost < best[0]) and self._holds(fix, wanted):
                        best = (cost, fix)
        return best[1] if best else None

    def measure_after(self, fix: Fix) -> dict[Row, Measure]:
        """Measure the design that a fix leads to."""
        if fix not in self._after:
            design = apply_fix(self.design, fix)
            self._after[fix] = compare(design, measure(design, self._figures_of(design.parts)), self.tier)
        return self._after[fix]

    def _holds(self, fix: Fix, wanted: set[Row]) -> bool:
        after = self.measure_after(fix)
        return all(after[row].is_met for row in wanted if row in after)

    def _splits(self, wanted: set[Row]) -> list[tuple[Part, ...]]:
        ways = [self.design.parts]
        if Row.HOLE in wanted and any(len(part.objectives) > 1 for part in self.design.parts):
            ways += [_split(self.design, is_whole=False), _split(self.design, is_whole=True)]
        return ways

    def _least_effort(self, parts: tuple[Part, ...]) -> int:
        """Say what a draw costs at least, with whatever rules."""
        missing = sum(max(0, part.count - len(part.pool)) for part in parts)
        return FAMILY_EFFORT * missing + sum(part.count for part in parts) - self.design.length

    def _candidates(
        self, parts: tuple[Part, ...], grown: tuple[Part, ...], wanted: frozenset[Row]
    ) -> Iterator[tuple[tuple[int, ...], Fix]]:
        is_fresh = bool(wanted & {Row.POOL, Row.RECALL})
        length = sum(part.count for part in grown)
        for minima in _minima(grown):
            ruled = tuple(
                Part(id=part.id, count=part.count, at_least=least, pool=_grow(part.pool, part.count))
                for part, least in zip(grown, minima, strict=True)
            )
            drawn = tuple(
                FixedPart(id=part.id, objectives=part.objectives, count=part.count, at_least=part.at_least)
                for part in ruled
            )
            figures = self._figures_of(ruled)
            for tries in sorted({*range(1, MOST_TRIES + 1), self.design.tries or 1}):
                cut = self._nearest_cut(figures, length, tries, wanted)
                if cut is not None:
                    needed = [part.count * (tries if is_fresh else 1) - len(part.pool) for part in grown]
                    fix = Fix(
                        parts=drawn,
                        cut=cut,
                        tries=tries,
                        families=sum(max(0, families) for families in needed),
                        is_fresh=is_fresh,
                        is_split=len(parts) > len(self.design.parts),
                    )
                    yield self._cost(fix, grown), fix

    def _cost(self, fix: Fix, grown: tuple[Part, ...]) -> tuple[int, ...]:
        """Order fixes: effort, rules that change, and by how much."""
        more = fix.length - self.design.length
        tries = abs(fix.tries - (self.design.tries or 0))
        cut = abs(fix.cut - self.design.cut - more)
        minima = sum(abs(new.at_least - old.at_least) for new, old in zip(fix.parts, grown, strict=True))
        rules = bool(tries) + bool(cut) + bool(minima) + fix.is_split
        return FAMILY_EFFORT * fix.families + more, rules, tries + cut + minima, fix.tries

    def _figures_of(self, parts: tuple[Part, ...]) -> Figures:
        draw = _draw_of(parts)
        if draw not in self._figures:
            self._figures[draw] = Figures(self.design.model_copy(update={"parts": parts}), self.attack)
        return self._figures[draw]

    def _nearest_cut(self, figures: Figures, length: int, tries: int, wanted: frozenset[Row]) -> int | None:
        """Return the cut that allows as many misses as today, or the nearest that keeps out and lets in whom it should.

        A higher cut lets in fewer of everybody, so the cuts that do are an interval.
        """
        bounds = BOUNDS[self.tier]
        chances: dict[Row, Callable[[int], Fraction]] = {
            Row.WEAK: lambda cut: figures.knowing(PARTIAL, cut),
            Row.GUESS: figures.guessing,
            Row.HOLE: lambda cut: figures.hole(cut)[0],
        }
        kept_out = [(chance, bounds[row]) for row, chance in chances.items() if row in wanted and row in bounds]

        def keeps_out(cut: int) -> bool:
            is_evident = better_than(STANDARD, cut, length) >= bounds[Row.POSTERIOR]
            return (is_evident or Row.POSTERIOR not in wanted) and all(
                within(chance(cut), tries) <= bound for chance, bound in kept_out
            )

        def lets_in(cut: int) -> bool:
            return Row.MASTER not in wanted or within(figures.knowing(MASTER, cut), tries) >= bounds[Row.MASTER]

        cuts = range(1, length + 1)
        lowest = bisect_left(cuts, True, key=keeps_out)
        beyond = bisect_left(cuts, True, key=lambda cut: not lets_in(cut))
        if lowest >= beyond:
            return None
        wished = self.design.cut + length - self.design.length
        return max(cuts[lowest], min(wished, cuts[beyond - 1]))


def _split(design: Design, *, is_whole: bool) -> tuple[Part, ...]:
    """Give every objective a part: with as many questions as the shared one had, or with its share of them."""
    parts: list[Part] = []
    for part in design.parts:
        if len(part.objectives) == 1:
            parts.append(part)
            continue
        count = part.count if is_whole else -(-part.count // len(part.objectives))
        misses = part.count - part.at_least
        for objective in part.objectives:
            pool = tuple(item for item in part.pool if item.objective == objective)
            at_least = max(0, count - misses) if part.at_least else 0
            parts.append(Part(id=objective.rpartition(".")[2], count=count, at_least=at_least, pool=pool))
    return tuple(parts)


def _growths(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Let every part grow alike, minima with it: question by question first, then in wider steps."""
    most = (LONGEST_FORM - sum(part.count for part in parts)) // len(parts)
    more = 0
    while more <= most:
        yield tuple(
            part.model_copy(
                update={"count": part.count + more, "at_least": part.at_least + more if part.at_least else 0}
            )
            for part in parts
        )
        more += 1 if more < 10 else 2 if more < 20 else 5


def _minima(parts: tuple[Part, ...]) -> list[tuple[int, ...]]:
    """Offer the minima as they are, and those that allow one or two misses in every part."""
    ways = [tuple(part.at_least for part in parts)]
    if len(parts) > 1:
        ways += [tuple(max(0, part.count - misses) for part in parts) for misses in (1, 2)]
    return list(dict.fromkeys(ways))


def _grow(pool: tuple[Item, ...], size: int) -> tuple[Item, ...]:
    """Add families like those that are there, in their order."""
    return pool + tuple(pool[index % len(pool)] for index in range(size - len(pool)))
