"""Packages in Studio's importer and exporter, and what a new edition leaves untouched."""

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

from lxml import etree
from opaque_keys.edx.keys import CourseKey
from platform_course import COURSE, QUIZ, OnThePlatform, import_package, shipped_catalogue, unpacked_packages
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.xml_exporter import export_course_to_xml
from xmodule.modulestore.xml_importer import import_course_from_xml

from empower_lms.records import models

OPTION = "{http://code.edx.org/xblock/option}document"
SETTINGS = ("display_name", "weight", "graded", "format")


def describe(course_key):
    """Return what a course is made of, in order: id, type, settings and document of every block."""
    found = []

    def walk(block):
        settings = {name: getattr(block, name, None) for name in SETTINGS}
        document = json.loads(block.document) if block.location.block_type.startswith("empower_") else None
        found.append((block.location.block_type, block.location.block_id, settings, document))
        for child in block.get_children():
            walk(child)

    for chapter in modulestore().get_course(course_key, depth=None).get_children():
        walk(chapter)
    return found


def documents_of_package(course):
    for file in sorted((unpacked_packages() / course).rglob("vertical/*.xml")):
        for block in etree.parse(file).getroot():
            yield block.get("url_name"), json.loads(block.find(OPTION).text)


def export(course_key):
    folder = Path(mkdtemp(prefix="empower-export-"))
    export_course_to_xml(modulestore(), contentstore(), course_key, str(folder), "course")
    return folder


class TestImportAndExport(OnThePlatform):
    def test_every_shipped_course_imports_with_every_document(self):
        for course in shipped_catalogue().courses:
            name = course.id
            imported = import_package(name)
            expected = dict(documents_of_package(name))
            seen = {
                block.location.block_id: json.loads(block.document)
                for block in modulestore().get_items(imported.id)
                if block.location.block_type.startswith("empower_")
            }
            assert seen == expected
            assert set(imported.advanced_modules) == {"empower_lesson", "empower_quiz", "empower_scope"}

    def test_the_certification_is_graded_and_practice_is_not(self):
        assert modulestore().get_item(QUIZ).graded
        assert modulestore().get_item(COURSE.make_usage_key("sequential", "page_scope-certification")).format == (
            "Certification"
        )
        practice = modulestore().get_item(COURSE.make_usage_key("empower_quiz", "scope-practice"))
        assert not practice.graded

    def test_an_export_imports_as_the_same_course(self):
        copy = CourseKey.from_string("course-v1:Other+scope+2027")
        import_course_from_xml(
            modulestore(),
            1,
            export(COURSE),
            source_dirs=["course"],
            static_content_store=contentstore(),
            target_id=copy,
            create_if_not_present=True,
            load_error_blocks=False,
            raise_on_failure=True,
        )
        assert describe(copy) == describe(COURSE)

    def test_a_new_edition_keeps_running_attempts_and_certificates(self):
        mara, jonas = self.learner("mara"), self.learner("jonas")
        mara.take()
        page = jonas.start()
        form, certificate = jonas.attempt().form, models.Certificate.objects.get()
        folder = Path(mkdtemp(prefix="empower-edition-"))
        shutil.copytree(unpacked_packages() / "scope", folder / "scope")
        for file in (folder / "scope").rglob("vertical/*.xml"):
            text = file.read_text()
            file.write_text(text.replace('"title":{"de":"', '"title":{"de":"Neu: '))
        import_package(folder=folder)
        assert "Neu: " in modulestore().get_item(QUIZ).document
        assert jonas.attempt().form == form
        jonas.answer_all(page)
        assert jonas.hand_in().status == 200
        assert jonas.attempt().result.passed
        assert mara.attempt().result.passed
        assert models.Certificate.objects.filter(pk=certificate.pk).exists()
        assert models.Certificate.objects.count() == 2
