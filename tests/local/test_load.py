"""Many learners at once: on one SQLite file, and on the server that tests/run_databases.sh started."""

import pytest

from tests.databases.servers import KIND, fresh_database
from tests.local.crowd import run_crowd
from tests.served import start_server


@pytest.mark.parametrize("workers", [1, 2] if KIND == "sqlite" else [4])
def test_a_crowd_loses_nothing_and_doubles_nothing(tmp_path, workers):
    with fresh_database() as database_url:
        served = start_server(tmp_path / "home", workers=workers, database_url=database_url)
        try:
            outcome = run_crowd(served, learners=50, answers=8)
        finally:
            served.stop()
    assert (outcome.acknowledged, outcome.stored, outcome.lost, outcome.doubled) == (400, 400, 0, 0), outcome
    assert (outcome.handed_in, outcome.results, outcome.server_errors, outcome.findings) == (50, 50, 0, 0), outcome
