"""Every member of every enum has its words."""

from datetime import UTC, datetime

import pytest

from empower_lms.assessment.attempts import Refusal
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import AlreadyPassed, InProgress, MayStart, MustWait, NoTriesLeft
from empower_xblocks.wording import word_next_try, word_problem, word_refusal

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("problem", list(ResponseProblem))
@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_problem_is_worded(problem, locale):
    text = word_problem(problem, typed="1.000", unit="EUR", locale=locale)
    assert text
    assert "{" not in text


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_is_worded(refusal):
    assert word_refusal(refusal, "en").endswith((".", "opens."))


@pytest.mark.parametrize(
    "status",
    [
        MayStart(number=1, left_in_block=None),
        MayStart(number=1, left_in_block=1),
        MayStart(number=1, left_in_block=2),
        InProgress(number=1),
        MustWait(number=2, until=NOON, opens_block=False),
        NoTriesLeft(used=4),
        AlreadyPassed(number=1),
    ],
    ids=lambda status: type(status).__name__,
)
def test_every_next_try_is_worded(status):
    assert "{" not in word_next_try(status, "en", "Europe/Berlin")


def test_waiting_names_the_local_time():
    text = word_next_try(MustWait(number=2, until=NOON, opens_block=False), "en", "Europe/Berlin")
    assert text == "Your next try opens on 5 March 2026, 13:00 CET."


@pytest.mark.parametrize(("typed", "small", "large"), [("1.000", "1", "1000"), ("100,000", "100", "100000")])
def test_both_readings_of_an_ambiguous_number_are_named(typed, small, large):
    text = word_problem(ResponseProblem.AMBIGUOUS_NUMBER, typed=typed, unit="", locale="en")
    assert f"Do you mean {small} or {large}?" in text
