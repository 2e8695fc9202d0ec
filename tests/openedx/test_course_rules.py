"""Rules of the course in the real LMS: extensions, self-paced courses, weights, late grades, views of other people."""

import json
import pickle
from datetime import UTC, datetime, timedelta

from common.djangoapps.student.tests.factories import InstructorFactory, UserFactory
from completion.models import BlockCompletion
from django.conf import settings
from django.test.utils import override_settings
from django.urls import reverse
from edx_when.api import set_dates_for_course
from lms.djangoapps.courseware.field_overrides import OverrideModulestoreFieldData
from lms.djangoapps.grades.api import CourseGradeFactory
from openedx.core.djangoapps.content.block_structure.api import get_course_in_cache
from openedx.core.djangoapps.dark_lang.models import DarkLangConfig
from platform_course import COURSE, PASSWORD, QUIZ, OnThePlatform, republish, usage
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import clear_existing_modulestores, modulestore

HOUR = timedelta(hours=1)
SECTION = usage("sequential", "page_scope-certification")
SELF_PACED = "lms.djangoapps.courseware.self_paced_overrides.SelfPacedDateOverrideProvider"
OVERRIDES = "lms.djangoapps.courseware.field_overrides:OverrideModulestoreFieldData.wrap"


def change(block, **values):
    """Set fields as a course author does, and publish."""
    store = modulestore()
    with store.branch_setting(ModuleStoreEnum.Branch.draft_preferred, COURSE):
        item = store.get_course(COURSE) if block == COURSE else store.get_item(block)
        for name, value in values.items():
            setattr(item, name, value)
        store.update_item(item, 1)
    if block != COURSE:
        store.publish(block, 1)
    republish()


class TestDates(OnThePlatform):
    def set_due(self, due):
        change(SECTION, due=due)
        # The LMS reads due dates from a table of their own, which a task fills when a course is published.
        set_dates_for_course(COURSE, [(SECTION, {"due": due})])

    def test_an_extension_for_one_person_lets_that_person_in_and_nobody_else(self):
        mara, jonas = self.learner("mara"), self.learner("jonas")
        self.set_due(datetime.now(UTC) - HOUR)
        teacher = self.client_class()
        teacher.login(
            username=InstructorFactory(username="teacher", course_key=COURSE, password=PASSWORD).username,
            password=PASSWORD,
        )
        later = datetime.now(UTC) + timedelta(days=2)
        answer = teacher.post(
            reverse("change_due_date", kwargs={"course_id": str(COURSE)}),
            {"student": "mara", "url": str(SECTION), "due_datetime": later.strftime("%m/%d/%Y %H:%M")},
        )
        assert answer.status_code == 200, answer.content
        assert mara.post("begin").status == 200
        assert mara.attempt().is_open
        assert jonas.post("begin").status == 403
        assert jonas.attempt() is None

    def test_what_was_begun_in_time_and_handed_in_late_is_graded(self):
        learner = self.learner()
        learner.answer_all(learner.start())
        self.set_due(datetime.now(UTC) - HOUR)
        assert learner.hand_in().status == 200
        assert learner.attempt().result.passed
        assert CourseGradeFactory().read(learner.user, self.course).percent == 1.0


@override_settings(MODULESTORE_FIELD_OVERRIDE_PROVIDERS=(SELF_PACED,), XBLOCK_FIELD_DATA_WRAPPERS=(OVERRIDES,))
class TestSelfPaced(OnThePlatform):
    """The settings of a production LMS. The platform remembers the first providers and the first store that it sees."""

    def forget(self):
        OverrideModulestoreFieldData.provider_classes = None
        clear_existing_modulestores()

    def setUp(self):
        self.forget()
        self.addCleanup(self.forget)
        super().setUp()

    def test_a_self_paced_course_has_no_due_dates(self):
        learner = self.learner()
        change(COURSE, self_paced=True)
        change(SECTION, due=datetime.now(UTC) - HOUR)
        assert learner.post("begin").status == 200
        assert learner.attempt().is_open


class TestGrading(OnThePlatform):
    def test_weight_and_type_of_the_subsection_count(self):
        change(QUIZ, weight=4.0)
        learner = self.learner()
        learner.take()
        grade = CourseGradeFactory().read(learner.user, self.course)
        (subsection,) = grade.graded_subsections_by_format()["Certification"].values()
        assert (subsection.graded_total.earned, subsection.graded_total.possible) == (4.0, 4.0)
        assert subsection.graded_total.graded

    def test_the_course_grade_lists_the_quiz_and_no_practice(self):
        learner = self.learner()
        learner.take()
        grade = CourseGradeFactory().read(learner.user, self.course)
        scored = {
            str(key.block_id)
            for chapter in grade.chapter_grades.values()
            for subsection in chapter["sections"]
            for key in subsection.problem_scores
        }
        assert scored == {"scope-certification"}


class TestViews(OnThePlatform):
    def test_a_preview_for_staff_renders_and_starts_nothing(self):
        staff = self.learner("author", is_staff=True)
        page = staff.open()
        assert page.status == 200
        assert "<empower-block" in page.text
        assert staff.attempt() is None

    def test_the_tree_that_the_apps_read_carries_titles_and_no_document(self):
        structure = get_course_in_cache(COURSE)
        ours = [key for key in structure if key.block_type.startswith("empower_")]
        assert QUIZ in ours
        for key in ours:
            assert structure.get_xblock_field(key, "document") is None
        # What the platform caches for every block and transformer, as it caches it.
        collected = pickle.dumps(structure._block_data_map)
        assert b"scope-certification" in collected
        for marker in (b'"correct"', b"rationale", b"misconception", b'"stem"'):
            assert marker not in collected, marker

    def test_a_mobile_app_gets_an_address_to_show_and_no_question(self):
        learner = self.learner()
        answer = learner.client.get(
            "/api/courses/v2/blocks/",
            {
                "course_id": str(COURSE),
                "username": learner.user.username,
                "depth": "all",
                "requested_fields": "student_view_url,student_view_multi_device,student_view_data",
                "student_view_data": "empower_quiz",
            },
        )
        block = json.loads(answer.content)["blocks"][str(QUIZ)]
        assert block["student_view_multi_device"] is True
        assert learner.client.get(block["student_view_url"]).status_code == 200

    def test_the_courseware_completes_lesson_by_lesson(self):
        lessons = [
            block.location for block in modulestore().get_items(COURSE, qualifiers={"category": "empower_lesson"})
        ]
        learner = self.learner(block=lessons[0])
        for lesson in lessons:
            learner.block = lesson
            learner.post("mark_read", learner.open().fields("mark_read"))
        done = BlockCompletion.objects.filter(user=learner.user, completion=1.0)
        assert {one.block_key for one in done} == set(lessons)


class TestLearnerInGerman(OnThePlatform):
    def test_the_language_of_the_site_reaches_the_block(self):
        DarkLangConfig(released_languages="de-de", enabled=True, changed_by=UserFactory()).save()
        learner = self.learner()
        learner.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de-de"
        assert f"Das Quiz hat {learner.quiz().quiz.length} Fragen." in learner.open().text
        learner.take()
        assert learner.attempt().result.passed
