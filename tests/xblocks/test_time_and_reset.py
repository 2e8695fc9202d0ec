"""The quiz block when the time is up, and when the course team resets a learner."""

from datetime import timedelta

import pytest

from empower_lms.assessment.attempts import AttemptState, Refusal
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import StanceRule
from empower_xblocks import compat
from empower_xblocks.scenarios import sample_lesson, sample_quiz
from empower_xblocks.wording import REFUSALS
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block


def timed_quiz(**rules: object) -> QuizDocument:
    document = sample_quiz("certification")
    return document.model_copy(update={"quiz": document.quiz.model_copy(update=rules)})


TIMED = timed_quiz(time_limit=timedelta(minutes=10))


def move_back(records: InMemoryRecords, by: timedelta) -> None:
    """Let an open attempt have begun earlier: the block reads the real clock."""
    (attempt,) = records.attempts["7"]
    times = {name: getattr(attempt, name) - by for name in ("started_at", "deadline", "closes_at")}
    records.attempts["7"] = [attempt.model_copy(update=times)]


def begun() -> tuple[InMemoryRecords, Browser]:
    records = InMemoryRecords()
    browser = Browser(make_block(TIMED, records=records))
    browser.open()
    browser.press("begin")
    return records, browser


def test_a_late_answer_closes_the_try_and_publishes_its_grade():
    records, browser = begun()
    move_back(records, timedelta(minutes=12))
    attempt = records.attempts["7"][0]
    item = attempt.form.item(1)
    fields = [("attempt", attempt.id), ("q", "1"), ("key", "k"), ("item", item.question), ("answer", "1")]
    response = browser.post("answer", [*fields, ("go", "next")])
    assert response.status_int == 409
    assert "The time was up" in response.text
    assert records.attempts["7"][0].state is AttemptState.TIMED_OUT
    grades = [data for kind, data in browser.block.runtime.published if kind == "grade"]
    assert [one["value"] for one in grades] == [0.0]


def test_an_overdue_try_is_shown_as_its_result_and_handing_it_in_publishes_it():
    records, browser = begun()
    attempt = records.attempts["7"][0]
    move_back(records, timedelta(minutes=12))
    browser.open()
    assert records.attempts["7"][0].is_open, "reading writes nothing"
    assert browser.post("hand_in", [("attempt", attempt.id)]).status_int == 200
    assert records.attempts["7"][0].state is AttemptState.TIMED_OUT
    assert [kind for kind, _data in browser.block.runtime.published].count("grade") == 1


def test_an_answer_without_the_stance_that_counts_is_asked_for_it():
    records = InMemoryRecords()
    browser = Browser(make_block(timed_quiz(stance=StanceRule(confident_errors=1)), records=records))
    browser.open()
    browser.press("begin")
    attempt = records.attempts["7"][0]
    item = attempt.form.item(1)
    fields = [("attempt", attempt.id), ("q", "1"), ("key", "k"), ("item", item.question), ("answer", "1")]
    refused = browser.post("answer", [*fields, ("go", "next")])
    assert not records.attempts["7"][0].responses
    assert "how you would act" in refused.text
    browser.post("answer", [*fields, ("stance", "ask"), ("go", "next")])
    assert records.attempts["7"][0].responses[1].stance == "ask"


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_words(refusal: Refusal):
    assert REFUSALS[refusal]


def test_a_reset_is_for_people_whom_the_platform_knows():
    records = InMemoryRecords()
    block = make_block(TIMED, records=records)
    block.clear_student_state(user_id="anonymous", course_id="c", item_id="i", requesting_user_id="boss")
    assert "reset" not in records.calls
    assert compat.user_of_anonymous_id("anonymous") is None


def test_a_lesson_can_be_read_again_and_again():
    records = InMemoryRecords()
    browser = Browser(make_block(sample_lesson(), records=records))
    browser.open()
    for count in (1, 2):
        browser.press("mark_read")
        assert len(records.readings) == count
    assert "I have read it again" in browser.html
