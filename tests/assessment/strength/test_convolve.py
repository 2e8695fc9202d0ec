"""Convolution: against enumeration, against simulation, and its laws."""

import random
from fractions import Fraction
from itertools import combinations, product
from math import comb, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empower_lms.assessment.strength.chance import within
from empower_lms.assessment.strength.convolve import add_up
from empower_lms.assessment.strength.design import Design, Item, Part
from empower_lms.assessment.strength.items import (
    ItemModel,
    Scoring,
    decision_case,
    matching,
    multi_select,
    numeric,
    ordering,
    scores_when_known,
    short_text,
    single_choice,
)
from empower_lms.assessment.strength.passing import pass_once
from empower_lms.assessment.strength.players import knowing
from tests.assessment.strength.designs import design

MODELS = [
    single_choice(4),
    single_choice(3),
    multi_select(4),
    multi_select(3, Scoring.HALF),
    matching(2, 3, Scoring.EACH),
    ordering(3),
    decision_case((2, 3), Scoring.EACH),
    numeric(),
    short_text(),
]
shares = st.integers(0, 10).map(lambda tenths: Fraction(tenths, 10))


@st.composite
def small_designs(draw: st.DrawFn) -> Design:
    parts = []
    for number in range(draw(st.integers(1, 2))):
        pool = tuple(
            Item(id=f"{number}-{index}", model=model, objective=f"o{number}", critical=draw(st.booleans()))
            for index, model in enumerate(draw(st.lists(st.sampled_from(MODELS), min_size=1, max_size=4)))
        )
        count = draw(st.integers(1, min(3, len(pool))))
        parts.append(Part(id=f"p{number}", count=count, at_least=draw(st.integers(0, count)), pool=pool))
    length = sum(part.count for part in parts)
    return Design(parts=tuple(parts), cut=draw(st.integers(0, length)), tries=draw(st.integers(1, 3)))


def pass_by_enumeration(quiz: Design, knows: Fraction) -> Fraction:
    """Every form, and on each every combination of scores."""
    forms = list(product(*(combinations(part.pool, part.count) for part in quiz.parts)))
    passed = Fraction(0)
    for form in forms:
        asked = [(part, item) for part, drawn in zip(quiz.parts, form, strict=True) for item in drawn]
        for outcome in product(*(scores_when_known(item.model, knows) for _part, item in asked)):
            scores = [score for score, _chance in outcome]
            chance = Fraction(1)
            for _score, share in outcome:
                chance *= share
            is_passed = sum(scores) >= quiz.cut
            for part in quiz.parts:
                earned = sum(score for score, (where, _item) in zip(scores, asked, strict=True) if where is part)
                is_passed = is_passed and earned >= part.at_least
            for score, (_part, item) in zip(scores, asked, strict=True):
                is_passed = is_passed and (score == 1 or not item.critical)
            passed += chance * is_passed
    return passed / len(forms)


@settings(max_examples=150, deadline=None)
@given(quiz=small_designs(), knows=shares)
def test_every_form_and_every_outcome_is_weighed_exactly(quiz: Design, knows: Fraction) -> None:
    assert pass_once(quiz, knowing(knows)) == pass_by_enumeration(quiz, knows)


@settings(deadline=None)
@given(quiz=small_designs(), knows=shares)
def test_without_any_rule_everybody_passes(quiz: Design, knows: Fraction) -> None:
    free = Design(
        parts=tuple(
            Part(
                id=part.id,
                count=part.count,
                pool=tuple(item.model_copy(update={"critical": False}) for item in part.pool),
            )
            for part in quiz.parts
        ),
        cut=0,
        tries=1,
    )
    totals = add_up(free.parts, knowing(knows))
    assert totals.at_least(0) == 1
    assert sum(totals.weights()) == totals.whole


@settings(deadline=None)
@given(quiz=small_designs(), low=shares, high=shares)
def test_knowing_more_never_harms(quiz: Design, low: Fraction, high: Fraction) -> None:
    low, high = sorted((low, high))
    assert pass_once(quiz, knowing(low)) <= pass_once(quiz, knowing(high))


