"""Voiding a question: what becomes of results, and that every old number can be computed again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.scoring import AS_AUTHORED, Remedy, Scoring, VoidedQuestion, scale_up
from empower_lms.assessment.voiding import Effect, foresee, next_scoring, was_asked
from tests.answers import right_response, wrong_response
from tests.strategies import quiz_documents


def answer(document, form, right):
    """Answer the positions in ``right`` rightly and the others wrongly."""
    return {
        item.position: (right_response if item.position in right else wrong_response)(
            document.question_by_id[item.question], item
        )
        for item in form.items
    }


def void_position(form, position, remedy):
    return VoidedQuestion(question=form.item(position).question, remedy=remedy)


def scoring_of(*voided):
    scoring = AS_AUTHORED
    for one in voided:
        scoring = next_scoring(scoring, one)
    return scoring


def foreseen(document, form, responses, voided):
    return foresee(document, form, responses, judge(document, form, responses), scoring_of(voided), voided)


def test_credit_gives_the_point_to_everybody_and_takes_it_from_nobody(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    wrong_there = answer(demo_quiz, form, {1, 2})
    voided = void_position(form, 3, Remedy.CREDIT)
    gained = foreseen(demo_quiz, form, wrong_there, voided)
    assert (gained.result.points, gained.result.scoring) == (3, 1)
    right_there = answer(demo_quiz, form, {1, 2, 3})
    assert foreseen(demo_quiz, form, right_there, voided).effect is Effect.NONE


def test_credit_can_turn_a_failure_into_a_pass(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    by_stratum = {item.stratum: item.position for item in form.items}
    right = set(by_stratum.values())
    faulty = next(item.position for item in form.items if item.position not in right)
    assert foreseen(
        demo_quiz, form, answer(demo_quiz, form, right), void_position(form, faulty, Remedy.CREDIT)
    ).effect is (Effect.PASSES)


def test_drop_keeps_the_standard_and_may_take_a_pass(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    three = answer(demo_quiz, form, {1, 2, 3})
    dropped_right = foreseen(demo_quiz, form, three, void_position(form, 1, Remedy.DROP))
    assert (dropped_right.result.points, dropped_right.result.length, dropped_right.result.cut) == (2, 3, 3)
    assert dropped_right.effect is Effect.FAILS
    dropped_wrong = foreseen(demo_quiz, form, three, void_position(form, 4, Remedy.DROP))
    assert (dropped_wrong.result.points, dropped_wrong.result.length) == (3, 3)
    assert dropped_wrong.effect is Effect.POINTS


def test_a_stratum_without_questions_is_left_out(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    gone = [item.position for item in form.items if item.stratum == "one"]
    scoring = scoring_of(*(void_position(form, position, Remedy.DROP) for position in gone))
    result = judge(demo_quiz, form, answer(demo_quiz, form, {1, 2, 3, 4}), scoring)
    assert [part.stratum for part in result.strata] == ["two"]
    assert (result.points, result.length, result.cut, result.scoring, result.passed) == (2, 2, 2, 2, True)
    everything = scoring_of(*(void_position(form, item.position, Remedy.DROP) for item in form.items))
    assert not judge(demo_quiz, form, answer(demo_quiz, form, {1, 2, 3, 4}), everything).passed


@pytest.mark.parametrize(
    ("right", "effect"),
    [
        ({1, 2, 3, 4}, Effect.NONE),
        ({1, 2, 3}, Effect.RETEST_PASSED),
        ({2, 3}, Effect.RETEST),
        ({2}, Effect.NONE),
    ],
)
def test_retest_is_for_those_whose_outcome_hangs_on_the_question(right, effect, demo_quiz):
    document = demo_quiz.model_copy(
        update={
            "quiz": demo_quiz.quiz.model_copy(
                update={"strata": tuple(part.model_copy(update={"at_least": 0}) for part in demo_quiz.quiz.strata)}
            )
        }
    )
    form = draw_form(document, seed="x")
    assert (
        foreseen(document, form, answer(document, form, right), void_position(form, 1, Remedy.RETEST)).effect is effect
    )


def test_a_question_that_was_not_asked_changes_nothing(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    elsewhere = next(name for name in demo_quiz.question_by_id if name not in {item.question for item in form.items})
    other = VoidedQuestion(question=elsewhere, remedy=Remedy.CREDIT)
    assert not was_asked(form, other)
    assert was_asked(form, void_position(form, 1, Remedy.CREDIT))
    assert foreseen(demo_quiz, form, answer(demo_quiz, form, {2}), other).effect is Effect.NONE


def test_voiding_the_same_twice_is_voiding_once_and_the_newest_remedy_holds(demo_quiz):
    form = draw_form(demo_quiz, seed="x")
    credit, drop = void_position(form, 1, Remedy.CREDIT), void_position(form, 1, Remedy.DROP)
    once = scoring_of(credit)
    assert next_scoring(once, credit) == once
    both = scoring_of(credit, drop)
    assert both.number == 2
    assert judge(demo_quiz, form, answer(demo_quiz, form, {1, 2, 3, 4}), both).length == 3


@given(document=quiz_documents(), data=st.data())
def test_every_scoring_version_gives_the_same_number_for_ever(document, data):
    form = draw_form(document, seed="x")
    positions = [item.position for item in form.items]
    responses = answer(document, form, data.draw(st.sets(st.sampled_from(positions))))
    scorings = [AS_AUTHORED]
    for position in data.draw(st.lists(st.sampled_from(positions), max_size=3)):
        scorings.append(
            next_scoring(scorings[-1], void_position(form, position, data.draw(st.sampled_from(list(Remedy)))))
        )
    results = [judge(document, form, responses, scoring) for scoring in scorings]
    for scoring, result in zip(scorings, results, strict=True):
        read_back = Scoring.model_validate_json(scoring.model_dump_json())
        assert judge(document, form, responses, read_back) == result
        assert result.points <= result.length or not result.strata


@given(document=quiz_documents(), data=st.data())
def test_credit_never_hurts_anybody(document, data):
    form = draw_form(document, seed="x")
    positions = [item.position for item in form.items]
    responses = answer(document, form, data.draw(st.sets(st.sampled_from(positions))))
    before = judge(document, form, responses)
    voided = void_position(form, data.draw(st.sampled_from(positions)), Remedy.CREDIT)
    after = judge(document, form, responses, scoring_of(voided))
    assert after.points >= before.points
    assert after.passed >= before.passed


@given(cut=st.integers(0, 60), before=st.integers(1, 60), after=st.integers(0, 60))
def test_a_shrunk_threshold_is_never_a_lower_standard(cut, before, after):
    cut, after = min(cut, before), min(after, before)
    scaled = scale_up(cut, before, after)
    assert after == 0 or Fraction(scaled, after) >= Fraction(cut, before)
    assert scaled <= after
