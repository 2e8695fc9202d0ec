"""Transitions: every way from one state of an attempt to another, and every way that is barred."""

from datetime import UTC, datetime, timedelta

import pytest

from empower_lms.assessment.attempts import Attempt, AttemptState, Refusal
from empower_lms.assessment.responses import ResponseProblem, Stance
from empower_lms.assessment.retake import (
    AlreadyPassed,
    InProgress,
    MayStart,
    MustWait,
    NeedsRemediation,
    NoTriesLeft,
    Retired,
)
from empower_lms.assessment.transitions import begin, give_answer, grant_time, hand_in, time_out, void
from empower_lms.domain.quiz import StanceRule
from tests.assessment.quizzes import CLOSED, make_quiz, sheet

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TIMED = make_quiz(time_limit="10m", grace="1m")
UNTIMED = make_quiz()
LAST_MOMENT = START + 11 * MINUTE


FIRST = MayStart(number=1, left_in_block=2)


def begun(document=TIMED, *, extra_time=0, status=FIRST):
    return begin(document, status, attempt_id="a", seed="s", seen={}, extra_time=extra_time, now=START)


def answered(attempt, document=TIMED, *, right=True, now=START):
    for item in attempt.form.items:
        attempt = give_answer(
            attempt, document, item.position, sheet(document, attempt, item.position, right=right), now=now
        )
        assert isinstance(attempt, Attempt), attempt
    return attempt


def in_state(state):
    attempt = answered(begun())
    match state:
        case AttemptState.OPEN:
            return attempt
        case AttemptState.HANDED_IN:
            return hand_in(attempt, TIMED, now=START + MINUTE)
        case AttemptState.TIMED_OUT:
            return time_out(attempt, TIMED, now=START + 60 * MINUTE)
        case AttemptState.VOIDED:
            return void(attempt, certified=False, now=START + MINUTE)


def test_an_attempt_begins_with_a_form_and_a_deadline():
    attempt = begun()
    assert (attempt.state, attempt.is_answering, attempt.unanswered) == (AttemptState.OPEN, False, (1, 2, 3, 4))
    assert (attempt.deadline, attempt.closes_at) == (START + 10 * MINUTE, LAST_MOMENT)
    assert begun(UNTIMED).deadline is None
    assert not begun(UNTIMED).is_overdue(START + timedelta(days=900))


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (InProgress(number=1), Refusal.NOT_ALLOWED_YET),
        (MustWait(number=2, until=START, opens_block=False), Refusal.NOT_ALLOWED_YET),
        (NeedsRemediation(number=3), Refusal.NOT_ALLOWED_YET),
        (NoTriesLeft(used=4), Refusal.NOT_ALLOWED_YET),
        (AlreadyPassed(number=1), Refusal.NOT_ALLOWED_YET),
        (Retired(), Refusal.RETIRED),
    ],
)
def test_only_the_retake_rule_lets_somebody_begin(status, refusal):
    assert begun(status=status) is refusal


def test_the_first_answer_makes_an_open_attempt_one_that_is_being_answered():
    attempt = begun()
    after = give_answer(attempt, TIMED, 1, sheet(TIMED, attempt, 1), now=START)
    assert isinstance(after, Attempt)
    assert (after.is_answering, after.unanswered) == (True, (2, 3, 4))
    assert after.state is AttemptState.OPEN


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (AttemptState.HANDED_IN, Refusal.ALREADY_HANDED_IN),
        (AttemptState.TIMED_OUT, Refusal.TIME_IS_UP),
        (AttemptState.VOIDED, Refusal.VOIDED),
    ],
)
def test_a_closed_attempt_takes_no_answer(state, refusal):
    attempt = in_state(state)
    assert give_answer(attempt, TIMED, 1, sheet(TIMED, attempt, 1), now=START + 2 * MINUTE) is refusal


@pytest.mark.parametrize("late", [timedelta(0), -SECOND, SECOND, timedelta(microseconds=1)])
def test_the_clock_at_the_deadline(late):
    attempt = answered(begun())
    now = LAST_MOMENT + late
    in_time = late <= timedelta(0)
    taken = give_answer(attempt, TIMED, 1, sheet(TIMED, attempt, 1, right=False), now=now)
    assert isinstance(taken, Attempt) if in_time else taken is Refusal.TIME_IS_UP
    closed = hand_in(attempt, TIMED, now=now)
    assert closed.state is (AttemptState.HANDED_IN if in_time else AttemptState.TIMED_OUT)
    assert closed.finished_at == min(now, LAST_MOMENT)
    assert time_out(attempt, TIMED, now=now).is_open is in_time