@settings(deadline=None)
@given(quiz=small_designs(), knows=shares)
def test_a_higher_cut_lets_in_fewer_and_another_try_no_fewer(quiz: Design, knows: Fraction) -> None:
    totals = add_up(quiz.parts, knowing(knows))
    chances = [totals.at_least(cut) for cut in range(quiz.length + 1)]
    assert chances == sorted(chances, reverse=True)
    for chance in chances:
        by_tries = [within(chance, tries) for tries in (1, 2, 3, None)]
        assert by_tries == sorted(by_tries)


@given(count=st.integers(1, 20), data=st.data(), knows=shares)
def test_equal_questions_are_a_binomial(count: int, data: st.DataObject, knows: Fraction) -> None:
    cut = data.draw(st.integers(0, count))
    right = knows + (1 - knows) / 4
    binomial = sum(comb(count, k) * right**k * (1 - right) ** (count - k) for k in range(cut, count + 1))
    assert pass_once(design(1, count, cut), knowing(knows)) == binomial


def simulate(quiz: Design, knows: Fraction, runs: int) -> float:
    """Play the quiz with a seeded generator, form by form and answer by answer."""
    dice = random.Random(20260302)
    scores = {item.model: scores_when_known(item.model, knows) for part in quiz.parts for item in part.pool}
    passed = 0
    for _ in range(runs):
        total, is_passed = Fraction(0), True
        for part in quiz.parts:
            earned = Fraction(0)
            for item in dice.sample(part.pool, part.count):
                table = scores[item.model]
                (score,) = dice.choices([s for s, _ in table], [float(c) for _, c in table])
                earned += score
                is_passed = is_passed and (score == 1 or not item.critical)
            total += earned
            is_passed = is_passed and earned >= part.at_least
        passed += is_passed and total >= quiz.cut
    return passed / runs


MIXED: list[ItemModel] = [single_choice(4)] * 6 + [
    multi_select(5, Scoring.HALF),
    matching(4, 4, Scoring.EACH),
    ordering(5),
    numeric(),
]


@pytest.mark.parametrize("knows", [Fraction(6, 10), Fraction(8, 10), Fraction(9, 10)])
def test_a_simulation_of_a_mixed_quiz_agrees(knows: Fraction) -> None:
    pool = tuple(
        Item(id=f"i{number}", model=model, objective="o", critical=number == 0) for number, model in enumerate(MIXED)
    )
    quiz = Design(
        parts=(
            Part(id="a", count=6, at_least=4, pool=pool),
            Part(id="b", count=4, at_least=2, pool=tuple(reversed(pool))),
        ),
        cut=8,
        tries=1,
    )
    exact = float(pass_once(quiz, knowing(knows)))
    runs = 20_000
    assert abs(simulate(quiz, knows, runs) - exact) < 4 * sqrt(exact * (1 - exact) / runs)


def test_a_mixed_quiz_of_the_brief_is_not_for_guessers() -> None:
    """Section 2, the example of twelve mixed items, in the column of those who know nothing."""
    chances = []
    for scoring in (Scoring.EACH, Scoring.HALF, Scoring.ALL_OR_NOTHING):
        models = [
            *[single_choice(4)] * 5,
            *[multi_select(5, scoring)] * 3,
            *[matching(4, 4, Scoring.EACH)] * 2,
            ordering(5),
            numeric(),
        ]
        parts = tuple(
            Part(id=f"p{n}", count=1, pool=(Item(id=f"i{n}", model=model, objective="o"),))
            for n, model in enumerate(models)
        )
        totals = add_up(parts, knowing(Fraction(0)))
        # 80 % of twelve are 9.6 points: a finer cut than whole questions.
        least = -(-96 * totals.scale // 10)
        chances.append(f"{float(Fraction(sum(totals.weights()[least:]), totals.whole)):.0e}")
    assert chances == ["2e-07", "9e-09", "9e-10"]
