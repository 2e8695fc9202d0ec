"""Grades on a real Celery worker, killed half-way: the grade and its confirmation are one."""

import signal
import sqlite3
import time

import pytest

from tests.plugin.test_worker import _EXPIRE_CLAIMS, PEOPLE, Workshop

_SEED = f"""
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "tests.plugin.celery_settings"
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from tests.records.cases import make_quiz, make_user, start
call_command("migrate", verbosity=0)
quiz = make_quiz(time_limit="10m", grace="1m", numbers=False)
for number in range({PEOPLE}):
    start(make_user(f"p{{number}}"), quiz, now=timezone.now() - timedelta(hours=1))
"""


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path, seed=_SEED)


def told(workshop):
    """Return how often each person's grade was told, as the database has it."""
    with sqlite3.connect(workshop.environment["WORKER_DATABASE"]) as database:
        return dict(database.execute("SELECT username, length(last_name) FROM auth_user"))


def wait_until_all_tries_are_closed(workshop, seconds=60):
    deadline = time.monotonic() + seconds
    with sqlite3.connect(workshop.environment["WORKER_DATABASE"]) as database:
        while database.execute("SELECT count(*) FROM empower_records_attempt WHERE state = 'open'").fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_worker_that_is_killed_between_a_grade_and_its_confirmation_leaves_neither(workshop):
    workshop.send("close")
    workshop.send("grades")
    with workshop.worker(seconds_per_letter=0.4) as process:
        workshop.wait_for(4)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert sum(told(workshop).values()) == 3, "the fourth was told and never stored"

    workshop.send("grades")
    with workshop.worker():
        workshop.wait_for(PEOPLE)
        time.sleep(1)
    assert sum(told(workshop).values()) == PEOPLE - 1, "the claim belongs to the dead worker for an hour"

    workshop.run(_EXPIRE_CLAIMS)
    workshop.send("grades")
    with workshop.worker():
        workshop.wait_for(PEOPLE + 1)
        time.sleep(1)
    assert told(workshop) == {f"p{number}": 1 for number in range(PEOPLE)}


def test_two_workers_with_the_same_task_tell_every_grade_once(workshop):
    workshop.send("close")
    with workshop.worker():
        wait_until_all_tries_are_closed(workshop)
    workshop.send("grades")
    workshop.send("grades")
    with workshop.worker(seconds_per_letter=0.1), workshop.worker(seconds_per_letter=0.1):
        workshop.wait_for(PEOPLE)
        time.sleep(2)
    assert told(workshop) == {f"p{number}": 1 for number in range(PEOPLE)}
    assert set(workshop.letters().values()) == {1}
