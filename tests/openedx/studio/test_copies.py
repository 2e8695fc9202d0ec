"""Adding, copying, moving and sharing blocks in the real Studio: what stays the same quiz, and what becomes another."""

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

from common.djangoapps.student.tests.factories import UserFactory
from django.urls import reverse
from lxml import html
from opaque_keys.edx.keys import CourseKey
from opaque_keys.edx.locator import LibraryUsageLocatorV2
from openedx.core.djangoapps.content_libraries import api as library_api
from organizations.models import Organization
from platform_course import COURSE, PASSWORD, QUIZ
from rest_framework.test import APIClient
from studio_author import InStudio
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, LibraryFactory
from xmodule.modulestore.xml_exporter import export_course_to_xml
from xmodule.modulestore.xml_importer import import_course_from_xml

BLOCKS = ("empower_lesson", "empower_quiz", "empower_scope")
QUIZ_ID = "scope.certification"


class TestCopies(InStudio):
    def unit(self):
        return modulestore().get_item(QUIZ).parent

    def another_unit(self):
        sequential = modulestore().get_item(modulestore().get_item(self.unit()).parent)
        return BlockFactory.create(parent=sequential, category="vertical", user_id=self.author.id).location

    def assert_another_quiz(self, key):
        original, copy = self.quiz(), self.quiz(key)
        assert key != QUIZ
        assert original.quiz.id == QUIZ_ID
        assert copy.quiz.id != QUIZ_ID
        assert copy.quiz.model_copy(update={"id": QUIZ_ID}) == original.quiz
        assert copy.questions == original.questions
        return copy.quiz.id

    def copy_to_clipboard(self, usage):
        client = APIClient()
        client.force_authenticate(self.author)
        answer = client.post("/api/content-staging/v1/clipboard/", {"usage_key": str(usage)}, format="json")
        assert answer.status_code == 200, answer.content

    def test_a_duplicate_is_another_quiz(self):
        first = self.create(duplicate_source_locator=str(QUIZ), parent_locator=str(self.unit()))
        second = self.create(duplicate_source_locator=str(first), parent_locator=str(self.unit()))
        ids = {QUIZ_ID, self.assert_another_quiz(first), self.assert_another_quiz(second)}
        assert len(ids) == 3

    def test_duplicating_a_unit_duplicates_its_quiz(self):
        unit = modulestore().get_item(self.unit())
        copied = self.create(duplicate_source_locator=str(unit.location), parent_locator=str(unit.parent))
        (quiz,) = modulestore().get_item(copied).get_children()
        self.assert_another_quiz(quiz.location)

    def test_a_pasted_quiz_is_another_quiz(self):
        self.copy_to_clipboard(QUIZ)
        pasted = self.create(parent_locator=str(self.another_unit()), staged_content="clipboard")
        self.assert_another_quiz(pasted)

    def test_pasting_a_unit_pastes_another_quiz(self):
        unit = modulestore().get_item(self.unit())
        self.copy_to_clipboard(unit.location)
        pasted = self.create(parent_locator=str(unit.parent), staged_content="clipboard")
        (quiz,) = modulestore().get_item(pasted).get_children()
        self.assert_another_quiz(quiz.location)

    def test_a_moved_quiz_is_the_same_quiz(self):
        before = modulestore().get_item(QUIZ).document
        target = self.another_unit()
        answer = self.client.patch(
            reverse("xblock_handler"),
            json.dumps({"move_source_locator": str(QUIZ), "parent_locator": str(target)}),
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        moved = modulestore().get_item(QUIZ)
        assert moved.parent == target
        assert moved.document == before

    def test_a_new_run_of_the_course_has_the_same_quizzes(self):
        run = CourseKey.from_string("course-v1:Empower+scope+2027")
        modulestore().clone_course(COURSE, run, self.author.id)
        assert self.quiz(run.make_usage_key("empower_quiz", QUIZ.block_id)) == self.quiz()

    def test_a_duplicate_survives_export_and_import(self):
        copy = self.create(duplicate_source_locator=str(QUIZ), parent_locator=str(self.unit()))
        self.publish(self.unit())
        folder = Path(mkdtemp(prefix="empower-export-"))
        self.addCleanup(shutil.rmtree, folder)
        export_course_to_xml(modulestore(), contentstore(), COURSE, str(folder), "course")
        run = CourseKey.from_string("course-v1:Empower+scope+2028")
        import_course_from_xml(
            modulestore(),
            self.author.id,
            str(folder),
            source_dirs=["course"],
            target_id=run,
            create_if_not_present=True,
            raise_on_failure=True,
        )
        for key in (QUIZ, copy):
            assert self.quiz(run.make_usage_key("empower_quiz", key.block_id)) == self.quiz(key)


class TestFreshBlocks(InStudio):
    def test_a_block_that_was_added_begins_with_something_to_edit(self):
        unit = modulestore().get_item(QUIZ).parent
        ids = set()
        for name in (*BLOCKS, "empower_quiz"):
            block = self.create(category=name, type=name, parent_locator=str(unit))
            assert "<empower-block" in self.view(block, "reorderable_container_child_preview")
            editor = self.open_editor(block)
            assert editor.xpath("//form[contains(@class, 'studio__form')]")
            if name == "empower_quiz":
                page = self.send(editor, {"title.en": "Mine", "do": "save"})
                assert "Saved." in self.notices(page)
                ids.add(self.quiz(block).quiz.id)
        assert len(ids) == 2
        assert all(one.startswith("scope.quiz-") for one in ids)

    def test_a_fresh_quiz_keeps_its_id_when_it_is_saved_and_published(self):
        unit = modulestore().get_item(QUIZ).parent
        block = self.create(category="empower_quiz", type="empower_quiz", parent_locator=str(unit))
        shown = modulestore().get_item(block).start_document().quiz.id
        self.publish(unit)
        with modulestore().branch_setting("published-only", COURSE):
            assert modulestore().get_item(block).start_document().quiz.id == shown
        self.send(self.open_editor(block), {"title.en": "Mine", "do": "save"})
        assert self.quiz(block).quiz.id == shown


class TestLibraries(InStudio):
    def test_a_quiz_in_a_library_of_the_old_kind_comes_into_a_course_as_the_same_quiz(self):
        library = LibraryFactory.create(modulestore=modulestore())
        block = BlockFactory.create(
            category="empower_quiz",
            parent_location=library.location,
            user_id=self.author.id,
            document=self.quiz().to_json(),
            publish_item=False,
        )
        page = self.send(self.open_editor(block.location), {"title.en": "In a library", "do": "save"})
        assert "Saved." in self.notices(page)
        unit = modulestore().get_item(QUIZ).parent
        content = BlockFactory.create(
            category="library_content",
            parent_location=unit,
            user_id=self.author.id,
            source_library_id=str(library.location.library_key),
            publish_item=False,
        )
        address = f"/preview/xblock/{content.location}/handler/upgrade_and_sync"
        assert self.client.post(address, {}).status_code == 200
        (child,) = modulestore().get_item(content.location).children
        assert self.quiz(child).quiz.id == QUIZ_ID
        assert self.quiz(child).quiz.title.to("en") == "In a library"

    def test_a_quiz_in_a_library_of_the_new_kind_is_edited_there_and_comes_into_a_course(self):
        organisation, _created = Organization.objects.get_or_create(short_name="Empower", defaults={"name": "Empower"})
        library = library_api.create_library(org=organisation, slug="quizzes", title="Quizzes")
        library_api.set_library_user_permissions(library.key, self.author, library_api.AccessLevel.ADMIN_LEVEL)
        library_api.create_library_block(library.key, "empower_quiz", "one", user_id=self.author.id)
        key = LibraryUsageLocatorV2(library.key, "empower_quiz", "one")
        address = f"/api/xblock/v2/xblocks/{key}/"
        page = html.fromstring(self.client.get(f"{address}view/studio_view/").json()["content"])
        page = self.send(page, {"title.en": "In a library", "do": "save"})
        assert "Saved." in self.notices(page)
        library_api.publish_changes(library.key, self.author.id)
        unit = modulestore().get_item(QUIZ).parent
        linked = self.create(category="empower_quiz", library_content_key=str(key), parent_locator=str(unit))
        assert self.quiz(linked).quiz.title.to("en") == "In a library"
        copy = self.create(duplicate_source_locator=str(linked), parent_locator=str(unit))
        assert self.quiz(copy).quiz.id != self.quiz(linked).quiz.id

    def test_somebody_who_may_only_learn_from_a_library_does_not_see_its_editor(self):
        organisation, _created = Organization.objects.get_or_create(short_name="Empower", defaults={"name": "Empower"})
        library = library_api.create_library(
            org=organisation, slug="open", title="Open", allow_public_learning=True, allow_public_read=True
        )
        library_api.create_library_block(library.key, "empower_quiz", "one", user_id=self.author.id)
        library_api.publish_changes(library.key, self.author.id)
        key = LibraryUsageLocatorV2(library.key, "empower_quiz", "one")
        UserFactory(username="mara", password=PASSWORD)
        client = self.client_class()
        client.login(username="mara", password=PASSWORD)
        address = f"/api/xblock/v2/xblocks/{key}/"
        shown = client.get(f"{address}view/studio_view/")
        assert "studio__form" not in shown.content.decode()
        handler = client.get(f"{address}handler_url/studio_edit/").json().get("handler_url", "")
        answer = client.post(handler.replace("http://testserver", "") or "/nowhere", {"leave": "text"})
        assert "studio__form" not in answer.content.decode()
        assert answer.status_code in {403, 404}
