"""A course team in the real Studio: previews, and the import command."""

from django.apps import apps
from django.core.management import call_command
from platform_course import COURSE, QUIZ, OnThePlatform, unpacked_packages
from studio_author import InStudio
from xmodule.modulestore.django import modulestore

from empower_lms.records import models

BLOCKS = ("empower_lesson", "empower_quiz", "empower_scope")


class TestStudio(InStudio):
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

    def test_every_block_has_an_editor(self):
        seen = set()
        for block in self.blocks():
            if block.location.block_type not in seen:
                seen.add(block.location.block_type)
                assert self.open_editor(block.location).xpath("//form[contains(@class, 'studio__form')]")
        assert seen == set(BLOCKS)


class TestImportCommand(OnThePlatform):
    def test_the_command_that_tutor_runs_imports_a_package(self):
        call_command("import", str(unpacked_packages() / "lead"), "course")
        imported = [block.location.block_type for block in modulestore().get_items(COURSE.replace(course="lead"))]
        assert "empower_lesson" in imported
        assert "empower_quiz" in imported
