"""The learner projection: what may be seen of a question, and when."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.responses import NumericResponse
from empower_lms.domain.documents import QuizDocument
from empower_lms.rendering.projection import may_show_feedback, show_feedback, show_question
from empower_lms.rendering.shown_question import ShownOption, ShownRow
from tests.answers import right_response
from tests.strategies import quiz_documents

NOW = datetime(2026, 3, 5, tzinfo=UTC)


def attempt_at(document: QuizDocument, responses=None, *, closed: bool = False) -> Attempt:
    form = draw_form(document, seed="s")
    given_answers = responses or {}
    return Attempt(
        id="a",
        quiz=document.quiz.id,
        number=1,
        form=form,
        state=AttemptState.HANDED_IN if closed else AttemptState.OPEN,
        started_at=NOW,
        finished_at=NOW if closed else None,
        responses=given_answers,
        result=judge(document, form, given_answers) if closed else None,
    )


def right_answers(document: QuizDocument):
    answers = {}
    for item in draw_form(document, seed="s").items:
        answers[item.position] = right_response(document.question_by_id[item.question], item)
    return answers


@given(quiz_documents())
def test_a_shown_question_has_no_field_for_a_key(document):
    for item in draw_form(document, seed="s").items:
        shown = show_question(document.question_by_id[item.question], item, "en")
        fields = {"position", "kind", "stem", "options", "rows", "unit", "typed", "told", "event", "stance"}
        assert set(shown.model_dump()) == fields
        assert set(ShownOption.model_fields) == {"value", "text", "chosen"}
        assert set(ShownRow.model_fields) == {"number", "text", "given"}
        assert not shown.told
        assert not any(option.chosen for option in shown.options)
        assert all(set(option.value) <= set("0123456789.") for option in shown.options)


@given(quiz_documents(), st.booleans())
def test_certification_shows_feedback_only_after_a_pass(document, knows):
    answers = right_answers(document) if knows else {}
    running, closed = attempt_at(document, answers), attempt_at(document, answers, closed=True)
    for item in running.form.items:
        assert show_feedback(document, running, item.position, "en") is None
        view = show_feedback(document, closed, item.position, "en")
        assert (view is not None) == closed.result.passed
        assert view is None or view.right


@pytest.mark.parametrize("answered", [True, False])
def test_practice_shows_feedback_on_an_answered_question(answered):
    from empower_xblocks.scenarios import sample_quiz

    document = sample_quiz("practice")
    attempt = attempt_at(document, {1: right_answers(document)[1]} if answered else {})
    assert may_show_feedback(document.quiz, attempt, 1) is answered
    assert not may_show_feedback(document.quiz, attempt, 2)


def test_an_expected_wrong_number_gets_its_own_feedback():
    from empower_xblocks.scenarios import sample_quiz

    document = sample_quiz("practice")
    form = draw_form(document, seed="s")
    position = next(item.position for item in form.items if item.question == "sample.hours")
    attempt = attempt_at(document, {position: NumericResponse(value=1680, typed="1680")})
    view = show_feedback(document, attempt, position, "de")
    assert (view.right, view.feedback, str(view.answer)) == (False, "Acht sind bezahlt.", "720 EUR")
