"""Two blocks of a course that hold the same quiz: authors are told, and can give one of them an id of its own."""

from typing import Any

import pytest

from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.studio import Author

QUIZ = sample_quiz("certification")
OTHER = QUIZ.model_copy(update={"quiz": QUIZ.quiz.model_copy(update={"id": "sample.other"})})


def in_one_course(*blocks: Any) -> Any:
    """Put blocks into one course run and return the first."""
    for block in blocks:
        block.runtime._services["empower_course_blocks"] = lambda _block: blocks
    return blocks[0]


@pytest.fixture
def records() -> InMemoryRecords:
    return InMemoryRecords()


@pytest.fixture
def block(records: InMemoryRecords) -> Any:
    return in_one_course(
        make_block(QUIZ, records=records, display_name="First"),
        make_block(QUIZ, usage="usage-2", display_name="Second"),
        make_block(OTHER, usage="usage-3", display_name="Third"),
    )


def told(block: Any) -> list[str]:
    return [message.text for message in block.validate().messages]


def test_the_other_block_is_named_with_what_it_means_and_what_to_do(block):
    assert told(block) == [
        "Another block of this course holds the same quiz (sample.certification): “Second”. Tries, waiting times and "
        "certificates count for both together. If they are meant to be two quizzes, open the editor and give this one "
        "an id of its own."
    ]


def test_a_quiz_that_is_alone_in_its_course_is_not_warned_of():
    assert told(in_one_course(make_block(QUIZ), make_block(OTHER, usage="usage-2"))) == []
    assert told(make_block(QUIZ)) == []


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"quiz": []}', '{"quiz": {}}'])
def test_a_block_that_cannot_be_read_is_nobodys_twin(stored):
    broken = make_block(stored, kind=type(make_block(QUIZ)), usage="usage-2")
    assert told(in_one_course(make_block(QUIZ), broken)) == []


def test_blocks_that_were_never_saved_have_ids_of_their_own():
    kind = type(make_block(QUIZ))
    fresh = [make_block("", kind=kind, usage=f"usage-{number}") for number in (1, 2)]
    assert told(in_one_course(*fresh)) == []


def test_learners_never_pay_for_the_look(block):
    def refuse(_block: Any) -> Any:
        raise AssertionError("a learner's page asked for the other blocks of the course")

    block.runtime._services["empower_course_blocks"] = refuse
    Browser(block).open().press("begin")
    assert block.index_dictionary()
    assert block.student_view_data()


def test_the_editor_gives_the_quiz_an_id_of_its_own_and_keeps_what_was_typed(block):
    author = Author(block).open()
    assert "Another block of this course holds the same quiz: “Second”" in author.notice
    author.press("own-id", title__en="Mine")
    assert author.is_saved
    assert "holds the same quiz" not in author.notice
    quiz = author.document.quiz
    assert quiz.id.startswith("sample.certification-copy-")
    assert quiz.title.to("en") == "Mine"
    assert author.document.questions == QUIZ.questions
    assert told(block) == []
    assert quiz.id in author.open().page.text_content()


def test_tries_that_began_here_are_counted_before_they_are_left_behind(block, records):
    Browser(block).open().press("begin")
    author = Author(block).open().press("own-id", title__en="Typed")
    assert "1 try was begun in this block." in author.notice
    assert "everybody would begin anew" in author.notice
    assert author.document.quiz.id == QUIZ.quiz.id
    author.press("own-id:keep")
    assert "1 try" not in author.notice
    assert author.value("title.en") == "Typed"
    author.press("own-id").press("own-id:sure")
    assert author.is_saved
    assert author.document.quiz.id != QUIZ.quiz.id
    assert author.document.quiz.title.to("en") == "Typed"


def test_tries_that_began_in_the_other_block_stand_in_nobodys_way(records):
    second = make_block(QUIZ, records=records, usage="usage-2")
    Browser(second).open().press("begin")
    author = Author(in_one_course(make_block(QUIZ, records=records), second)).open().press("own-id")
    assert author.is_saved
    assert author.document.quiz.id != QUIZ.quiz.id


def test_what_can_not_be_saved_keeps_the_id(block):
    author = Author(block).open().press("own-id", cut="99")
    assert "Not saved yet" in author.notice
    assert author.document == QUIZ


def test_a_quiz_that_somebody_else_changed_meanwhile_keeps_its_id_until_both_versions_were_seen(block):
    author, other = Author(block).open(), Author(block).open()
    other.save(title__en="Theirs")
    author.press("own-id", title__en="Mine")
    assert "Somebody else saved this" in author.notice
    assert author.document.quiz.id == QUIZ.quiz.id


def test_a_block_from_a_library_is_not_offered_an_id_that_the_library_would_take_back(block):
    block.upstream = "lb:Org:lib:empower_quiz:one"
    author = Author(block).open()
    assert "comes from a library" in author.notice
    assert not author.page.xpath("//button[@value='own-id']")
    author.press("own-id")
    assert author.document.quiz.id == QUIZ.quiz.id
