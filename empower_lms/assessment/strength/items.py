"""Items: what a blind guess earns, by kind of question and way of scoring.

An item is described by a small value; one function per kind counts how often a blind guess gets how many
of its decisions right. An item is known as a whole or guessed as a whole. The formulas are those of the
validity brief, section 2; the tests count every possible answer and compare.
"""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial
from typing import Self

from pydantic import Field, model_validator

from empower_lms.assessment.strength.chance import ALWAYS, NEVER, Chance
from empower_lms.domain.base import Value

NUMBER_GUESS = Fraction(3, 100)
"""How often a number without options is guessed (validity brief, section 2)."""

Scores = tuple[tuple[Fraction, Fraction], ...]
"""Pairs of score and chance, by rising score; chances add up to 1."""

Counts = tuple[Fraction, ...]
"""The chance of exactly 0, 1, 2 … right decisions."""


class ItemKind(StrEnum):
    """How an item is answered, as far as guessing cares."""

    SINGLE = "single"
    MULTI = "multi"
    CLASSIFICATION = "classification"
    BOUNDARY = "boundary"
    CASE = "case"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    TEXT = "text"


class Scoring(StrEnum):
    """What partly right answers earn.

    ``half`` is PS50: half a point when more than half of the decisions are right. ``each`` counts every
    decision. ``pairs`` counts the pairs that an ordering has in the right sequence (Kendall).
    """

    ALL_OR_NOTHING = "all-or-nothing"
    HALF = "half"
    EACH = "each"
    PAIRS = "pairs"


class ItemModel(Value):
    """What has to be known of an item to compute the chance of guessing it.

    ``sizes`` are the numbers of options of each decision, one after the other (a single choice has one
    decision, a multi-select two options for each tick); for a matching the prompts and the options; for
    an ordering the number of pieces. ``chance`` is the chance of guessing what has no options, or of going
    the right way through a branching case.
    """

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    kind: ItemKind
    sizes: tuple[int, ...] = ()
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    chance: Chance = Field(default=NEVER, ge=0, le=1)

    @model_validator(mode="after")
    def _sizes_fit_the_kind(self) -> Self:
        wanted = {ItemKind.SINGLE: 1, ItemKind.MATCHING: 2, ItemKind.ORDERING: 1, ItemKind.NUMERIC: 0, ItemKind.TEXT: 0}
        least = 0 if self.kind is ItemKind.CASE else 1
        if len(self.sizes) != wanted.get(self.kind, len(self.sizes) or least) or any(size < 1 for size in self.sizes):
            raise ValueError(f"{self.sizes} are no sizes of a {self.kind} item")
        if self.kind is ItemKind.MATCHING and self.sizes[0] > self.sizes[1]:
            raise ValueError("a matching has at least as many options as prompts")
        if self.scoring is Scoring.PAIRS and self.kind is not ItemKind.ORDERING:
            raise ValueError("only an ordering has pairs to count")
        return self


def single_choice(options: int) -> ItemModel:
    return ItemModel(kind=ItemKind.SINGLE, sizes=(options,))


