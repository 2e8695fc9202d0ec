"""What a blind guess earns, against every possible answer."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.strength.items import (
    ItemKind,
    ItemModel,
    Scoring,
    blind_scores,
    boundary,
    classification,
    decision_case,
    expected_score,
    matching,
    multi_select,
    numeric,
    ordering,
    scores_when_known,
    short_text,
    single_choice,
)

PARTIAL_CREDIT = [Scoring.ALL_OR_NOTHING, Scoring.HALF, Scoring.EACH]


def earn(scoring: Scoring, right: int, decisions: int) -> Fraction:
    """The scoring rules, the long way."""
    if right == decisions:
        return Fraction(1)
    match scoring:
        case Scoring.ALL_OR_NOTHING:
            return Fraction(0)
        case Scoring.HALF:
            return Fraction(1, 2) if right > decisions - right else Fraction(0)
        case Scoring.EACH | Scoring.PAIRS:
            return Fraction(right, decisions)


def count_every_answer(earned: list[Fraction]) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple(sorted((score, Fraction(number, len(earned))) for score, number in Counter(earned).items()))


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=5).map(tuple), scoring=st.sampled_from(PARTIAL_CREDIT))
def test_decisions_are_guessed_as_often_as_answers_fit(sizes: tuple[int, ...], scoring: Scoring) -> None:
    answers = product(*(range(size) for size in sizes))
    expected = count_every_answer([earn(scoring, answer.count(0), len(sizes)) for answer in answers])
    assert blind_scores(decision_case(sizes, scoring)) == expected


@pytest.mark.parametrize("scoring", PARTIAL_CREDIT)
@pytest.mark.parametrize("options", [2, 3, 4, 5, 6])
def test_ticks_are_guessed_as_often_as_sets_fit(options: int, scoring: Scoring) -> None:
    answers = product((True, False), repeat=options)
    expected = count_every_answer([earn(scoring, sum(answer), options) for answer in answers])
    assert blind_scores(multi_select(options, scoring)) == expected


@pytest.mark.parametrize("scoring", PARTIAL_CREDIT)
@pytest.mark.parametrize(("things", "groups"), [(1, 2), (3, 2), (4, 3), (5, 3), (4, 4)])
def test_groups_are_guessed_as_often_as_sortings_fit(things: int, groups: int, scoring: Scoring) -> None:
    answers = product(range(groups), repeat=things)
    expected = count_every_answer([earn(scoring, answer.count(0), things) for answer in answers])
    assert blind_scores(classification(things, groups, scoring)) == expected
    assert blind_scores(boundary(things, groups, scoring)) == expected


@pytest.mark.parametrize("scoring", PARTIAL_CREDIT)
@pytest.mark.parametrize(("prompts", "options"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (2, 4), (3, 5), (4, 6)])
def test_pairs_are_guessed_as_often_as_placements_fit(prompts: int, options: int, scoring: Scoring) -> None:
    answers = permutations(range(options), prompts)
    right = [sum(answer[place] == place for place in range(prompts)) for answer in answers]
    expected = count_every_answer([earn(scoring, count, prompts) for count in right])
    assert blind_scores(matching(prompts, options, scoring)) == expected
    if prompts == options:
        assert blind_scores(ordering(prompts, scoring)) == expected


@pytest.mark.parametrize("pieces", [2, 3, 4, 5, 6])
def test_sequences_by_pairs_are_guessed_as_often_as_orders_fit(pieces: int) -> None:
    orders = permutations(range(pieces))
    pairs = [(first, second) for first in range(pieces) for second in range(first + 1, pieces)]
    right = [sum(order[first] < order[second] for first, second in pairs) for order in orders]
    expected = count_every_answer([Fraction(count, len(pairs)) for count in right])
    assert blind_scores(ordering(pieces, Scoring.PAIRS)) == expected


def full(model: ItemModel) -> Fraction:
    return dict(blind_scores(model)).get(Fraction(1), Fraction(0))


def test_the_formulas_of_the_brief() -> None:
    """Section 2: the table of what a guess earns."""
    assert full(single_choice(4)) == Fraction(1, 4)
    assert full(multi_select(5)) == Fraction(1, 32)
    assert full(matching(4, 4)) == Fraction(1, 24)
    assert round(float(full(matching(4, 6))), 4) == 0.0028
    assert full(ordering(5)) == Fraction(1, 120)
    assert full(classification(4, 3)) == Fraction(1, 81)
    assert full(decision_case((4, 3, 2))) == Fraction(1, 24)
    assert full(short_text()) == 0
    assert full(numeric()) == Fraction(3, 100)
    assert round(float(full(numeric(Fraction(1, 10)))), 3) == 0.043
    assert expected_score(blind_scores(matching(5, 5, Scoring.EACH))) * 5 == 1
    assert expected_score(blind_scores(multi_select(5, Scoring.EACH))) == Fraction(1, 2)
    assert [round(float(expected_score(blind_scores(multi_select(n, Scoring.HALF)))), 2) for n in (4, 5, 6)] == [
        0.19,
        0.27,
        0.18,
    ]
    at_least = [
        sum(chance for score, chance in blind_scores(ordering(n, Scoring.PAIRS)) if score >= Fraction(8, 10))
        for n in (4, 5, 6)
    ]
    assert [round(float(chance), 2) for chance in at_least] == [0.17, 0.12, 0.07]


MODELS = {
    ItemKind.SINGLE: single_choice(3),
    ItemKind.MULTI: multi_select(4, Scoring.HALF),
    ItemKind.CLASSIFICATION: classification(4, 3, Scoring.EACH),
    ItemKind.BOUNDARY: boundary(5, 3),
    ItemKind.CASE: decision_case((3, 4, 2), Scoring.EACH),
    ItemKind.MATCHING: matching(3, 5, Scoring.EACH),
    ItemKind.ORDERING: ordering(4, Scoring.PAIRS),
    ItemKind.NUMERIC: numeric(Fraction(1, 50)),
    ItemKind.TEXT: short_text(),
}


@pytest.mark.parametrize("kind", ItemKind)
@pytest.mark.parametrize("knows", [Fraction(0), Fraction(6, 10), Fraction(1)])
def test_of_every_kind_the_chances_add_up_and_knowing_helps(kind: ItemKind, knows: Fraction) -> None:
    model = MODELS[kind]
    scores = scores_when_known(model, knows)
    assert sum(chance for _score, chance in scores) == 1
    assert expected_score(scores) == knows + (1 - knows) * expected_score(blind_scores(model))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "single", "sizes": ()},
        {"kind": "single", "sizes": (2, 2)},
        {"kind": "matching", "sizes": (4, 3)},
        {"kind": "multi", "sizes": ()},
        {"kind": "multi", "sizes": (2, 0)},
        {"kind": "numeric", "sizes": (3,)},
        {"kind": "multi", "sizes": (2, 2), "scoring": "pairs"},
        {"kind": "numeric", "chance": "3/2"},
    ],
)
def test_a_model_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        ItemModel.model_validate(fields)
