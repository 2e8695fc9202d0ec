"""Grades that follow the records on the real platform, also when no learner presses anything."""

import json
from datetime import UTC, datetime, timedelta

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import InstructorFactory, UserFactory
from completion.models import BlockCompletion
from django.test.utils import override_settings
from django.urls import reverse
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.grades.api import CourseGradeFactory
from lms.djangoapps.grades.models import PersistentSubsectionGrade
from platform_course import COURSE, PASSWORD, QUIZ, OnThePlatform, usage
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import modulestore

from empower_lms.assessment.scoring import Remedy
from empower_lms.records import api, models

HOUR = timedelta(hours=1)
SECTION = usage("sequential", "page_scope-certification")


def completion_of(learner):
    found = BlockCompletion.objects.filter(user=learner.user, block_key=QUIZ).first()
    return found.completion if found else None


def let_time_pass(learner, by=HOUR):
    """Let the open try have ended an hour ago: everything reads the real clock."""
    ended = datetime.now(UTC) - by
    models.Attempt.objects.filter(id=learner.attempt().id).update(
        started_at=ended - HOUR, deadline=ended, closes_at=ended
    )


class Grades(OnThePlatform):
    def percent(self, learner):
        return CourseGradeFactory().read(learner.user, self.course).percent

    def stored_score(self, learner):
        row = StudentModule.objects.filter(student=learner.user, module_state_key=QUIZ).first()
        return row.grade if row else None

    def close(self):
        """Do what the planned sweep does; what it queues is done at once by the platform's own Celery app."""
        with self.captureOnCommitCallbacks(execute=True):
            return api.run_step(api.Sweep.CLOSE, now=datetime.now(UTC))

    def void(self, question, remedy, *, withdraw=False):
        boss = UserFactory(is_staff=True)
        with self.captureOnCommitCallbacks(execute=True):
            return api.apply_voiding(
                str(boss.pk), question, remedy, reason="Two keys", withdraw=withdraw, now=datetime.now(UTC)
            )

    def fail_by_one(self, learner):
        """Answer so many questions wrongly that one point is missing; return one of them that no rule depends on."""
        page = learner.start()
        quiz, attempt = learner.quiz().quiz, learner.attempt()
        wrong = attempt.form.length - quiz.cut + 1
        for position in range(1, attempt.form.length + 1):
            for fields in learner.forms(position, right=position > wrong):
                page = learner.post("answer", fields)
                assert page.status == 200, page.text
        learner.hand_in()
        return [attempt.form.item(position).question for position in range(1, wrong + 1)]

    def override(self, learner, score):
        teacher = InstructorFactory(course_key=COURSE, password=PASSWORD)
        browser = self.client_class()
        assert browser.login(username=teacher.username, password=PASSWORD)
        asked = {"problem_to_reset": str(QUIZ), "unique_student_identifier": learner.user.username, "score": score}
        answer = browser.post(reverse("override_problem_score", kwargs={"course_id": str(COURSE)}), asked)
        assert answer.status_code == 200, answer.content


