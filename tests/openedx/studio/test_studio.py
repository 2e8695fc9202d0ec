"""A course team in the real Studio: preview, edit, duplicate, add, and the import command."""

import json

from cms.djangoapps.contentstore.utils import reverse_usage_url
from common.djangoapps.student.tests.factories import UserFactory
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from lxml import html
from opaque_keys.edx.keys import UsageKey
from platform_course import COURSE, PASSWORD, QUIZ, OnThePlatform, unpacked_packages
from xmodule.modulestore.django import modulestore

from empower_lms.records import models

BLOCKS = ("empower_lesson", "empower_quiz", "empower_scope")


class TestStudio(OnThePlatform):
    def setUp(self):
        super().setUp()
        author = UserFactory(username="author", password=PASSWORD, is_staff=True, is_superuser=True)
        self.client.login(username=author.username, password=PASSWORD)

    def view(self, usage, name):
        answer = self.client.get(
            reverse_usage_url("xblock_view_handler", usage, {"view_name": name}), HTTP_ACCEPT="application/json"
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["html"]

    def create(self, **values):
        answer = self.client.post(reverse("xblock_handler"), json.dumps(values), content_type="application/json")
        assert answer.status_code == 200, answer.content
        return UsageKey.from_string(answer.json()["locator"])

    def blocks(self):
        return [block for block in modulestore().get_items(COURSE) if block.location.block_type in BLOCKS]

    def test_the_plug_in_brings_tables_and_no_pages(self):
        assert apps.get_app_config("empower_records").name == "empower_lms.records"
        assert self.client.get("/empower/").status_code == 404

    def test_every_block_has_a_preview_that_starts_nothing_and_shows_no_key(self):
        assert {block.location.block_type for block in self.blocks()} == set(BLOCKS)
        for block in self.blocks():
            preview = self.view(block.location, "reorderable_container_child_preview")
            assert "<empower-block" in preview, block.location
            assert "is-key" not in preview
            assert "rationale" not in preview
        assert not models.Holder.objects.exists()

    def test_the_unit_shows_its_blocks(self):
        unit = modulestore().get_item(QUIZ).parent
        assert "<empower-block" in self.view(unit, "container_preview")

    def test_the_editor_shows_title_and_document(self):
        for block in self.blocks()[:3]:
            editor = self.view(block.location, "studio_view")
            assert "display_name" in editor
            assert "document" in editor
            assert html.fromstring(editor) is not None

    def test_a_broken_document_is_refused_and_the_old_one_stays(self):
        before = modulestore().get_item(QUIZ).document
        address = f"/preview/xblock/{QUIZ}/handler/submit_studio_edits"
        answer = self.client.post(
            address,
            json.dumps({"values": {"document": '{"kind": "quiz"}'}, "defaults": []}),
            content_type="application/json",
        )
        assert answer.status_code == 400, answer.content
        assert modulestore().get_item(QUIZ).document == before

    def test_a_duplicate_has_its_own_id_and_the_same_document(self):
        original = modulestore().get_item(QUIZ)
        copy = self.create(duplicate_source_locator=str(QUIZ), parent_locator=str(original.parent))
        assert copy != QUIZ
        assert modulestore().get_item(copy).document == original.document

    def test_blocks_can_be_added_and_say_that_they_are_empty(self):
        unit = modulestore().get_item(QUIZ).parent
        for name in BLOCKS:
            block = self.create(category=name, type=name, parent_locator=str(unit))
            assert "<empower-block" in self.view(block, "reorderable_container_child_preview")


class TestImportCommand(OnThePlatform):
    def test_the_command_that_tutor_runs_imports_a_package(self):
        call_command("import", str(unpacked_packages() / "lead"), "course")
        imported = [block.location.block_type for block in modulestore().get_items(COURSE.replace(course="lead"))]
        assert "empower_lesson" in imported
        assert "empower_quiz" in imported
