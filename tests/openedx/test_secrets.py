"""The canary on the real platform: no key, role or reason leaves before policy allows it."""

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

from lxml import etree
from platform_course import COURSE, QUIZ, OnThePlatform, import_package, unpacked_packages
from xmodule.modulestore.django import modulestore

SECRET = "canary"
DOCUMENT = "{http://code.edx.org/xblock/option}document"


def plant(raw):
    """Put a unique word wherever a document holds something that belongs to the key."""
    if isinstance(raw, dict):
        return {
            name: {"en": f"{SECRET}-{name}", "de": f"{SECRET}-{name}"}
            if name in {"rationale", "feedback"} and not isinstance(value, str)
            else plant(value)
            for name, value in raw.items()
        }
    return [plant(value) for value in raw] if isinstance(raw, list) else raw


def planted_package() -> Path:
    folder = Path(mkdtemp(prefix="empower-canary-"))
    shutil.copytree(unpacked_packages() / "scope", folder / "scope")
    planted = 0
    for file in (folder / "scope").rglob("vertical/*.xml"):
        tree = etree.parse(file)
        for document in tree.iter(DOCUMENT):
            if '"kind":"quiz"' in document.text:
                document.text = json.dumps(plant(json.loads(document.text)))
                planted += document.text.count(SECRET)
        tree.write(file, encoding="utf-8")
    assert planted > 100
    return folder


class TestSecrets(OnThePlatform):
    @classmethod
    def setUpClass(cls):
        with super(OnThePlatform, cls).setUpClassAndTestData():
            cls.course = import_package(folder=planted_package())

    def assert_no_key(self, text):
        for marker in (SECRET, "misconception", "tolerance", '"correct"', "is-key"):
            assert marker not in text, marker

    def look_everywhere(self, learner):
        self.assert_no_key(learner.open().text)
        token = learner.open().document.xpath("//empower-block/@id")[0]
        for place in ("0", "1", "2", "review", "answers", "result", "hand-in", "99"):
            self.assert_no_key(learner.open(f"at={token}.{place}").text)
            self.assert_no_key(learner.post("show", {"go": place}).text)
        self.assert_no_key(learner.open("view=public_view").text)
        self.assert_no_key(self.ask_blocks_api(learner))

    def ask_blocks_api(self, learner):
        fields = "student_view_data,student_view_multi_device,children,graded,format,completion,display_name,weight"
        answer = learner.client.get(
            "/api/courses/v2/blocks/",
            {
                "course_id": str(COURSE),
                "username": learner.user.username,
                "depth": "all",
                "requested_fields": fields,
                "student_view_data": "empower_quiz,empower_lesson,empower_scope",
            },
        )
        assert answer.status_code == 200, answer.content
        blocks = answer.json()["blocks"]
        assert blocks[str(QUIZ)]["student_view_data"]["title"]
        assert blocks[str(QUIZ)]["student_view_multi_device"] is True
        return answer.content.decode()

    def test_no_key_leaves_before_during_and_after_a_failed_certification(self):
        learner = self.learner()
        self.look_everywhere(learner)
        page = learner.start()
        self.look_everywhere(learner)
        self.assert_no_key(learner.answer_all(page, right=False).text)
        self.look_everywhere(learner)
        self.assert_no_key(learner.hand_in().text)
        assert not learner.attempt().result.passed
        self.look_everywhere(learner)

    def test_after_a_pass_the_reasons_are_readable(self):
        learner = self.learner()
        learner.take()
        assert SECRET in learner.post("show", {"go": "answers"}).text

    def test_the_search_index_holds_titles_only(self):
        for block in modulestore().get_items(COURSE):
            if block.location.block_type.startswith("empower_"):
                self.assert_no_key(json.dumps(block.index_dictionary()))

    def test_a_learner_cannot_export_the_course(self):
        learner = self.learner()
        for address in (f"/export_output/{COURSE}", f"/api/olx-export/v1/xblock/{QUIZ}/"):
            answer = learner.client.get(address)
            assert answer.status_code in {302, 403, 404}
            self.assert_no_key(answer.content.decode())

    def test_the_editor_of_studio_is_shut_in_the_lms_for_learners_and_staff_alike(self):
        before = modulestore().get_item(QUIZ).document
        for person in (self.learner(), self.learner("staff", is_staff=True, is_superuser=True)):
            for handler in ("studio_edit", "studio_preview/show", "studio_preview/answer"):
                for fields in (
                    {},
                    {"leave": "text"},
                    {"tab": "text", "do": "save"},
                    {"tab": "questions", "do": "ask:x"},
                ):
                    page = person.post(handler, fields)
                    assert page.status == 403, handler
                    self.assert_no_key(page.text)
                    assert "studio__form" not in page.text
            answer = person.client.get(f"/courses/{COURSE}/xblock/{QUIZ}/view/studio_view")
            self.assert_no_key(answer.content.decode())
            assert "studio__form" not in answer.content.decode()
        assert modulestore().get_item(QUIZ).document == before
