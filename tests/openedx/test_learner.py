"""A learner in the real LMS: from the page to grade book, completion and certificate."""

from completion.models import BlockCompletion
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.grades.api import CourseGradeFactory
from openedx.core.lib.xblock_pipeline.finder import XBlockPipelineFinder
from platform_course import COURSE, QUIZ, OnThePlatform, usage
from xmodule.modulestore.django import modulestore

from empower_lms.records import models

PRACTICE = usage("empower_quiz", "scope-practice")


def completion_of(learner, block=QUIZ):
    found = BlockCompletion.objects.filter(user=learner.user, block_key=block).first()
    return found.completion if found else None


class TestLearner(OnThePlatform):
    def grade(self, learner):
        return CourseGradeFactory().read(learner.user, self.course)

    def test_a_pass_reaches_grade_book_completion_and_ledger(self):
        learner = self.learner()
        done = learner.take()
        assert done.status == 200
        assert "Passed" in done.text
        grade = self.grade(learner)
        assert grade.percent == 1.0
        assert grade.passed
        assert [one.format for one in grade.graded_subsections_by_format()["Certification"].values()] == [
            "Certification"
        ]
        assert completion_of(learner) == 1.0
        certificate = models.Certificate.objects.get(holder__user=learner.user)
        assert (certificate.course, str(certificate.attempt_id)) == ("scope", learner.attempt().id)

    def test_a_fail_is_graded_and_certifies_nothing(self):
        learner = self.learner()
        learner.take(right=False)
        assert learner.attempt().result.passed is False
        assert self.grade(learner).percent < 0.5
        assert not self.grade(learner).passed
        assert completion_of(learner) is None
        assert not models.Certificate.objects.exists()

    def test_reading_stores_nothing(self):
        learner = self.learner()
        assert learner.open().status == 200
        assert not models.Holder.objects.exists()
        assert not StudentModule.objects.filter(module_state_key=QUIZ).exists()

    def test_two_learners_at_once_keep_apart(self):
        mara, jonas = self.learner("mara"), self.learner("jonas")
        pages = mara.start(), jonas.start()
        mara.answer_all(pages[0])
        jonas.answer_all(pages[1], right=False)
        mara.hand_in()
        jonas.hand_in()
        assert mara.attempt().result.passed
        assert not jonas.attempt().result.passed
        assert (self.grade(mara).passed, self.grade(jonas).passed) == (True, False)

    def test_sending_forms_twice_changes_nothing(self):
        learner = self.learner()
        form = learner.open().fields("begin")
        learner.post("begin", form)
        learner.post("begin", form)
        assert models.Attempt.objects.count() == 1
        answer = next(learner.forms(1))
        first = learner.post("answer", answer)
        assert first.status == 200
        stored = models.AnswerEvent.objects.count()
        learner.post("answer", answer)
        assert models.AnswerEvent.objects.count() == stored
        attempt = {"attempt": learner.attempt().id}
        learner.post("hand_in", attempt)
        result = learner.attempt()
        learner.post("hand_in", attempt)
        assert learner.attempt() == result

    def test_practice_completes_and_is_not_graded(self):
        learner = self.learner(block=PRACTICE)
        learner.take()
        assert completion_of(learner, PRACTICE) == 1.0
        assert self.grade(learner).percent == 0.0
        assert not models.Certificate.objects.exists()

    def test_a_lesson_is_complete_when_the_learner_says_so(self):
        lesson = modulestore().get_items(COURSE, qualifiers={"category": "empower_lesson"})[0].location
        learner = self.learner(block=lesson)
        page = learner.open()
        assert completion_of(learner, lesson) is None
        assert learner.post("mark_read", page.fields("mark_read")).status == 200
        assert completion_of(learner, lesson) == 1.0

    def test_the_chosen_language_stays_and_moves_nothing(self):
        learner = self.learner()
        learner.start()
        german = learner.post("set_language", {"language": "de", "place": "1"})
        assert "Frage 1 von" in german.text
        assert "Frage 2 von" in learner.post("show", {"go": "2"}).text
        assert models.Attempt.objects.count() == 1

    def test_every_block_of_the_course_renders(self):
        learner = self.learner()
        blocks = [b for b in modulestore().get_items(COURSE) if b.location.block_type.startswith("empower_")]
        assert len(blocks) > 10
        for block in blocks:
            learner.block = block.location
            page = learner.open()
            assert page.status == 200, block.location
            assert "<empower-block" in page.text
            assert "empower__broken" not in page.text

    def test_style_and_script_are_among_the_static_files_that_the_platform_collects(self):
        page = self.learner().open()
        asked = {
            address.removeprefix("/static/")
            for address in page.document.xpath("//link/@href | //script/@src")
            if address.endswith(("/empower.css", "/empower.js"))
        }
        assert len(asked) == 2
        assert asked <= {f"{storage.prefix}/{path}" for path, storage in XBlockPipelineFinder().list([])}

    def test_the_unit_renders_with_the_block_in_it(self):
        quiz = modulestore().get_item(QUIZ)
        learner = self.learner(block=quiz.parent)
        assert "<empower-block" in learner.open().text


class TestWhoMayNotWrite(OnThePlatform):
    def test_somebody_who_is_not_enrolled_gets_no_page_and_no_attempt(self):
        stranger = self.learner(enrolled=False)
        assert stranger.open().status == 404
        for handler in ("begin", "answer", "hand_in"):
            assert stranger.post(handler, {"attempt": "x"}).status == 403, handler
        assert not models.Holder.objects.exists()
        assert not StudentModule.objects.exists()

    def test_somebody_who_left_the_course_cannot_hand_in(self):
        from common.djangoapps.student.models import CourseEnrollment

        learner = self.learner()
        learner.answer_all(learner.start())
        CourseEnrollment.unenroll(learner.user, COURSE)
        assert learner.hand_in().status == 403
        assert learner.attempt().is_open

    def test_a_visitor_without_an_account_starts_nothing(self):
        response = self.client_class().post(f"/courses/{COURSE}/xblock/{QUIZ}/handler/begin")
        assert response.status_code == 403, response.content
        assert not models.Holder.objects.exists()