def multi_select(options: int, scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    return ItemModel(kind=ItemKind.MULTI, sizes=(2,) * options, scoring=scoring)


def classification(items: int, groups: int, scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    return ItemModel(kind=ItemKind.CLASSIFICATION, sizes=(groups,) * items, scoring=scoring)


def boundary(cases: int, outcomes: int, scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    """Describe cases around a limit, each with the same outcomes, such as inside, outside and ask."""
    return ItemModel(kind=ItemKind.BOUNDARY, sizes=(outcomes,) * cases, scoring=scoring)


def decision_case(steps: tuple[int, ...], scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    """Describe a case in one line by the number of choices at each of its steps."""
    return ItemModel(kind=ItemKind.CASE, sizes=steps, scoring=scoring)


def branching_case(chance: Fraction) -> ItemModel:
    """Describe a branching case by the chance of guessing every decision of a right way."""
    return ItemModel(kind=ItemKind.CASE, chance=chance)


def matching(prompts: int, options: int, scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    return ItemModel(kind=ItemKind.MATCHING, sizes=(prompts, options), scoring=scoring)


def ordering(pieces: int, scoring: Scoring = Scoring.ALL_OR_NOTHING) -> ItemModel:
    return ItemModel(kind=ItemKind.ORDERING, sizes=(pieces,), scoring=scoring)


def numeric(relative_tolerance: Fraction = NEVER) -> ItemModel:
    """Describe a number whose plausible range spans a factor of 100, all magnitudes alike.

    The right interval is then 2·t / ln 100 of the range; never less than the usual 3 %.
    """
    chance = min(ALWAYS, max(NUMBER_GUESS, relative_tolerance * Fraction(10, 23)))
    return ItemModel(kind=ItemKind.NUMERIC, chance=chance)


def short_text() -> ItemModel:
    return ItemModel(kind=ItemKind.TEXT)


def _count_independent(model: ItemModel) -> Counts:
    """Decisions with one right option among several each: a Poisson binomial."""
    if not model.sizes:
        return _count_one_guess(model)
    counts = [ALWAYS]
    for size in model.sizes:
        right = Fraction(1, size)
        counts = [
            wrong * (1 - right) + one_more * right
            for wrong, one_more in zip([*counts, NEVER], [NEVER, *counts], strict=True)
        ]
    return tuple(counts)


def _count_placements(model: ItemModel) -> Counts:
    """Another option for every prompt at random; an ordering places its pieces on as many places."""
    prompts, options = model.sizes[0], model.sizes[-1]
    ways = factorial(options) // factorial(options - prompts)
    return tuple(Fraction(_ways_to_place(prompts, options, right), ways) for right in range(prompts + 1))


def _ways_to_place(prompts: int, options: int, right: int) -> int:
    """Choose the prompts that fit and derange the rest, by inclusion and exclusion of fixed ones."""
    rest = prompts - right
    left_over = factorial(options - prompts)
    terms = (comb(rest, fixed) * factorial(options - right - fixed) // left_over for fixed in range(rest + 1))
    return comb(prompts, right) * sum(-ways if fixed % 2 else ways for fixed, ways in enumerate(terms))


def _count_pairs(model: ItemModel) -> Counts:
    """Count the pairs of a random order that stand right: Mahonian numbers."""
    (pieces,) = model.sizes
    ways = [1]
    for size in range(2, pieces + 1):
        ways = [sum(ways[max(0, total - size + 1) : total + 1]) for total in range(len(ways) + size - 1)]
    return tuple(Fraction(way, factorial(pieces)) for way in ways)


def _count_one_guess(model: ItemModel) -> Counts:
    return (1 - model.chance, model.chance)


_COUNTERS: dict[ItemKind, Callable[[ItemModel], Counts]] = {
    ItemKind.SINGLE: _count_independent,
    ItemKind.MULTI: _count_independent,
    ItemKind.CLASSIFICATION: _count_independent,
    ItemKind.BOUNDARY: _count_independent,
    ItemKind.CASE: _count_independent,
    ItemKind.MATCHING: _count_placements,
    ItemKind.ORDERING: _count_placements,
    ItemKind.NUMERIC: _count_one_guess,
    ItemKind.TEXT: _count_one_guess,
}
"""By kind: how often a blind guess gets how many decisions right. A new kind needs one line here."""


@lru_cache(maxsize=1024)
def blind_scores(model: ItemModel) -> Scores:
    """Return the distribution of what a blind guess earns."""
    counts = _count_pairs(model) if model.scoring is Scoring.PAIRS else _COUNTERS[model.kind](model)
    earned: dict[Fraction, Fraction] = {}
    for right, chance in enumerate(counts):
        if chance:
            score = score_of(model.scoring, right, len(counts) - 1)
            earned[score] = earned.get(score, NEVER) + chance
    return tuple(sorted(earned.items()))


@lru_cache(maxsize=8192)
def scores_when_known(model: ItemModel, knows: Fraction) -> Scores:
    """Mix: whoever knows the item earns everything, whoever does not guesses blindly."""
    earned = {score: (1 - knows) * chance for score, chance in blind_scores(model) if knows < 1}
    if knows:
        earned[ALWAYS] = earned.get(ALWAYS, NEVER) + knows
    return tuple(sorted(earned.items()))


def score_of(scoring: Scoring, right: int, decisions: int) -> Fraction:
    """Say what so many right decisions earn."""
    if right == decisions:
        return ALWAYS
    if scoring is Scoring.HALF:
        return Fraction(1, 2) if 2 * right > decisions else NEVER
    if scoring in {Scoring.EACH, Scoring.PAIRS}:
        return Fraction(right, decisions)
    return NEVER


@lru_cache(maxsize=1024)
def expected_score(scores: Scores) -> Fraction:
    return sum((score * chance for score, chance in scores), NEVER)
