"""What blocks ask of a platform: due dates, enrolment, masquerading, time zone, request."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from xblock.fields import DateTime, Field, Scope

from empower_xblocks import compat
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block

ROOT = Path(__file__).parents[2]
CERTIFICATION = sample_quiz("certification")
NOW = datetime.now(UTC)


class DatedQuiz(QuizBlock):
    """A quiz with the fields that the platform mixes into every block."""

    due = DateTime(scope=Scope.settings, default=None)
    # Not Timedelta, which XBlock 5 does not have.
    graceperiod = Field(scope=Scope.settings, default=None)


@pytest.mark.parametrize(
    ("due", "grace", "is_past"),
    [
        (None, None, False),
        (NOW + timedelta(days=1), None, False),
        (NOW - timedelta(hours=1), None, True),
        (NOW - timedelta(hours=1), timedelta(hours=2), False),
        (NOW - timedelta(hours=3), timedelta(hours=2), True),
    ],
)
def test_the_due_date_with_its_grace_period_is_kept(due, grace, is_past):
    block = make_block(CERTIFICATION, kind=DatedQuiz)
    block.due, block.graceperiod = due, grace
    assert compat.is_past_due(block, NOW) is is_past


def test_after_the_due_date_nothing_starts_and_what_began_can_be_handed_in():
    records = InMemoryRecords()
    block = make_block(CERTIFICATION, kind=DatedQuiz, records=records)
    browser = Browser(block).open().press("begin")
    attempt = records.attempts["7"][0]
    form = [*browser.hidden("answer").items(), ("answer", "1"), ("answer", "720"), ("go", "next")]
    block.due = NOW - timedelta(hours=1)
    for handler in ("begin", "answer"):
        response = browser.post(handler, form)
        assert response.status_int == 403
        assert "The due date has passed" in response.text
    assert records.attempts["7"] == [attempt]
    assert browser.post("hand_in", [("attempt", attempt.id)]).status_int == 200
    assert not records.attempts["7"][0].is_open


def test_an_attribute_that_the_workbench_hangs_on_blocks_is_no_due_date():
    block = make_block(CERTIFICATION)
    block.due = datetime(2000, 1, 1)  # noqa: DTZ001 - naive, as the workbench writes it
    assert not compat.is_past_due(block, NOW)


DRIVER = """
import json
from types import SimpleNamespace
import django
django.setup()
import crum
from common.djangoapps.student.models import CourseEnrollment
from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from xblock.fields import ScopeIds
def attempt(actor, *, enrolled=True, staff=False):
    records = InMemoryRecords()
    block = make_block(sample_quiz("certification"), records=records)
    usage = SimpleNamespace(course_key="course-v1:Empower+scope+2026")
    block.scope_ids = ScopeIds("7", "empower_quiz", "definition", usage)
    if staff:
        block.runtime.service(block, "user").user.opt_attrs["edx-platform.user_is_staff"] = True
    CourseEnrollment.enrolled = {actor} if enrolled else set()
    person = SimpleNamespace(pk=actor, is_authenticated=True)
    crum.request = SimpleNamespace(user=person, GET={"at": ""}, META={})
    response = Browser(block).post("begin", [])
    return [response.status_int, len(records.attempts)]
print(json.dumps({
    "enrolled": attempt(7),
    "not enrolled": attempt(7, enrolled=False),
    "staff, not enrolled": attempt(7, enrolled=False, staff=True),
    "viewing as a learner": attempt(1),
}))
"""


def test_who_is_not_enrolled_or_looks_through_other_eyes_leaves_no_trace(tmp_path):
    """A stand-in platform: the two modules of Open edX that compat looks for."""
    (tmp_path / "crum.py").write_text("request = None\ndef get_current_request():\n    return request\n")
    models = tmp_path / "common" / "djangoapps" / "student" / "models.py"
    models.parent.mkdir(parents=True)
    models.write_text(
        "class CourseEnrollment:\n"
        "    enrolled = set()\n"
        "    @classmethod\n"
        "    def is_enrolled(cls, user, course):\n"
        "        return user.pk in cls.enrolled\n"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT), str(ROOT / "xblocks")])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DRIVER],
        env=os.environ | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "enrolled": [200, 1],
        "not enrolled": [403, 0],
        "staff, not enrolled": [200, 1],
        "viewing as a learner": [403, 0],
    }


def test_the_time_zone_of_the_person_comes_before_that_of_the_site():
    block = make_block(CERTIFICATION)
    assert compat.zone_of(block) == "UTC"
    service = block.runtime.service(block, "user")
    service.user.opt_attrs["edx-platform.user_preferences"] = {"time_zone": "Europe/Berlin"}
    assert compat.zone_of(block) == "Europe/Berlin"
