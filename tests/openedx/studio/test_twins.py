"""Two blocks with the same quiz in the real Studio: its own list of messages, the editor, and what is no twin."""

from datetime import UTC, datetime

from common.djangoapps.student.tests.factories import UserFactory
from opaque_keys.edx.keys import CourseKey
from platform_course import COURSE, QUIZ
from studio_author import InStudio
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, LibraryFactory, check_mongo_calls

from empower_lms.records import api

COST = 2
"""Queries: the course's structure, and the texts of all its quizzes at once."""


class TestTwins(InStudio):
    def unit(self):
        return modulestore().get_item(QUIZ).parent

    def put_beside(self, title="Prove it again", unit="Second chance"):
        """Put a block with the same quiz into a unit of its own, as an import of old files does."""
        sequential = modulestore().get_item(modulestore().get_item(self.unit()).parent)
        unit = BlockFactory.create(parent=sequential, category="vertical", display_name=unit, user_id=self.author.id)
        return BlockFactory.create(
            parent=unit,
            category="empower_quiz",
            display_name=title,
            user_id=self.author.id,
            document=modulestore().get_item(QUIZ).document,
        ).location

    def told(self, key=QUIZ):
        return [message["text"] for message in modulestore().get_item(key).validate().to_json()["messages"]]

    def test_the_list_of_a_unit_names_the_other_block_on_both_sides(self):
        assert self.told() == []
        other = self.put_beside()
        for key, title in ((QUIZ, "“Prove it again” in the unit “Second chance”"), (other, "Certification quiz")):
            (text,) = self.told(key)
            assert title in text
            assert "scope.certification" in text
        answer = self.client.get(f"/api/contentstore/v1/container/vertical/{self.unit()}/children")
        children = answer.json()["children"]
        (message,) = children[-1]["validation_messages"]
        assert "“Prove it again”" in message["text"]
        assert message["type"] == "warning"

    def test_the_button_of_the_message_opens_the_editor(self):
        self.put_beside()
        (message,) = modulestore().get_item(QUIZ).validate().to_json()["messages"]
        assert message["action_class"] == "edit-button"
        assert message["action_label"] == "Open the editor"

    def test_the_editor_gives_one_of_them_an_id_of_its_own(self):
        other = self.put_beside()
        page = self.open_editor(other)
        assert "holds the same quiz" in page.text_content()
        page = self.send(page, {"do": "own-id"})
        assert "Saved." in self.notices(page)
        assert self.quiz(other).quiz.id != self.quiz().quiz.id == "scope.certification"
        assert self.quiz(other).questions == self.quiz().questions
        assert self.told() == self.told(other) == []
        assert "holds the same quiz" not in self.open_editor(other).text_content()

    def test_tries_that_began_in_the_block_are_told_first(self):
        self.put_beside()
        learner = str(UserFactory(username="kim").pk)
        with api.records.transaction():
            api.records.start(learner, self.quiz(), origin=str(QUIZ), now=datetime.now(UTC))
        page = self.send(self.open_editor(), {"do": "own-id"})
        assert "1 try was begun in this block." in self.notices(page)
        assert self.quiz().quiz.id == "scope.certification"
        self.send(page, {"do": "own-id:sure"})
        assert self.quiz().quiz.id.startswith("scope.certification-copy-")

    def test_another_run_and_a_library_are_no_twins(self):
        run = CourseKey.from_string("course-v1:Empower+scope+2031")
        modulestore().clone_course(COURSE, run, self.author.id)
        library = LibraryFactory.create(modulestore=modulestore())
        for _number in range(2):
            block = BlockFactory.create(
                category="empower_quiz",
                parent_location=library.location,
                user_id=self.author.id,
                document=modulestore().get_item(QUIZ).document,
                publish_item=False,
            )
        assert self.told() == self.told(run.make_usage_key("empower_quiz", QUIZ.block_id)) == []
        assert self.told(block.location) == []

    def test_a_duplicate_is_no_twin(self):
        copy = self.create(duplicate_source_locator=str(QUIZ), parent_locator=str(self.unit()))
        assert self.told() == self.told(copy) == []

    def test_a_deleted_block_is_no_twin(self):
        other = self.put_beside()
        modulestore().delete_item(other, self.author.id)
        assert self.told() == []

    def test_the_look_costs_as_many_queries_for_six_quizzes_as_for_two(self):
        for titles in (("2",), ("3", "4", "5", "6")):
            for title in titles:
                self.put_beside(title, unit=f"Chance {title}")
            block = modulestore().get_item(QUIZ)
            block.read()
            with check_mongo_calls(COST):
                assert len(block.twins()) == int(title) - 1