def test_a_timed_out_attempt_is_judged_with_the_answers_so_far_whoever_closes_it_and_when():
    attempt = begun()
    attempt = give_answer(attempt, TIMED, 2, sheet(TIMED, attempt, 2), now=START)
    ways = [
        time_out(attempt, TIMED, now=LAST_MOMENT + SECOND),
        time_out(attempt, TIMED, now=START + timedelta(days=9)),
        hand_in(attempt, TIMED, now=START + timedelta(days=1)),
    ]
    assert ways[0] == ways[1] == ways[2]
    assert (ways[0].result.points, ways[0].result.passed, ways[0].finished_at) == (1, False, LAST_MOMENT)


def test_a_timed_out_attempt_may_have_passed():
    assert time_out(answered(begun()), TIMED, now=START + timedelta(days=1)).result.passed


@pytest.mark.parametrize("state", CLOSED)
def test_closing_what_is_closed_changes_nothing(state):
    attempt = in_state(state)
    later = START + timedelta(days=30)
    assert hand_in(attempt, TIMED, now=later) == attempt
    assert time_out(attempt, TIMED, now=later) == attempt
    assert grant_time(attempt, TIMED.quiz, 50) == attempt


@pytest.mark.parametrize("state", AttemptState)
def test_every_attempt_is_voided_once_and_keeps_its_answers(state):
    attempt = in_state(state)
    voided = void(attempt, certified=False, now=START + MINUTE)
    if state is AttemptState.VOIDED:
        assert voided is Refusal.VOIDED
        return
    assert isinstance(voided, Attempt)
    assert voided.state is AttemptState.VOIDED
    assert (voided.responses, voided.result) == (attempt.responses, attempt.result)
    assert voided.finished_at == attempt.finished_at or attempt.is_open


def test_what_a_certificate_rests_on_is_not_voided():
    assert void(in_state(AttemptState.HANDED_IN), certified=True, now=START) is Refusal.CERTIFIED


@pytest.mark.parametrize(("percent", "minutes"), [(0, 10), (25, 13), (50, 15), (100, 20)])
def test_extra_time_is_rounded_up_to_whole_minutes(percent, minutes):
    attempt = begun(extra_time=percent)
    assert attempt.deadline == START + minutes * MINUTE
    assert grant_time(begun(), TIMED.quiz, percent) == attempt
    assert grant_time(begun(UNTIMED), UNTIMED.quiz, percent) == begun(UNTIMED)


ASKS = make_quiz(stance=StanceRule(confident_errors=0))


def test_where_a_stance_counts_an_answer_without_one_is_not_taken():
    attempt = begun(ASKS)
    assert give_answer(attempt, ASKS, 1, sheet(ASKS, attempt, 1), now=START) is ResponseProblem.NO_STANCE
    with_one = give_answer(attempt, ASKS, 1, sheet(ASKS, attempt, 1, stance=Stance.ASK), now=START)
    assert isinstance(with_one, Attempt)
    assert with_one.responses[1].stance is Stance.ASK


def test_a_stance_that_nobody_asked_for_is_left_out():
    attempt = begun()
    after = give_answer(attempt, TIMED, 1, sheet(TIMED, attempt, 1, stance=Stance.ALONE), now=START)
    assert isinstance(after, Attempt)
    assert after.responses[1].stance is None


def test_practice_offers_a_stance_and_needs_none():
    practice = make_quiz(mode="practice", cut=0, stance=StanceRule())
    attempt = begun(practice, status=MayStart(number=1, left_in_block=None))
    for stance in (None, Stance.INFORM):
        after = give_answer(attempt, practice, 1, sheet(practice, attempt, 1, stance=stance), now=START)
        assert isinstance(after, Attempt)
        assert after.responses[1].stance is stance


@pytest.mark.parametrize(("wrong_alone", "passes"), [(0, True), (1, False)])
def test_confident_errors_fail_whoever_has_the_points(wrong_alone, passes):
    document = make_quiz(cut=3, stance=StanceRule(confident_errors=0))
    attempt = begun(document)
    for position in range(1, 5):
        wrong = position == 1
        stance = Stance.ALONE if wrong and wrong_alone else Stance.ASK if wrong else Stance.ALONE
        attempt = give_answer(
            attempt, document, position, sheet(document, attempt, position, right=not wrong, stance=stance), now=START
        )
    result = hand_in(attempt, document, now=START).result
    assert (result.points, result.passed, result.confident_errors) == (3, passes, wrong_alone)
    assert result.is_too_confident is not passes
    assert result.quadrant.model_dump() == {
        "ready": 3,
        "dangerous": wrong_alone,
        "encourage": 0,
        "train": 1 - wrong_alone,
    }
