"""Grading and judging."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.draw import draw_form, place_question
from empower_lms.assessment.grade import grade
from empower_lms.assessment.judge import Result, judge
from empower_lms.assessment.reading import RawAnswer, read_response, shown_choices, write_values
from empower_lms.assessment.responses import (
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    ResponseProblem,
)
from empower_lms.domain.question import (
    KINDS,
    CaseChoice,
    CaseStep,
    DecisionCase,
    MultiSelect,
    Option,
    OrderedStep,
    Ordering,
)
from empower_lms.domain.quiz import PartialCredit
from tests.answers import raw_answer, right_response, wrong_response
from tests.strategies import TEXT, questions, quiz_documents

any_response = st.one_of(
    st.none(),
    st.builds(ChoiceResponse, options=st.lists(st.sampled_from("abcdefghijkl"), max_size=12).map(tuple)),
    st.builds(
        NumericResponse,
        value=st.decimals(allow_nan=False, allow_infinity=False, places=3),
        typed=st.just("typed"),
    ),
)


every_kind = pytest.mark.parametrize("kind", KINDS)


def place(question, seed="s"):
    return place_question(question, position=1, stratum="one", seed=seed)


@given(question=questions("demo.q", "demo.o"), response=any_response)
def test_a_grade_never_leaves_its_bounds(question, response):
    assert 0 <= grade(question, place(question), response, PartialCredit.PS50) <= 1


@every_kind
@given(data=st.data())
def test_the_key_earns_everything_and_its_opposite_nothing(kind, data):
    question = data.draw(questions("demo.q", "demo.o", (kind,)))
    item = place(question)
    for partial in PartialCredit:
        assert grade(question, item, right_response(question, item), partial) == 1
        assert grade(question, item, wrong_response(question, item), partial) == 0
        assert grade(question, item, None, partial) == 0


@every_kind
@given(data=st.data())
def test_what_a_form_sends_is_read_as_what_was_meant(kind, data):
    question = data.draw(questions("demo.q", "demo.o", (kind,)))
    item = place(question, seed=data.draw(st.text("abc", max_size=3)))
    for response in (right_response(question, item), wrong_response(question, item)):
        if not isinstance(response, CaseResponse):
            assert read_response(question, item, raw_answer(question, item, response)) == response
            continue
        read = None
        for length in range(1, len(response.path) + 1):
            step = raw_answer(question, item, CaseResponse(path=response.path[:length]))
            read = read_response(question, item, step, read)
            assert read.complete is (length == len(response.path))
        assert read == response


@every_kind
@given(data=st.data())
def test_a_form_names_parts_by_number_only(kind, data):
    question = data.draw(questions("demo.q", "demo.o", (kind,)))
    item = place(question)
    for value in write_values(question, item, right_response(question, item)):
        assert kind in {"numeric", "text"} or set(value) <= set("0123456789.")


@pytest.mark.parametrize(
    ("chosen", "points"), [("ab", 1), ("abc", "1/2"), ("a", "1/2"), ("ac", "1/2"), ("acd", 0), ("abcde", 0), ("cde", 0)]
)
def test_more_than_half_of_the_options_earns_half_the_point(chosen, points):
    options = tuple(Option(id=letter, text=TEXT, correct=letter in "ab") for letter in "abcde")
    question = MultiSelect(id="demo.q", objective="demo.o", stem=TEXT, options=options)
    response = ChoiceResponse(options=tuple(chosen))
    assert grade(question, place(question), response, PartialCredit.PS50) == Fraction(points)
    assert grade(question, place(question), response) == (points == 1)
    critical = question.model_copy(update={"critical": True})
    assert grade(critical, place(critical), response, PartialCredit.PS50) == (points == 1)


def test_an_incomplete_answer_earns_nothing_yet():
    question = Ordering(
        id="demo.q", objective="demo.o", stem=TEXT, steps=tuple(OrderedStep(id=i, text=TEXT) for i in "abc")
    )
    item = place(question)
    read = read_response(question, item, RawAnswer(item=question.id, values=("1", "", "2")))
    assert isinstance(read, OrderingResponse)
    assert not read.complete
    assert grade(question, item, read) == 0


def test_a_decision_is_final_and_sent_twice_it_counts_once():
    steps = (
        CaseStep(id="one", event=TEXT, choices=_choices(next_step="two")),
        CaseStep(id="two", event=TEXT, choices=_choices()),
    )
    question = DecisionCase(id="demo.q", objective="demo.o", stem=TEXT, steps=steps)
    item = place(question)
    order = shown_choices(steps[0], item)

    def decide(step, choice, before):
        return read_response(
            question, item, RawAnswer(item=question.id, values=(f"{step}.{order.index(choice) + 1}",)), before
        )

    first = decide(1, "a", None)
    assert first == CaseResponse(path=("a",), complete=False)
    assert decide(1, "a", first) == first
    assert decide(1, "b", first) is ResponseProblem.DECIDED_ALREADY
    assert decide(3, "a", first) is ResponseProblem.UNKNOWN_OPTION


def _choices(next_step=None):
    return tuple(
        CaseChoice(id=letter, text=TEXT, correct=letter == "a", consequence=TEXT, next=next_step) for letter in "ab"
    )


@given(document=quiz_documents(), data=st.data())
def test_points_are_the_right_answers_and_never_more_than_the_length(document, data):
    form = draw_form(document, seed="s")
    right = {item.position: data.draw(st.booleans()) for item in form.items}
    responses = {
        item.position: (right_response if right[item.position] else wrong_response)(
            document.question_by_id[item.question], item
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
        item.position: right_response(lenient.question_by_id[item.question], item)
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
    response = read_one(demo_quiz.question_by_id["demo.q2"], typed)
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
    assert read_one(demo_quiz.question_by_id["demo.q2"], typed) is problem


def test_a_single_choice_takes_one_known_option(demo_quiz):
    question = demo_quiz.question_by_id["demo.q0"]
    assert read_one(question, "2") == ChoiceResponse(options=place(question).options[1:2])
    assert read_one(question, "1", "2") is ResponseProblem.ONE_OPTION_ONLY
    for unknown in ("z", "0", "5", "a", "²", "-1"):
        assert read_one(question, unknown) is ResponseProblem.UNKNOWN_OPTION
    assert read_one(question) is ResponseProblem.EMPTY


def read_one(question, *values):
    return read_response(question, place(question), RawAnswer(item=question.id, values=values))


@given(
    raw=st.lists(st.text(max_size=30) | st.sampled_from(["1", "2", "1.1"]), max_size=9),
    question=questions("demo.q", "demo.o"),
)
def test_no_input_breaks_the_reader(raw, question):
    read_one(question, *raw)
