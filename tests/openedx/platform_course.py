"""A course of ours on the real platform, and people who use it over HTTP."""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import UserFactory
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH
from edx_toggles.toggles.testutils import override_waffle_switch
from lxml import html
from opaque_keys.edx.keys import CourseKey, UsageKey
from openedx.core.djangoapps.content.block_structure.api import clear_course_from_cache
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.django_utils import SharedModuleStoreTestCase
from xmodule.modulestore.xml_importer import import_course_from_xml

from empower_lms.assessment.reading import write_values
from empower_lms.assessment.responses import CaseResponse
from empower_lms.authoring.build import write_packages
from empower_lms.authoring.load import load_catalogue
from empower_lms.domain.documents import QuizDocument, read_document
from empower_lms.records import api
from tests.answers import form_fields, right_response, wrong_response

COURSE = CourseKey.from_string("course-v1:Empower+scope+2026")
PASSWORD = "Password1234"


@cache
def shipped_catalogue() -> Any:
    loaded = load_catalogue(Path(str(files("empower_lms.courses"))))
    assert loaded.catalogue is not None
    return loaded.catalogue


@cache
def unpacked_packages() -> Path:
    """Build the shipped courses as ``empower-lms build`` does and unpack them; each course is a folder."""
    folder = Path(mkdtemp(prefix="empower-packages-"))
    for package in write_packages(shipped_catalogue(), folder):
        with tarfile.open(package.path) as archive:
            archive.extractall(folder / package.path.name.removesuffix(".tar.gz"), filter="data")
    return folder


def import_package(course: str = "scope", folder: Path | None = None) -> Any:
    """Import a package with Studio's importer; the smallest fault in it is an exception."""
    source = (folder or unpacked_packages()) / course
    imported = import_course_from_xml(
        modulestore(),
        1,
        source,
        source_dirs=["course"],
        static_content_store=contentstore(),
        target_id=CourseKey.from_string(f"course-v1:Empower+{course}+2026"),
        create_if_not_present=True,
        load_error_blocks=False,
        raise_on_failure=True,
        do_import_static=True,
    )
    republish(imported[0].id)
    return imported[0]


def republish(course: CourseKey = COURSE) -> None:
    """Let the LMS see the finished course.

    It rebuilds its outline some seconds after a publication; in tests the task runs at once, on a course half written.
    """
    clear_course_from_cache(course)


def usage(block_type: str, name: str, course: CourseKey = COURSE) -> UsageKey:
    return course.make_usage_key(block_type, name)


QUIZ = usage("empower_quiz", "scope-certification")


@dataclass
class Page:
    """What came back, and the forms in it."""

    status: int
    text: str

    @property
    def document(self) -> Any:
        return html.fromstring(self.text)

    def form(self, handler: str) -> Any:
        return next(form for form in self.document.xpath("//form") if f"/handler/{handler}" in form.get("action"))

    def fields(self, handler: str) -> dict[str, str]:
        return {
            field.get("name"): field.get("value", "") for field in self.form(handler).xpath(".//input[@type='hidden']")
        }


class Learner:
    """Somebody's browser in the LMS, in front of one block."""

    def __init__(self, client: Any, user: Any, block: UsageKey = QUIZ) -> None:
        self.client, self.user, self.block = client, user, block
        assert client.login(username=user.username, password=PASSWORD)

    @property
    def records_id(self) -> str:
        return str(self.user.pk)

    def open(self, query: str = "") -> Page:
        """Render the block in the LMS's chromeless view, as the courseware's iframe shows it."""
        response = self.client.get(f"/xblock/{self.block}?{query}")
        return Page(response.status_code, response.content.decode())

    def post(self, handler: str, fields: dict[str, Any] | None = None) -> Page:
        """Send a form to a handler without looking at a page first."""
        address = f"/courses/{self.block.course_key}/xblock/{self.block}/handler/{handler}"
        response = self.client.post(address, fields or {}, HTTP_ACCEPT="text/x-empower-fragment")
        return Page(response.status_code, response.content.decode())

    def start(self) -> Page:
        page = self.open()
        return self.post("begin", page.fields("begin")) if "/handler/begin" in page.text else page

    def answer_all(self, page: Page, *, right: bool = True) -> Page:
        """Answer every question of the open attempt, in order."""
        for position in range(1, self.attempt().form.length + 1):
            for fields in self.forms(position, right=right):
                page = self.post("answer", fields)
                assert page.status == 200, page.text
        return page

    def forms(self, position: int, *, right: bool = True) -> Iterator[dict[str, Any]]:
        """Yield the filled form of a question; a case has one for each decision, which the page shows in turn."""
        item = self.attempt().form.item(position)
        question = self.quiz().question_by_id[item.question]
        response = (right_response if right else wrong_response)(question, item)
        if isinstance(response, CaseResponse):
            for length in range(1, len(response.path) + 1):
                yield self._fill(position, question, item, CaseResponse(path=response.path[:length]), "decide")
            return
        yield self._fill(position, question, item, response, "next")

    def _fill(self, position: int, question: Any, item: Any, response: Any, go: str) -> dict[str, Any]:
        page = self.post("show", {"go": str(position)})
        fields: dict[str, Any] = dict(form_fields(question, item, response))
        if "answer" in fields:
            fields["answer"] = write_values(question, item, response)
        return {**page.fields("answer"), **fields, "go": go}

    def hand_in(self) -> Page:
        return self.post("hand_in", {"attempt": self.attempt().id})

    def take(self, *, right: bool = True) -> Page:
        """Start, answer everything and hand in."""
        self.answer_all(self.start(), right=right)
        return self.hand_in()

    def quiz(self) -> QuizDocument:
        return read_document(QuizDocument, modulestore().get_item(self.block).document)

    def attempt(self) -> Any:
        """Return the newest attempt in our records, or nothing."""
        return api.records.standing(self.records_id, self.quiz(), now=datetime.now(UTC)).latest


class OnThePlatform(SharedModuleStoreTestCase):
    """The shipped course on decision scopes, imported once for all tests of a class."""

    ENABLED_SIGNALS = ("course_published",)

    @classmethod
    def setUpClass(cls) -> None:
        with super().setUpClassAndTestData():
            cls.course = import_package()

    def setUp(self) -> None:
        super().setUp()
        tracking = override_waffle_switch(ENABLE_COMPLETION_TRACKING_SWITCH, active=True)
        tracking.__enter__()
        self.addCleanup(tracking.__exit__, None, None, None)

    def learner(self, name: str = "mara", *, enrolled: bool = True, block: UsageKey = QUIZ, **values: Any) -> Learner:
        user = UserFactory(username=name, password=PASSWORD, **values)
        if enrolled:
            CourseEnrollment.enroll(user, block.course_key)
        return Learner(self.client_class(), user, block)
