"""Grading and judging."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.grade import grade
from empower_lms.assessment.judge import Result, judge
from empower_lms.assessment.responses import ChoiceResponse, NumericResponse, ResponseProblem, read_response
from empower_lms.domain.question import Numeric
from tests.strategies import questions, quiz_documents

any_response = st.one_of(
    st.none(),
    st.builds(ChoiceResponse, options=st.lists(st.sampled_from("abcdefghijkl"), max_size=12).map(tuple)),
    st.builds(
        NumericResponse,
        value=st.decimals(allow_nan=False, allow_infinity=False, places=3),
        typed=st.just("typed"),
    ),
)


def right_response(question):
    if isinstance(question, Numeric):
        return NumericResponse(value=question.answer.amount, typed=str(question.answer.amount))
    return ChoiceResponse(options=tuple(sorted(question.key)))


def wrong_response(question):
    if isinstance(question, Numeric):
        return NumericResponse(value=question.answer.amount + question.tolerance + 1, typed="?")
    return ChoiceResponse(options=tuple(option.id for option in question.options if not option.correct))


@given(question=questions("demo.q", "demo.o"), response=any_response)
def test_a_grade_never_leaves_its_bounds(question, response):
    assert 0 <= grade(question, response) <= 1


@given(question=questions("demo.q", "demo.o"))
def test_the_key_earns_everything_and_its_opposite_nothing(question):
    assert grade(question, right_response(question)) == 1
    assert grade(question, wrong_response(question)) == 0
    assert grade(question, None) == 0


@given(document=quiz_documents(), data=st.data())
def test_points_are_the_right_answers_and_never_more_than_the_length(document, data):
    form = draw_form(document, seed="s")
    right = {item.position: data.draw(st.booleans()) for item in form.items}
    responses = {
        item.position: (right_response if right[item.position] else wrong_response)(
            document.question_by_id[item.question]
        )
        for item in form.items
    }
    result = judge(document, form, responses)
    assert result.points == sum(right.values())
    assert 0 <= result.ratio <= 1
    critical_missed = any(
        document.question_by_id[item.question].critical and not right[item.position] for item in form.items
    )
    minima = all(
        sum(right[item.position] for item in form.items if item.stratum == stratum.id) >= stratum.at_least
        for stratum in document.quiz.strata
    )
    assert result.passed == (result.points >= document.quiz.cut and minima and not critical_missed)
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_unanswered_questions_count_as_wrong(demo_quiz):
    form = draw_form(demo_quiz, seed="s")
    result = judge(demo_quiz, form, {})
    assert (result.points, result.length, result.passed) == (Fraction(0), 4, False)


def test_a_hole_in_one_part_fails_although_the_cut_is_reached(demo_quiz):
    lenient = demo_quiz.model_copy(update={"quiz": demo_quiz.quiz.model_copy(update={"cut": 2})})
    form = draw_form(lenient, seed="s")
    responses = {
        item.position: right_response(lenient.question_by_id[item.question])
        for item in form.items
        if item.stratum == "one"
    }
    result = judge(lenient, form, responses)
    assert result.points >= result.cut
    assert not result.passed
    assert [part.is_met for part in result.strata] == [True, False]


def test_a_form_is_judged_by_the_document_that_it_was_drawn_from(demo_quiz):
    form = draw_form(demo_quiz, seed="s")
    edited = demo_quiz.model_copy(update={"questions": demo_quiz.questions[1:]})
    edited.__dict__.pop("digest", None)
    with pytest.raises(ValueError, match="another version"):
        judge(edited, form, {})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("720", "720"),
        ("720 EUR", "720"),
        ("720 €", "720"),
        ("720,0", "720.0"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
    ],
)
def test_numbers_are_read_as_people_write_them(demo_quiz, typed, expected):
    response = read_response(demo_quiz.question_by_id["demo.q2"], [typed])
    assert isinstance(response, NumericResponse)
    assert str(response.value) == expected


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ResponseProblem.EMPTY),
        ("  ", ResponseProblem.EMPTY),
        ("1.000", ResponseProblem.AMBIGUOUS_NUMBER),
        ("1,000", ResponseProblem.AMBIGUOUS_NUMBER),
        ("720 USD", ResponseProblem.OTHER_UNIT),
        ("many", ResponseProblem.NOT_A_NUMBER),
        ("1e999", ResponseProblem.NOT_A_NUMBER),
        ("9" * 200, ResponseProblem.NOT_A_NUMBER),
        ("NaN", ResponseProblem.NOT_A_NUMBER),
    ],
)
def test_a_number_that_is_not_clear_is_asked_back(demo_quiz, typed, problem):
    assert read_response(demo_quiz.question_by_id["demo.q2"], [typed]) is problem


def test_a_single_choice_takes_one_known_option(demo_quiz):
    question = demo_quiz.question_by_id["demo.q0"]
    assert read_response(question, ["b"]) == ChoiceResponse(options=("b",))
    assert read_response(question, ["a", "b"]) is ResponseProblem.ONE_OPTION_ONLY
    assert read_response(question, ["z"]) is ResponseProblem.UNKNOWN_OPTION
    assert read_response(question, []) is ResponseProblem.EMPTY


@given(raw=st.lists(st.text(max_size=30), max_size=5), question=questions("demo.q", "demo.o"))
def test_no_input_breaks_the_reader(raw, question):
    read_response(question, raw)
