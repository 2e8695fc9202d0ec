"""Compile a course to the files of an OLX package.

Each section becomes a chapter; each unit a sequential with one vertical with one block. The
document travels the way XBlock itself writes a field with ``xml_node=True``: as the text of a
child ``<option:document>``.
"""

import html
import json
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from empower_lms.authoring.olx.documents import unit_document
from empower_lms.authoring.olx.names import AnyUnit, block_names, chapter_name
from empower_lms.domain.course import Catalogue, Course, QuizUnit, ScopeUnit
from empower_lms.domain.documents import Document
from empower_lms.domain.text import LocalizedText

OPTION = "http://code.edx.org/xblock/option"
XML_FAMILY = "xblock.v1"
START, END = "2020-01-01T00:00:00Z", "2099-12-31T00:00:00Z"
"""Open edX wants dates; when a run is open is decided in Studio."""

FORMAT = "Certification"
IMAGE = "course-image.png"
"""Six pillars. Course import asks for a picture; replace it in Studio by one of your own."""


def compile_course(catalogue: Catalogue, course: Course) -> dict[str, bytes]:
    """Return the files of a package by path, below the package's root folder."""
    return _Compiler(catalogue, course).compile()


@cache
def _course_image() -> bytes:
    return files("empower_lms.authoring").joinpath("templates", "olx", IMAGE).read_bytes()


class _Compiler:
    def __init__(self, catalogue: Catalogue, course: Course) -> None:
        self.catalogue = catalogue
        self.course = course
        self.language = catalogue.languages[0]
        self.files: dict[str, bytes] = {}
        self.titles: dict[str, LocalizedText] = {}

    def compile(self) -> dict[str, bytes]:
        run = self.catalogue.run
        pointer = {"url_name": run, "org": self.catalogue.organisation, "course": self.course.id}
        self._write("course.xml", etree.Element("course", pointer))
        root = etree.Element("course", {"display_name": self._shown(self.course.title), "language": self.language})
        for section in self.course.outline:
            etree.SubElement(root, "chapter", url_name=chapter_name(section))
            chapter = etree.Element("chapter", display_name=self._name(chapter_name(section), section.title))
            for unit in section.units:
                etree.SubElement(chapter, "sequential", url_name=self._write_unit(unit))
            self._write(f"chapter/{chapter_name(section)}.xml", chapter)
        self._write(f"course/{run}.xml", root)
        self._write_json(f"policies/{run}/policy.json", {f"course/{run}": self._policy()})
        self._write_json(f"policies/{run}/grading_policy.json", self._grading_policy())
        self.files["about/overview.html"] = self._overview().encode()
        self.files[f"static/{IMAGE}"] = _course_image()
        return self.files

    def _write_unit(self, unit: AnyUnit) -> str:
        """Write sequential, vertical and block of one unit; return the sequential's name."""
        names = block_names(self.course, unit)
        title = self._unit_title(unit)
        sequential = etree.Element("sequential", display_name=self._name(names.sequential, title))
        if isinstance(unit, QuizUnit) and self.course.quiz_by_id[unit.ref].is_certification:
            sequential.set("graded", "true")
            sequential.set("format", FORMAT)
        etree.SubElement(sequential, "vertical", url_name=names.vertical)
        vertical = etree.Element("vertical", display_name=self._name(names.vertical, title))
        document = unit_document(self.catalogue, self.course, unit)
        vertical.append(self._block(names.tag, names.block, title, document, unit))
        self._write(f"sequential/{names.sequential}.xml", sequential)
        self._write(f"vertical/{names.vertical}.xml", vertical)
        return names.sequential

    def _block(self, tag: str, name: str, title: LocalizedText, document: Document, unit: AnyUnit) -> etree._Element:
        block = etree.Element(tag, nsmap={"option": OPTION})
        block.set("url_name", name)
        block.set("display_name", self._name(name, title))
        block.set("xblock-family", XML_FAMILY)
        if isinstance(unit, QuizUnit):
            block.set("weight", "1" if self.course.quiz_by_id[unit.ref].is_certification else "0")
        etree.SubElement(block, f"{{{OPTION}}}document").text = document.to_json()
        return block

    def _unit_title(self, unit: AnyUnit) -> LocalizedText:
        if isinstance(unit, QuizUnit):
            return self.course.quiz_by_id[unit.ref].title
        if isinstance(unit, ScopeUnit):
            return self.catalogue.scope_by_id[unit.ref].title
        return self.course.lesson_by_id[unit.ref].title

    def _name(self, url_name: str, title: LocalizedText) -> str:
        self.titles[url_name] = title
        return self._shown(title)

    def _shown(self, title: LocalizedText) -> str:
        """Return a title for an attribute, which has room for one line and one language."""
        return " ".join(title.to(self.language).split())

    def _policy(self) -> dict[str, Any]:
        titles = {name: title.model_dump() for name, title in self.titles.items()}
        return {
            "start": START,
            "end": END,
            "course_image": IMAGE,
            "advanced_modules": ["empower_lesson", "empower_quiz", "empower_scope"],
            "other_course_settings": {
                "empower": {
                    "course": self.course.id,
                    "pillar": self.course.pillar.value,
                    "title": self.course.title.model_dump(),
                    "summary": self.course.summary.model_dump(),
                    "titles": titles,
                    "languages": list(self.catalogue.languages),
                    "zone": self.catalogue.zone,
                }
            },
        }

    def _grading_policy(self) -> dict[str, Any]:
        certifications = [quiz for quiz in self.course.quizzes if quiz.is_certification]
        ratios = [quiz.cut / quiz.length for quiz in certifications]
        return {
            "GRADER": [
                {
                    "type": FORMAT,
                    "short_label": "Cert",
                    "min_count": max(len(certifications), 1),
                    "drop_count": 0,
                    "weight": 1.0,
                }
            ],
            "GRADE_CUTOFFS": {"Pass": round(min(ratios), 2) if ratios else 0.5},
        }

    def _overview(self) -> str:
        title = html.escape(self.course.title.to(self.language))
        summary = html.escape(self.course.summary.to(self.language))
        return f'<section class="about">\n<h2>{title}</h2>\n<p>{summary}</p>\n</section>\n'

    def _write(self, path: str, element: etree._Element) -> None:
        """Serialise. lxml refuses what XML can't carry, which the reader has refused before."""
        self.files[path] = etree.tostring(element, encoding="utf-8") + b"\n"

    def _write_json(self, path: str, value: Any) -> None:
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
        self.files[path] = text.encode() + b"\n"
