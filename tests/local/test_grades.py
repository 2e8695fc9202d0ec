"""The local LMS's grade book also hears of what its learner did not hand in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from empower_lms.authoring.build import write_packages
from empower_lms.authoring.load import load_catalogue
from empower_lms.domain.documents import QuizDocument, read_document
from empower_lms.local.content import current_content
from empower_lms.local.models import Completion, Grade
from empower_lms.records import api, models
from empower_lms.records.api import Sweep, records
from tests.answers import raw_answer, right_response
from tests.served import COURSES

# XBlock 5 warns of its own attribute, which handlers of other blocks may still read.
pytestmark = pytest.mark.filterwarnings("ignore:Runtime.user_id is deprecated")

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
QUIZ = "block-v1:Empower+scope+2026+type@empower_quiz+block@scope-certification"


@pytest.fixture
def catalogue(db, tmp_path):
    catalogue = load_catalogue(COURSES).catalogue
    assert catalogue is not None
    write_packages(catalogue, tmp_path)
    with override_settings(
        EMPOWER_PACKAGES=str(tmp_path),
        EMPOWER_GRADE_BOOK="empower_lms.local.grade_book.LocalGradeBook",
    ):
        yield current_content(tmp_path)


def leave_open(user: User, content) -> None:
    """Begin the certification quiz, answer everything rightly and go away."""
    document = read_document(QuizDocument, content.blocks[QUIZ].fields["document"])
    with records.transaction():
        attempt = records.start(str(user.pk), document, origin=QUIZ, now=NOW - 3 * HOUR)
        for item in attempt.form.items:
            question = document.question_by_id[item.question]
            raw = raw_answer(question, item, right_response(question, item))
            records.save_answer(
                str(user.pk), attempt.id, item.position, raw, key="k", language="en", now=NOW - 3 * HOUR
            )
    models.Attempt.objects.update(deadline=NOW - HOUR, closes_at=NOW - HOUR)


def test_a_pass_that_nobody_came_back_for_is_in_grade_book_and_progress(catalogue):
    leave_open(ada := User.objects.create_user("ada"), catalogue)
    api.run_sweeps([Sweep.CLOSE, Sweep.GRADES], now=NOW)
    grade = Grade.objects.get(user=ada, usage=QUIZ)
    assert (grade.earned, grade.possible) == (1.0, 1.0)
    assert Completion.objects.get(user=ada, usage=QUIZ).value == 1.0


def test_a_quiz_that_is_served_no_more_is_no_failure(catalogue, tmp_path):
    leave_open(User.objects.create_user("ada"), catalogue)
    with override_settings(EMPOWER_PACKAGES=str(tmp_path / "empty")):
        results = api.run_sweeps([Sweep.CLOSE, Sweep.GRADES], now=NOW)
    assert results[Sweep.GRADES].failed == 0
    assert not Grade.objects.exists()
