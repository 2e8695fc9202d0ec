"""The retake rule."""

from datetime import UTC, datetime, timedelta

import pytest

from empower_lms.assessment.retake import (
    AlreadyPassed,
    InProgress,
    MayStart,
    MustWait,
    NoTriesLeft,
    PastAttempt,
    next_try,
)
from empower_lms.domain.quiz import RetakeRule

RULE = RetakeRule(tries=2, wait="24h", blocks=2, next_block="7d")
START = datetime(2026, 3, 28, 12, tzinfo=UTC)


def failed(number: int, finished_at: datetime) -> PastAttempt:
    return PastAttempt(number=number, started_at=finished_at - timedelta(minutes=20), finished_at=finished_at)


def test_the_first_try_is_free():
    assert next_try(RULE, [], now=START) == MayStart(number=1, left_in_block=2)


def test_an_open_attempt_is_continued():
    history = [PastAttempt(number=1, started_at=START)]
    assert next_try(RULE, history, now=START) == InProgress(number=1)


@pytest.mark.parametrize(
    ("waited", "allowed"),
    [(timedelta(hours=23, minutes=59, seconds=59), False), (timedelta(hours=24), True)],
)
def test_the_second_try_opens_after_the_waiting_time_to_the_second(waited, allowed):
    status = next_try(RULE, [failed(1, START)], now=START + waited)
    if allowed:
        assert status == MayStart(number=2, left_in_block=1)
    else:
        assert status == MustWait(number=2, until=START + timedelta(hours=24), opens_block=False)


def test_a_failed_block_waits_a_week():
    history = [failed(1, START), failed(2, START + timedelta(days=1))]
    until = START + timedelta(days=8)
    assert next_try(RULE, history, now=until - timedelta(seconds=1)) == MustWait(
        number=3, until=until, opens_block=True
    )
    assert next_try(RULE, history, now=until) == MayStart(number=3, left_in_block=2)


def test_after_all_blocks_no_waiting_helps():
    history = [failed(n, START + timedelta(days=n)) for n in range(1, 5)]
    assert next_try(RULE, history, now=START + timedelta(days=3650)) == NoTriesLeft(used=4)


def test_a_pass_ends_the_cycle():
    history = [failed(1, START), PastAttempt(number=2, started_at=START, finished_at=START, passed=True)]
    assert next_try(RULE, history, now=START + timedelta(days=1)) == AlreadyPassed(number=2)


def test_practice_never_runs_out():
    history = [failed(n, START) for n in range(1, 200)]
    practice = RetakeRule(tries=None)
    assert next_try(practice, history, now=START) == MayStart(number=200, left_in_block=None)
