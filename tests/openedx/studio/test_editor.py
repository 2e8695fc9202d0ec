"""The editor in the real Studio: what is stored, who may store it, and a try that is running meanwhile."""

from datetime import UTC, datetime

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import UserFactory
from platform_course import COURSE, PASSWORD, QUIZ, usage
from studio_author import InStudio
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import modulestore

from empower_lms.assessment.reading import RawAnswer, write_values
from empower_lms.records import api
from empower_xblocks.studio.block import STUDIO_TYPE
from tests.answers import right_response

LESSON = usage("empower_lesson", "scope-anatomy")


class TestEditor(InStudio):
    def test_settings_are_saved_into_the_draft_and_published_on_demand(self):
        page = self.send(self.open_editor(), {"title.en": "Prove it", "retake.tries": "3", "do": "save"})
        assert "Saved." in self.notices(page)
        assert self.quiz().quiz.title.to("en") == "Prove it"
        assert self.quiz().quiz.retake.tries == 3
        with modulestore().branch_setting(ModuleStoreEnum.Branch.published_only, COURSE):
            assert self.quiz().quiz.title.to("en") != "Prove it"
        self.publish(modulestore().get_item(QUIZ).parent)
        with modulestore().branch_setting(ModuleStoreEnum.Branch.published_only, COURSE):
            assert self.quiz().quiz.title.to("en") == "Prove it"

    def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_stored(self):
        before = self.quiz()
        page = self.send(self.open_editor(), {"cut": "99", "title.en": "Typed", "do": "save"})
        assert "99" in self.notices(page)
        assert page.xpath("//input[@name='title.en']")[0].value == "Typed"
        assert self.quiz() == before

    def test_the_whole_quiz_can_be_edited_as_text(self):
        page = self.open_editor(tab="text")
        text = page.xpath("//textarea[@name='text.en']")[0].value
        page = self.send(page, {"text.en": text.replace("Certification quiz", "Edited as text"), "do": "save"})
        assert "Saved." in self.notices(page)
        assert self.quiz().quiz.title.to("en") == "Edited as text"

    def test_a_question_is_edited_and_previewed(self):
        name = self.quiz().questions[0].id
        page = self.send(self.open_editor(tab="questions"), {"do": f"open:{name}"})
        page = self.send(page, {"stem.en": "A stem of today", "do": "save"})
        assert "Saved." in self.notices(page)
        assert self.quiz().question_by_id[name].stem.to("en") == "A stem of today"
        assert "A stem of today" in page.xpath("//section[contains(@class, 'studio__preview')]")[0].text_content()

    def test_a_lesson_is_edited(self):
        page = self.send(self.open_editor(LESSON), {"title.en": "Anatomy, second edition", "do": "save"})
        assert "Saved." in self.notices(page)
        assert "Anatomy, second edition" in modulestore().get_item(LESSON).document

    def test_looking_and_previewing_store_nothing(self):
        before = modulestore().get_item(QUIZ)
        for tab in ("settings", "blueprint", "questions", "text", "preview"):
            self.open_editor(tab=tab)
        answer = self.client.post(f"/xblock/{QUIZ}/handler/studio_preview/begin", {}, HTTP_ACCEPT=STUDIO_TYPE)
        assert "empower-block" in answer.content.decode()
        after = modulestore().get_item(QUIZ)
        assert after.document == before.document
        assert after.edited_on == before.edited_on

    def test_a_try_that_is_running_goes_on_with_its_own_version(self):
        now = datetime.now(UTC)
        document = self.quiz()
        learner = str(UserFactory(username="kim").pk)
        with api.records.transaction():
            attempt = api.records.start(learner, document, origin=str(QUIZ), now=now)
        first = attempt.form.item(1).question
        page = self.send(self.open_editor(tab="questions"), {"do": f"open:{first}"})
        self.send(page, {"stem.en": "Rewritten in the middle of a try", "do": "save"})
        self.publish(modulestore().get_item(QUIZ).parent)
        edited = self.quiz()
        assert edited.digest != document.digest
        standing = api.records.standing(learner, edited, now=now).latest
        assert standing.id == attempt.id
        frozen = api.records.document_of(standing)
        assert frozen.question_by_id[first] == document.question_by_id[first]
        with api.records.transaction():
            for item in attempt.form.items:
                question = frozen.question_by_id[item.question]
                values = write_values(question, item, right_response(question, item))
                raw = RawAnswer(item=item.question, values=values)
                kept = api.records.save_answer(
                    learner, attempt.id, item.position, raw, key=f"k{item.position}", language="en", now=now
                )
                assert kept.id == attempt.id
            done = api.records.hand_in(learner, attempt.id, now=now)
        assert done.result.passed


class TestWhoMayEdit(InStudio):
    SECRETS = ("rationale", "feedback", "studio__form", "options.0.correct")

    def doors(self):
        for prefix in ("xblock", "preview/xblock"):
            for handler in ("studio_edit", "studio_preview/show", "studio_preview/answer"):
                yield f"/{prefix}/{QUIZ}/handler/{handler}"

    def test_somebody_outside_the_team_reads_and_changes_nothing(self):
        learner = UserFactory(username="mara", password=PASSWORD)
        CourseEnrollment.enroll(learner, COURSE)
        before = modulestore().get_item(QUIZ).document
        client = self.client_class()
        client.login(username="mara", password=PASSWORD)
        for door in self.doors():
            for fields in ({}, {"tab": "text", "do": "save"}, {"leave": "text"}, {"tab": "questions", "do": "open:x"}):
                answer = client.post(door, fields, HTTP_ACCEPT=STUDIO_TYPE)
                assert answer.status_code == 403, door
                assert not any(secret in answer.content.decode() for secret in self.SECRETS), door
        view = client.get(f"/xblock/{QUIZ}/studio_view", HTTP_ACCEPT="application/json")
        assert view.status_code == 403
        assert modulestore().get_item(QUIZ).document == before