@override_settings(RATELIMIT_ENABLE=False)
class TestTimeIsUp(Grades):
    def test_a_pass_that_nobody_came_back_for_reaches_grade_book_completion_and_ledger(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        let_time_pass(learner)
        assert self.percent(learner) == 0
        assert self.close().done == 1
        assert self.percent(learner) == 1.0
        assert PersistentSubsectionGrade.objects.get(user_id=learner.user.pk).earned_graded == 1.0
        assert completion_of(learner) == 1.0
        assert models.Certificate.objects.get(holder__user=learner.user)
        assert learner.open().status == 200

    def test_a_fail_is_graded_and_not_completed(self):
        learner = self.learner()
        learner.answer_all(learner.start(), right=False)
        let_time_pass(learner)
        self.close()
        assert self.stored_score(learner) == float(learner.attempt().result.ratio)
        assert completion_of(learner) is None

    def test_people_of_one_run_keep_apart(self):
        mara, jonas = self.learner("mara"), self.learner("jonas")
        mara.answer_all(mara.start())
        jonas.answer_all(jonas.start(), right=False)
        for learner in (mara, jonas):
            let_time_pass(learner)
        self.close()
        assert (self.percent(mara), completion_of(mara)) == (1.0, 1.0)
        assert (self.percent(jonas) < 0.5, completion_of(jonas)) == (True, None)

    def test_doing_it_again_changes_nothing(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        let_time_pass(learner)
        self.close()
        before = StudentModule.objects.filter(student=learner.user).values_list("modified", "state", "grade")
        before = list(before)
        self.close()
        assert api.run_sweep(api.Sweep.GRADES, now=datetime.now(UTC) + 2 * HOUR).done == 0
        assert list(StudentModule.objects.filter(student=learner.user).values_list("modified", "state", "grade")) == (
            before
        )

    def test_who_has_left_the_course_meanwhile_gets_what_they_earned(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        let_time_pass(learner)
        CourseEnrollment.unenroll(learner.user, COURSE)
        self.close()
        assert self.stored_score(learner) == 1.0

    def test_a_quiz_that_is_gone_is_no_failure(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        let_time_pass(learner)
        models.Attempt.objects.update(origin=str(usage("empower_quiz", "scope-of-last-year")))
        self.close()
        assert models.Delivery.objects.get().sent_at is not None

    def test_a_grade_set_before_the_try_ended_gives_way_and_one_set_afterwards_stays(self):
        early, late = self.learner("early"), self.learner("late")
        for learner in (early, late):
            learner.answer_all(learner.start())
        self.override(early, "0.25")
        let_time_pass(late)
        self.override(late, "0.25")
        # Its time ends now, after the grade was set.
        let_time_pass(early, by=timedelta(seconds=0))
        self.close()
        assert self.percent(early) == 1.0
        assert self.percent(late) == 0.25
        assert completion_of(late) == 1.0, "the certificate is theirs whatever the grade book says"


@override_settings(RATELIMIT_ENABLE=False)
class TestVoiding(Grades):
    def test_a_credited_question_raises_grade_and_completes_who_passes_now(self):
        learner = self.learner()
        questions = self.fail_by_one(learner)
        before = self.percent(learner)
        assert not learner.attempt().result.passed
        for question in questions:
            self.void(question, Remedy.CREDIT)
        assert learner.attempt().result.passed
        assert self.percent(learner) == 1.0 > before
        assert completion_of(learner) == 1.0

    def test_a_grade_that_the_course_team_set_stays(self):
        learner = self.learner()
        (question, *_) = self.fail_by_one(learner)
        self.override(learner, "0.25")
        self.void(question, Remedy.CREDIT)
        assert self.percent(learner) == 0.25

    def test_a_try_to_be_repeated_is_not_attempted_in_the_grade_book_until_the_next_result(self):
        learner = self.learner()
        for question in self.fail_by_one(learner):
            # The one with whose point they would have passed; the others change no outcome.
            if api.plan_voiding(question, Remedy.RETEST, now=datetime.now(UTC)).affected:
                self.void(question, Remedy.RETEST)
                break
            self.void(question, Remedy.CREDIT)
        assert models.Attempt.objects.get().state == "voided"
        assert self.percent(learner) == 0
        assert self.stored_score(learner) is None
        assert not self.was_attempted(learner)
        learner.take()
        assert self.percent(learner) == 1.0

    def test_a_reset_takes_the_score_out_and_the_next_try_puts_one_in(self):
        learner = self.learner()
        learner.take(right=False)
        assert self.was_attempted(learner)
        self.reset(learner)
        assert self.stored_score(learner) is None
        assert self.percent(learner) == 0
        assert not self.was_attempted(learner)
        learner.take()
        assert self.percent(learner) == 1.0

    def test_a_reset_keeps_what_else_the_block_knows_of_the_learner(self):
        learner = self.learner()
        learner.take(right=False)
        learner.post("set_language", {"language": "de"})
        self.override(learner, "0.25")
        state = StudentModule.objects.get(student=learner.user, module_state_key=QUIZ).state
        self.reset(learner)
        row = StudentModule.objects.get(student=learner.user, module_state_key=QUIZ)
        assert (row.state, row.grade) == (state, 0.25)

    def was_attempted(self, learner):
        fresh = CourseGradeFactory().update(learner.user, self.course)
        return fresh.subsection_grade(SECTION).problem_scores[QUIZ].first_attempted is not None

    def reset(self, learner):
        boss = UserFactory(is_staff=True)
        holder = models.Holder.objects.get(user=learner.user)
        with self.captureOnCommitCallbacks(execute=True), api.records.transaction():
            done = api.reset_attempt(
                str(boss.pk), str(holder.key), learner.attempt().id, reason="Power cut", now=datetime.now(UTC)
            )
        assert done.state == "voided"


@override_settings(RATELIMIT_ENABLE=False)
class TestOwnResults(Grades):
    def state(self, learner):
        return json.loads(StudentModule.objects.get(student=learner.user, module_state_key=QUIZ).state or "{}")

    def test_a_result_that_the_platform_hands_back_is_no_grade_of_the_course_team(self):
        learner = self.learner()
        learner.take(right=False)
        assert not {"given_ratio", "given_at"} & set(self.state(learner))
        self.override(learner, "0.25")
        state = self.state(learner)
        assert state["given_ratio"] == 0.25
        assert state["given_at"]

    def test_a_try_that_ends_later_replaces_a_grade_that_was_set(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        self.override(learner, "0.25")
        assert self.percent(learner) == 0.25
        learner.hand_in()
        assert self.percent(learner) == 1.0
        learner.hand_in()
        assert self.percent(learner) == 1.0

    def test_the_block_of_a_learner_is_published_and_not_a_draft(self):
        store = modulestore()
        learner = self.learner()
        learner.answer_all(learner.start())
        with store.branch_setting(ModuleStoreEnum.Branch.draft_preferred, COURSE):
            draft = store.get_item(QUIZ)
            draft.weight = 7
            store.update_item(draft, 1)
        let_time_pass(learner)
        self.close()
        assert PersistentSubsectionGrade.objects.get(user_id=learner.user.pk).possible_graded == 1.0
