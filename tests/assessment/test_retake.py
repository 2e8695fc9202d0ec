"""The retake rule."""

from datetime import UTC, datetime, timedelta

import pytest

from empower_lms.assessment.retake import (
    AlreadyPassed,
    InProgress,
    MayStart,
    MustWait,
    NeedsRemediation,
    NoTriesLeft,
    PastAttempt,
    Relief,
    next_try,
    uses_up_blocks,
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


TWO_FAILED = [failed(1, START), failed(2, START + timedelta(days=1))]
FOUR_FAILED = [*TWO_FAILED, failed(3, START + timedelta(days=9)), failed(4, START + timedelta(days=10))]
WEEK_LATER = START + timedelta(days=8)


def test_a_failed_block_waits_a_week_and_for_remediation():
    early = next_try(RULE, TWO_FAILED, now=WEEK_LATER - timedelta(seconds=1))
    assert early == MustWait(number=3, until=WEEK_LATER, opens_block=True, needs_remediation=True)
    assert next_try(RULE, TWO_FAILED, now=WEEK_LATER) == NeedsRemediation(number=3)
    assert next_try(RULE, TWO_FAILED, now=WEEK_LATER + timedelta(days=900)) == NeedsRemediation(number=3)


def test_remediation_does_not_shorten_the_week():
    done = Relief(remedied=True)
    early = next_try(RULE, TWO_FAILED, now=WEEK_LATER - timedelta(seconds=1), relief=done)
    assert early == MustWait(number=3, until=WEEK_LATER, opens_block=True)
    assert next_try(RULE, TWO_FAILED, now=WEEK_LATER, relief=done) == MayStart(number=3, left_in_block=2)


def test_a_rule_without_remediation_only_waits():
    rule = RULE.model_copy(update={"remediation": False})
    assert next_try(rule, TWO_FAILED, now=WEEK_LATER) == MayStart(number=3, left_in_block=2)


@pytest.mark.parametrize("history", [TWO_FAILED[:1], TWO_FAILED, FOUR_FAILED])
def test_unlocking_opens_the_next_try_at_once(history):
    status = next_try(RULE, history, now=history[-1].finished_at, relief=Relief(unlocked=True))
    assert status == MayStart(number=len(history) + 1, left_in_block=2 - len(history) % 2)


def test_after_all_blocks_a_person_is_asked_and_no_remediation_helps():
    after = START + timedelta(days=100)
    for relief in (None, Relief(remedied=True)):
        status = next_try(RULE, FOUR_FAILED, now=after, relief=relief)
        assert status == NoTriesLeft(used=4, until=FOUR_FAILED[0].started_at + timedelta(days=365))


def test_a_removed_obstacle_opens_a_block_after_the_pause():
    done, until = Relief(resolved=True), START + timedelta(days=40)
    early = next_try(RULE, FOUR_FAILED, now=until - timedelta(seconds=1), relief=done)
    assert early == MustWait(number=5, until=until, opens_block=True)
    assert next_try(RULE, FOUR_FAILED, now=until, relief=done) == MayStart(number=5, left_in_block=2)


def test_blocks_are_counted_for_a_year():
    a_year_later = FOUR_FAILED[0].started_at + timedelta(days=365)
    assert isinstance(next_try(RULE, FOUR_FAILED, now=a_year_later - timedelta(seconds=1)), NoTriesLeft)
    assert next_try(RULE, FOUR_FAILED, now=a_year_later) == NeedsRemediation(number=5)


def test_a_voided_attempt_counts_for_nothing_but_keeps_its_number():
    voided = failed(1, START).model_copy(update={"voided": True})
    assert next_try(RULE, [voided], now=START) == MayStart(number=2, left_in_block=2)
    assert next_try(RULE, [voided, failed(2, START)], now=START + timedelta(days=1)) == MayStart(
        number=3, left_in_block=1
    )
    assert uses_up_blocks(RULE, FOUR_FAILED, now=START + timedelta(days=10))
    assert not uses_up_blocks(RULE, [voided, *FOUR_FAILED[1:]], now=START + timedelta(days=10))


def test_a_pass_ends_the_cycle():
    history = [failed(1, START), PastAttempt(number=2, started_at=START, finished_at=START, passed=True)]
    assert next_try(RULE, history, now=START + timedelta(days=1)) == AlreadyPassed(number=2)


def test_practice_never_runs_out():
    history = [failed(n, START) for n in range(1, 200)]
    practice = RetakeRule(tries=None)
    assert next_try(practice, history, now=START) == MayStart(number=200, left_in_block=None)
