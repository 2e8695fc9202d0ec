"""Many learners at once on one SQLite file."""

import pytest

from tests.local.crowd import run_crowd
from tests.served import start_server


@pytest.mark.parametrize("workers", [1, 2])
def test_a_crowd_loses_nothing_and_doubles_nothing(tmp_path, workers):
    served = start_server(tmp_path / "home", workers=workers)
    try:
        outcome = run_crowd(served, learners=50, answers=8)
    finally:
        served.stop()
    assert (outcome.acknowledged, outcome.stored, outcome.lost, outcome.doubled) == (400, 400, 0, 0), outcome
    assert (outcome.handed_in, outcome.results, outcome.server_errors) == (50, 50, 0), outcome
