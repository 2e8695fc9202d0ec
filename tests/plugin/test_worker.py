"""Sweeps on a real Celery worker, killed half-way and run twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest

PEOPLE = 12
_SEED = f"""
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "tests.plugin.celery_settings"
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from tests.records.cases import DAY, assign, certify, make_user, publish
call_command("migrate", verbosity=0)
now = timezone.now() - DAY
publish(now=now)
ada = make_user("ada")
certify(ada, now=now)
for number in range({PEOPLE}):
    assign(make_user(f"sponsor{{number}}"), ada, now=now)
"""
_SEND = "from tests.plugin.celery_app import APP; APP.send_task('empower_lms.openedx.tasks.sweep', ['{}'])"
_EXPIRE_CLAIMS = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "tests.plugin.celery_settings"
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from empower_lms.records.models import Delivery
Delivery.objects.filter(sent_at=None).update(claimed_at=F("claimed_at") - timedelta(hours=2))
"""


class Workshop:
    """A database, a queue and a letter box, and workers that share them."""

    def __init__(self, folder, seed=_SEED):
        self.mail = folder / "mail"
        places = {"WORKER_DATABASE": folder / "db.sqlite3", "WORKER_MAIL": self.mail, "WORKER_QUEUE": folder / "queue"}
        for place in (self.mail, folder / "queue"):
            place.mkdir()
        self.environment = os.environ | {name: str(place) for name, place in places.items()}
        self.run(seed)

    def run(self, code):
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "tests.plugin.celery_settings"}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)

    def send(self, sweep="remind"):
        self.run(_SEND.format(sweep))

    @contextmanager
    def worker(self, seconds_per_letter=0.0):
        environment = {
            **self.environment,
            "DJANGO_SETTINGS_MODULE": "tests.plugin.celery_settings",
            "WORKER_MAIL_SECONDS": str(seconds_per_letter),
        }
        command = [sys.executable, "-m", "celery", "-A", "tests.plugin.celery_app", "worker", "--pool", "solo"]
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "-l", "WARNING"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def letters(self):
        """Count the letters that arrived, by recipient."""
        return Counter(path.name.rpartition(".")[0] for path in self.mail.iterdir())

    def wait_for(self, count, seconds=60):
        deadline = time.monotonic() + seconds
        while sum(self.letters().values()) < count:
            assert time.monotonic() < deadline, self.letters()
            time.sleep(0.05)


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path)


def test_a_worker_that_is_killed_half_way_loses_nothing_and_repeats_at_most_one_letter(workshop):
    everybody = {f"sponsor{number}@example.org" for number in range(PEOPLE)}
    workshop.send()
    with workshop.worker(seconds_per_letter=0.4) as process:
        workshop.wait_for(4)
        # It has handed the fourth letter over and waits for the mail server's answer.
        process.send_signal(signal.SIGKILL)
        process.wait()
    sent = sum(workshop.letters().values())
    assert 4 <= sent < PEOPLE

    workshop.send()
    with workshop.worker():
        workshop.wait_for(PEOPLE)
        time.sleep(1)
    assert set(workshop.letters().values()) == {1}, "the open claim belongs to the dead worker for an hour"
    assert set(workshop.letters()) == everybody

    workshop.run(_EXPIRE_CLAIMS)
    workshop.send()
    with workshop.worker():
        workshop.wait_for(PEOPLE + 1)
        time.sleep(1)
    assert sorted(workshop.letters().values()) == [1] * (PEOPLE - 1) + [2], "only the letter in the dead worker's hand"
    ids = Counter(path.read_text() for path in workshop.mail.iterdir())
    assert sorted(ids.values()) == [1] * (PEOPLE - 1) + [2], "and a mail system can tell, by its id"


def test_two_workers_with_the_same_task_send_every_letter_once(workshop):
    workshop.send()
    workshop.send()
    with workshop.worker(seconds_per_letter=0.1), workshop.worker(seconds_per_letter=0.1):
        workshop.wait_for(PEOPLE)
        time.sleep(2)
    assert set(workshop.letters().values()) == {1}
    assert len(workshop.letters()) == PEOPLE
