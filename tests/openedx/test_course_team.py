"""What a course team does in the real LMS: masquerade, due dates, override, rescore."""

import json
from datetime import UTC, datetime, timedelta

from common.djangoapps.student.tests.factories import InstructorFactory, StaffFactory
from django.test.utils import override_settings
from django.urls import reverse
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.grades.api import CourseGradeFactory
from lms.djangoapps.instructor_task.models import InstructorTask
from platform_course import COURSE, PASSWORD, QUIZ, Learner, OnThePlatform, republish, usage
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import modulestore

from empower_lms.records import api, models

HOUR = timedelta(hours=1)
SECTION = usage("sequential", "page_scope-certification")


class TestMasquerade(OnThePlatform):
    def staff(self):
        user = StaffFactory(username="teacher", course_key=COURSE, password=PASSWORD)
        return Learner(self.client_class(), user)

    def look_as(self, staff, username=None):
        answer = staff.client.post(
            reverse("masquerade_update", kwargs={"course_key_string": str(COURSE)}),
            json.dumps({"role": "student", "user_name": username, "group_id": None, "user_partition_id": None}),
            "application/json",
        )
        assert answer.json()["success"], answer.content

    def test_looking_through_a_learners_eyes_stores_nothing_and_grades_nothing(self):
        learner, staff = self.learner(), self.staff()
        learner.answer_all(learner.start())
        before = list(models.AnswerEvent.objects.values_list())
        attempt = learner.attempt()
        self.look_as(staff, learner.user.username)
        assert staff.open().status == 200
        position = staff.post("show", {"go": "1"}).fields("answer")
        for handler, form in (
            ("begin", {}),
            ("answer", {**position, "answer": ["a"], "go": "next"}),
            ("hand_in", {"attempt": attempt.id}),
        ):
            assert staff.post(handler, form).status == 403, handler
        assert list(models.AnswerEvent.objects.values_list()) == before
        assert learner.attempt() == attempt
        assert models.Holder.objects.count() == 1
        assert not StudentModule.objects.filter(student=learner.user, grade__isnull=False).exists()

    def test_looking_as_any_learner_stores_nothing_either(self):
        staff = self.staff()
        self.look_as(staff)
        assert staff.open().status == 200
        assert staff.post("begin").status == 403
        assert not models.Holder.objects.exists()

    def test_staff_can_try_the_quiz_as_themselves(self):
        staff = self.staff()
        staff.take()
        assert staff.attempt().result.passed


class TestDueDates(OnThePlatform):
    def set_due(self, due, **course_values):
        store = modulestore()
        with store.branch_setting(ModuleStoreEnum.Branch.draft_preferred, COURSE):
            section = store.get_item(SECTION)
            section.due = due
            store.update_item(section, 1)
            course = store.get_course(COURSE)
            for name, value in course_values.items():
                setattr(course, name, value)
            store.update_item(course, 1)
        store.publish(SECTION, 1)
        republish()

    def test_after_the_due_date_nothing_starts_and_what_began_is_handed_in(self):
        early, late = self.learner("early"), self.learner("late")
        page = early.start()
        form = {**page.fields("answer"), "answer": ["a"], "go": "next"} if "/answer" in page.text else {}
        self.set_due(datetime.now(UTC) - HOUR)
        assert late.post("begin").status == 403
        assert late.attempt() is None
        answered = early.post("answer", form)
        assert answered.status == 403
        assert not models.AnswerEvent.objects.exists()
        assert early.hand_in().status == 200
        assert not early.attempt().is_open

    def test_the_grace_period_of_the_course_counts(self):
        learner = self.learner()
        self.set_due(datetime.now(UTC) - HOUR, graceperiod=2 * HOUR)
        assert learner.post("begin").status == 200
        assert learner.attempt().is_open


@override_settings(RATELIMIT_ENABLE=False)
class TestGradesOfTheCourseTeam(OnThePlatform):
    def percent(self, learner):
        return CourseGradeFactory().read(learner.user, self.course).percent

    def press(self, button, learner, **values):
        """Press a button of the instructor dashboard; the platform's task runs at once."""
        teacher = InstructorFactory(course_key=COURSE, password=PASSWORD)
        browser = self.client_class()
        assert browser.login(username=teacher.username, password=PASSWORD)
        asked = {"problem_to_reset": str(QUIZ), "unique_student_identifier": learner.user.username, **values}
        answer = browser.post(reverse(button, kwargs={"course_id": str(COURSE)}), asked)
        assert answer.status_code == 200, answer.content
        output = json.loads(InstructorTask.objects.latest("id").task_output)
        assert output["succeeded"] == 1, output

    def test_override_score_changes_the_grade_and_not_the_attempt(self):
        learner = self.learner()
        learner.take()
        result = learner.attempt()
        self.press("override_problem_score", learner, score="0.25")
        assert self.percent(learner) == 0.25
        assert learner.attempt() == result
        assert models.Certificate.objects.count() == 1

    def test_override_score_helps_somebody_who_missed_the_quiz(self):
        learner = self.learner()
        self.press("override_problem_score", learner, score="1")
        assert self.percent(learner) == 1.0
        assert learner.attempt() is None
        assert not models.Certificate.objects.exists()

    def test_rescoring_brings_the_result_back(self):
        learner = self.learner()
        learner.take()
        self.press("override_problem_score", learner, score="0.25")
        self.press("rescore_problem", learner, all_students="false", only_if_higher="false")
        assert self.percent(learner) == 1.0


@override_settings(RATELIMIT_ENABLE=False)
class TestDeletingState(OnThePlatform):
    """“Delete learner's state” on the instructor page voids the newest try; the ledger says who did it."""

    def setUp(self):
        super().setUp()
        self.teacher = InstructorFactory(username="boss", course_key=COURSE, password=PASSWORD)

    def percent(self, learner):
        return CourseGradeFactory().read(learner.user, self.course).percent

    def delete_state(self, learner):
        browser = self.client_class()
        assert browser.login(username="boss", password=PASSWORD)
        asked = {
            "problem_to_reset": str(QUIZ),
            "unique_student_identifier": learner.user.username,
            "delete_module": "true",
        }
        with self.captureOnCommitCallbacks(execute=True):
            answer = browser.post(reverse("reset_student_attempts", kwargs={"course_id": str(COURSE)}), asked)
        assert answer.status_code == 200, answer.content

    def test_a_failed_try_is_voided_and_the_learner_begins_again(self):
        learner = self.learner()
        learner.take(right=False)
        first = learner.attempt()
        self.delete_state(learner)
        row = models.Attempt.objects.get()
        assert (str(row.id), row.state) == (first.id, "voided")
        entry = models.LedgerEntry.objects.get()
        assert entry.kind == "attempt-voided"
        assert models.Holder.objects.get(key=entry.actor).user == self.teacher
        assert learner.attempt() is None
        assert self.percent(learner) == 0
        learner.take()
        assert learner.attempt().number == 2
        assert learner.attempt().result.passed
        assert self.percent(learner) == 1.0
        assert not api.verify_ledger().findings

    def test_what_was_certified_stays_certified(self):
        learner = self.learner()
        learner.take()
        self.delete_state(learner)
        assert models.Attempt.objects.get().state == "handed-in"
        assert models.Certificate.objects.get().withdrawn_at is None
        assert learner.attempt().result.passed
        assert not api.verify_ledger().findings
