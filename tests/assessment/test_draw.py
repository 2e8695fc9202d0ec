"""Drawing a form."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from empower_lms.assessment.draw import DrawImpossible, draw_form
from tests.strategies import quiz_documents

seeds = st.text(min_size=1, max_size=12)


@given(document=quiz_documents(), seed=seeds)
def test_a_form_honours_the_blueprint_for_every_pool(document, seed):
    form = draw_form(document, seed=seed)
    drawn = Counter(item.stratum for item in form.items)
    assert drawn == Counter({stratum.id: stratum.count for stratum in document.quiz.strata})
    assert len({item.question for item in form.items}) == document.quiz.length
    for item in form.items:
        question = document.question_by_id[item.question]
        stratum = next(s for s in document.quiz.strata if s.id == item.stratum)
        assert question.objective in stratum.objectives
        assert item.version == question.version
        assert sorted(item.options) == sorted(question.part_ids)
        assert item.variant in question.variant_ids or (not item.variant and not question.variant_ids)
    assert [item.position for item in form.items] == list(range(1, document.quiz.length + 1))


@given(document=quiz_documents(), seed=seeds)
def test_the_same_seed_gives_the_same_form(document, seed):
    assert draw_form(document, seed=seed) == draw_form(document, seed=seed)


@given(document=quiz_documents(), seed=seeds)
def test_a_second_form_repeats_a_question_only_where_the_pool_is_used_up(document, seed):
    first = draw_form(document, seed=seed)
    seen = {item.question: 1 for item in first.items}
    second = draw_form(document, seed=seed + "again", seen=seen)
    for stratum in document.quiz.strata:
        pool = {question.id for question in document.pool_of(stratum.id)}
        repeated = {item.question for item in second.items if item.stratum == stratum.id} & set(seen)
        assert len(repeated) == max(0, stratum.count - len(pool - set(seen)))


@given(document=quiz_documents(with_enemies=True), seed=seeds)
def test_enemies_never_stand_on_one_form(document, seed):
    try:
        form = draw_form(document, seed=seed)
    except DrawImpossible:
        assume(False)
    drawn = {item.question for item in form.items}
    for question in document.questions:
        if question.id in drawn:
            assert not drawn & set(question.enemies)


def test_an_impossible_quota_names_the_part(demo_quiz):
    first, second = (question.id for question in demo_quiz.pool_of("one")[:2])
    pool = tuple(
        question.model_copy(update={"enemies": (second,)}) if question.id == first else question
        for question in demo_quiz.questions
        if question.objective != "demo.one" or question.id in {first, second}
    )
    with pytest.raises(DrawImpossible) as caught:
        draw_form(demo_quiz.model_copy(update={"questions": pool}), seed="x")
    assert caught.value.stratum == "one"


def test_every_question_of_a_pool_is_drawn_sometimes(demo_quiz):
    drawn = {item.question for n in range(60) for item in draw_form(demo_quiz, seed=str(n)).items}
    assert drawn == set(demo_quiz.question_by_id)


def test_option_order_differs_between_seeds(demo_quiz):
    orders = {
        item.options
        for n in range(40)
        for item in draw_form(demo_quiz, seed=str(n)).items
        if item.question == "demo.q0"
    }
    assert len(orders) > 5


def test_a_form_is_the_same_on_every_machine(demo_quiz):
    form = draw_form(demo_quiz, seed="fixed")
    assert [(item.question, "".join(item.options)) for item in form.items] == GOLDEN


GOLDEN = [("demo.q9", "cabd"), ("demo.q1", "bcad"), ("demo.q10", "abdc"), ("demo.q3", "adbc")]


def test_no_question_of_a_pool_is_drawn_more_often_than_chance_would_have_it(demo_quiz):
    rounds = 1200
    drawn = Counter(item.question for n in range(rounds) for item in draw_form(demo_quiz, seed=f"n{n}").items)
    expected = rounds * 2 / 6
    # Five standard deviations of a binomial with a third: by chance one run in a hundred thousand.
    allowed = 5 * (rounds * (1 / 3) * (2 / 3)) ** 0.5
    assert all(abs(drawn[name] - expected) < allowed for name in demo_quiz.question_by_id), drawn


def test_each_try_asks_what_was_seen_least_often(demo_quiz):
    seen: Counter[str] = Counter()
    for number in range(9):
        form = draw_form(demo_quiz, seed=f"t{number}", seen=seen)
        seen.update(item.question for item in form.items)
        assert max(seen.values()) - min(seen[name] for name in demo_quiz.question_by_id) <= 1
