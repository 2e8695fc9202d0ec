"""Which grade counts: the result, or the one that the course team set."""

from datetime import UTC, datetime, timedelta

import pytest
from xblock.scorable import Score

from empower_lms.assessment.attempts import Attempt
from empower_lms.domain.documents import QuizDocument
from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.test_time_and_reset import TIMED, move_back

CERTIFICATION = sample_quiz("certification")
HALF = Score(raw_earned=0.5, raw_possible=1.0)
TWELVE = timedelta(minutes=12)


@pytest.fixture
def records() -> InMemoryRecords:
    return InMemoryRecords()


def grades(browser: Browser) -> list[float]:
    """Return what the grade book was told since the last look."""
    told = [data["value"] for kind, data in browser.block.runtime.published if kind == "grade"]
    browser.block.runtime.published.clear()
    return told


def open_block(records: InMemoryRecords, document: QuizDocument = TIMED) -> Browser:
    return Browser(make_block(document, records=records)).open()


def begin_all_right(records: InMemoryRecords, document: QuizDocument = TIMED) -> Browser:
    browser = open_block(records, document).press("begin")
    for _ in range(document.quiz.length):
        browser.answer_rightly(document)
    return browser


def hand_in(browser: Browser, number: int = 0) -> None:
    browser.post("hand_in", [("attempt", attempts_of(browser)[number].id)])


def attempts_of(browser: Browser) -> list[Attempt]:
    return browser.block.records.attempts["7"]


@pytest.mark.parametrize(
    "notices",
    [
        lambda browser: browser.post("time_up", []),
        lambda browser: browser.post("hand_in", [("attempt", attempts_of(browser)[0].id)]),
        lambda browser: browser.post("begin", []),
    ],
    ids=["page", "late hand-in", "next try"],
)
@pytest.mark.parametrize(("set_while_it_ran", "grade"), [(True, 1.0), (False, 0.5)])
def test_a_try_that_timed_out_is_a_new_result_and_replaces_a_grade_that_was_set_before(
    records, notices, set_while_it_ran, grade
):
    browser = begin_all_right(records)
    browser.block.set_score(HALF)
    if set_while_it_ran:
        browser.block.given_at = datetime.now(UTC) - TWELVE
    move_back(records, TWELVE)
    grades(browser)
    notices(browser)
    assert grades(browser) == [grade]
    assert not attempts_of(browser)[0].is_open


def test_the_try_before_is_graded_when_the_next_one_begins(records):
    browser = open_block(records).press("begin")
    move_back(records, timedelta(days=3))
    browser.open().press("begin")
    assert [one.is_open for one in attempts_of(browser)] == [False, True]
    assert grades(browser) == [0.0]


def test_asking_again_and_again_whether_the_time_is_up_keeps_a_grade_that_was_set_since(records):
    browser = begin_all_right(records)
    move_back(records, TWELVE)
    browser.post("time_up", [])
    browser.block.set_score(HALF)
    grades(browser)
    browser.post("time_up", [])
    hand_in(browser)
    assert set(grades(browser)) == {0.5}


def test_what_the_platform_hands_back_is_no_grade_that_somebody_set(records):
    browser = begin_all_right(records)
    hand_in(browser)
    block = browser.block
    assert (block.given_ratio, block.given_at) == (None, None)
    block.set_score(HALF)
    block.publish_grade()
    assert (block.given_ratio, block.get_score()) == (0.5, HALF)


def test_an_echo_that_an_older_version_stored_is_no_grade_that_somebody_set(records):
    browser = begin_all_right(records)
    browser.block.given_ratio = 0.25
    assert browser.block.get_score() == Score(0.0, 1.0)
    hand_in(browser)
    assert grades(browser) == [1.0]
    assert browser.block.given_ratio is None


def test_an_old_form_that_is_sent_again_says_nothing_about_a_newer_try(records):
    browser = open_block(records).press("begin")
    hand_in(browser)
    (first,) = attempts_of(browser)
    records.attempts["7"] = [
        first.model_copy(
            update={
                "started_at": first.started_at - timedelta(days=3),
                "finished_at": first.finished_at - timedelta(days=3),
            }
        )
    ]
    browser.open().press("begin")
    assert grades(browser) == [0.0]
    hand_in(browser, 0)
    assert grades(browser) == []
    for _ in range(TIMED.quiz.length):
        browser.answer_rightly(TIMED)
    hand_in(browser, 1)
    hand_in(browser, 0)
    assert grades(browser) == [1.0]


def test_a_result_that_is_computed_anew_keeps_a_grade_that_was_set_since(records):
    """What a voided question does: the try ended long before."""
    browser = begin_all_right(records)
    hand_in(browser)
    block = browser.block
    block.set_score(HALF)
    grades(browser)
    block.publish_result(attempts_of(browser)[0])
    assert grades(browser) == [0.5]
    block.rescore(only_if_higher=False)
    block.publish_result(attempts_of(browser)[0])
    assert grades(browser) == [1.0, 1.0]


def test_a_try_that_counts_no_more_leaves_nothing_unless_the_course_team_set_something(records):
    browser = begin_all_right(records)
    hand_in(browser)
    grades(browser)
    browser.block.withdraw_result()
    assert grades(browser) == [0.0]
    browser.block.set_score(HALF)
    browser.block.withdraw_result()
    assert grades(browser) == []


def test_practice_has_no_grade_and_is_done_when_it_is_closed(records):
    document = sample_quiz("practice")
    browser = open_block(records, document).press("begin")
    hand_in(browser)
    published = [kind for kind, _data in browser.block.runtime.published]
    assert "completion" in published
    assert "grade" not in published
    browser.block.runtime.published.clear()
    browser.block.withdraw_result()
    assert browser.block.runtime.published == []


def test_a_failed_certification_is_not_done(records):
    browser = open_block(records).press("begin")
    hand_in(browser)
    assert "completion" not in [kind for kind, _data in browser.block.runtime.published]
