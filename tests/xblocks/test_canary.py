"""The canary: unique words in every key, role, feedback and rationale, looked for in every channel."""

import json
from importlib.resources import files

import pytest

from empower_lms.assessment.responses import ResponseProblem
from empower_lms.domain.documents import QuizDocument
from empower_xblocks.place import View
from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.studio import Author

SECRET = "canary"


def plant(mode: str) -> QuizDocument:
    """A quiz in which every text that belongs to the key says so, and numbers of the key are unique."""
    raw = sample_quiz(mode).model_dump(mode="json")
    for question in raw["questions"]:
        question["rationale"] = {"en": f"{SECRET}-rationale", "de": f"{SECRET}-rationale"}
        question["sources"] = [f"{SECRET}-source"]
        for option in question.get("options", ()):
            option["feedback"] = {"en": f"{SECRET}-feedback-{option['id']}", "de": f"{SECRET}-feedback"}
        if question["kind"] == "numeric":
            question["answer"] = "987654 EUR"
            question["tolerance"] = "76543"
            question["feedback"] = {"en": f"{SECRET}-feedback"}
            question["misconceptions"] = [{"answer": "135791 EUR", "feedback": {"en": f"{SECRET}-wrong"}}]
    return QuizDocument.model_validate(raw)


def assert_no_key(text: str) -> None:
    for marker in (SECRET, "987654", "76543", "135791", "correct", "role=over", '"over"', "tolerance", "misconception"):
        assert marker not in text.lower(), f"{marker!r} leaks"
    assert "is-key" not in text


def every_place(length: int) -> list[str]:
    names = [*map(str, range(length + 2)), *View, "99999", "x"]
    return names + [f"1.{problem}" for problem in ResponseProblem]


@pytest.fixture(params=["en", "de"])
def language(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def browser(request, language):
    document = plant("certification")
    return Browser(make_block(document, records=InMemoryRecords(), language=language), script=request.param)


def look_everywhere(browser: Browser) -> None:
    block = browser.block
    for name in every_place(3):
        query = f"?at={block.token}.{name}&typed=1.000"
        assert_no_key(browser.open(f"http://localhost/course/unit{query}").html)
        assert_no_key(browser.get("show", query[1:]).text)
        assert_no_key(browser.post("show", [("go", name)]).text)
    for handler in ("keep", "time_up"):
        assert_no_key(browser.post(handler, []).text)
    for handler in ("begin", "answer", "save_page", "keep", "time_up", "hand_in", "set_language"):
        assert_no_key(browser.get(handler).text)
    assert_no_key(json.dumps(block.student_view_data()))
    assert_no_key(json.dumps(block.index_dictionary()))


def test_no_key_leaves_before_during_and_after_a_failed_certification(browser):
    document = plant("certification")
    look_everywhere(browser.open())
    browser.press("begin")
    look_everywhere(browser)
    for position in (1, 2, 3):
        browser.press("show", {"go": position})
        browser.answer_rightly(document, wrong=True)
        assert_no_key(browser.html)
        look_everywhere(browser)
    for nonsense in ("", "1.000", "zz", "9 kg", "<script>"):
        browser.press("show", {"go": 1})
        browser.press("answer", {"answer": nonsense, "go": "check"})
        assert_no_key(browser.html)
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    assert "empower__result is-failed" in browser.html
    assert_no_key(browser.html)
    look_everywhere(browser)


def test_no_key_leaves_with_a_page_of_all_questions(language):
    raw = plant("certification").model_dump(mode="json", exclude_unset=True)
    raw["quiz"]["layout"] = "all"
    browser = Browser(make_block(QuizDocument.model_validate(raw), language=language)).open().press("begin")
    look_everywhere(browser)
    items = browser.attempt(QuizDocument.model_validate(raw)).form.items
    for nonsense in ("1", "1.000", "zz", ""):
        for item in items:
            sheet = [(f"{item.position}:item", item.question), (f"{item.position}:answer", nonsense)]
            browser.press("save_page", [*sheet, ("go", f"check:{item.position}")])
            assert_no_key(browser.html)
    look_everywhere(browser)


def test_after_a_pass_the_reasons_are_readable():
    document = plant("certification")
    browser = Browser(make_block(document)).open().press("begin")
    for _ in range(3):
        browser.answer_rightly(document)
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    assert "Passed" in browser.html
    assert_no_key(browser.html)
    browser.press("show", {"go": "answers"})
    assert f"{SECRET}-rationale" in browser.html
    assert "Right answer" in browser.html


def test_practice_shows_the_feedback_of_answered_questions_only():
    document = plant("practice")
    browser = Browser(make_block(document)).open().press("begin")
    assert_no_key(browser.html)
    browser.answer_rightly(document, go="check")
    assert f"{SECRET}-rationale" in browser.html
    browser.press("show", {"go": "2"})
    assert_no_key(browser.html)


def test_authors_do_not_see_keys_in_the_preview_either():
    assert_no_key(make_block(plant("certification")).author_view().content)


def test_files_that_anybody_can_fetch_hold_no_key():
    for file in (files("empower_xblocks") / "public").iterdir():
        assert_no_key(file.read_text().replace("is-key", ""))


def test_a_visitor_sees_rules_and_no_question():
    document = plant("certification")
    browser = Browser(make_block(document, user=None)).open()
    assert_no_key(browser.html)
    assert "sign in" in browser.html
    assert "A freeze began" not in browser.html


@pytest.mark.parametrize("right", [None, False], ids=["in the LMS", "in Studio, without the right"])
def test_the_editor_tells_nothing_to_whoever_is_no_author(right):
    author = Author(make_block(plant("certification")), may_write=right)
    assert_no_key(author.block.studio_view().content)
    for handler in ("studio_edit", "studio_preview/show", "studio_preview/begin", "studio_preview/answer"):
        for values in ({}, {"leave": "text"}, {"leave": "settings"}, {"tab": "questions", "do": "open:sample.freeze"}):
            assert_no_key(author.post(values, handler).html)
            assert author.status == 403


def test_the_preview_in_the_editor_is_as_silent_as_the_learners_page():
    author = Author(make_block(plant("certification")))
    for values, handler in (({}, "begin"), *(({"go": name}, "show") for name in every_place(3))):
        assert_no_key(author.post(values, f"studio_preview/{handler}").html)
