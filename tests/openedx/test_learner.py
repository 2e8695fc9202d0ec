"""A learner in the real LMS: from the page to the grade book and the certificate."""

from completion.models import BlockCompletion
from lms.djangoapps.grades.api import CourseGradeFactory

from empower_lms.records import models
from platform_course import QUIZ, OnThePlatform


class TestLearner(OnThePlatform):
    def test_the_block_is_rendered_by_the_lms(self):
        page = self.learner().open()
        assert page.status == 200
        assert "empower-block" in page.text
        assert page.form("start") is not None

    def test_a_pass_reaches_grade_book_completion_and_ledger(self):
        learner = self.learner()
        done = learner.take()
        assert done.status == 200
        assert learner.attempt().result.passed
        grade = CourseGradeFactory().read(learner.user, self.course)
        assert grade.percent == 1.0
        assert grade.passed
        assert BlockCompletion.objects.get(user=learner.user, block_key=QUIZ).completion == 1.0
        assert models.Certificate.objects.get(holder__user=learner.user).course == "scope"
