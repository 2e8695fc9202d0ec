"""A decision case as learners meet it: step by step, final, and never further than they have come."""

import re

import lxml.html
import pytest

from empower_lms.assessment.responses import CaseResponse, ResponseProblem
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import Boundary, DecisionCase
from empower_lms.domain.quiz import Layout
from empower_xblocks.place import View
from empower_xblocks.wording import PROBLEMS
from tests.answers import form_fields
from tests.fakes import InMemoryRecords
from tests.stories import make_boundary, make_case_quiz, make_story
from tests.xblocks.builders import Browser, make_block

STEPS = ("call", "check", "blame", "report")


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request) -> bool:
    return request.param


def begin(mode="certification", *, script=True, records=None, document=None) -> "Reader":
    document = document or make_case_quiz(mode)
    reader = Reader(make_block(document, records=records or InMemoryRecords()), script=script)
    reader.document = document
    reader.open().press("begin")
    return reader.go_to_story()


class Reader(Browser):
    """A learner in a case who knows which decision is which."""

    @property
    def item(self):
        return next(item for item in self.attempt(self.document).form.items if item.question == "demo.story")

    @property
    def response(self) -> CaseResponse | None:
        return self.attempt(self.document).responses.get(self.item.position)

    def go_to_story(self) -> "Reader":
        return self.press("show", {"go": self.item.position})

    def decide_as(self, *path: str) -> "Reader":
        """Send the form of the last decision of a path, which need not be the open one."""
        story = self.document.question_by_id["demo.story"]
        return self.decide(*form_fields(story, self.item, CaseResponse(path=path)))


def steps_in(html: str) -> set[str]:
    return {step for step in STEPS if re.search(rf"(?:event at|do . at|consequence . of) {step}\b", html)}


def test_the_story_is_told_step_by_step(script):
    reader = begin(script=script)
    assert "The scene" in reader.html
    assert "event at call" in reader.html
    assert "consequence" not in reader.html
    assert "This is final" in reader.html
    reader.decide_as("a")
    assert "do a at call" in reader.html
    assert "consequence a of call" in reader.html
    assert "event at check" in reader.html
    assert reader.position == reader.item.position
    reader.decide_as("a", "a").decide_as("a", "a", "a")
    assert "The case is closed" in reader.html
    assert "consequence a of report" in reader.html
    assert reader.response == CaseResponse(path=("a", "a", "a"))
    assert reader.item.position not in reader.attempt(reader.document).unanswered


def test_a_wrong_decision_takes_another_way(script):
    reader = begin(script=script).decide_as("b")
    assert "event at blame" in reader.html
    assert "event at check" not in reader.html
    reader.decide_as("b", "b")
    assert "The case is closed" in reader.html
    assert reader.response.complete


def test_who_comes_back_goes_on_at_the_open_step(script):
    records = InMemoryRecords()
    reader = begin(script=script, records=records).decide_as("a")
    assert reader.item.position in reader.attempt(reader.document).unanswered
    later = Reader(make_block(reader.document, records=records), script=script)
    later.document = reader.document
    later.open().go_to_story()
    assert "consequence a of call" in later.html
    assert "event at check" in later.html


@pytest.mark.parametrize("go", ["next", "previous", "review", "hand-in", "1", "2", "check", ""])
def test_no_other_button_takes_the_decision(script, go):
    reader = begin(script=script)
    reader.press("answer", [("decision", "1.1"), ("go", go)])
    assert reader.response is None


def test_deciding_without_a_decision_is_asked_back(script):
    reader = begin(script=script).decide()
    assert PROBLEMS[ResponseProblem.EMPTY] in reader.html
    assert "event at call" in reader.html
    assert reader.response is None


def test_another_decision_in_a_second_tab_changes_nothing(script):
    records = InMemoryRecords()
    document = make_case_quiz()
    first = begin(script=script, records=records, document=document)
    second = begin(script=script, records=records, document=document)
    first.decide_as("a")
    second.decide_as("b")
    assert PROBLEMS[ResponseProblem.DECIDED_ALREADY] in second.html
    assert "consequence a of call" in second.html
    assert "event at check" in second.html
    assert "consequence b of call" not in second.html
    assert second.response == CaseResponse(path=("a",), complete=False)


def test_a_late_tab_sees_that_the_case_is_closed(script):
    records = InMemoryRecords()
    document = make_case_quiz()
    first = begin(script=script, records=records, document=document)
    late = begin(script=script, records=records, document=document)
    first.decide_as("c")
    late.decide_as("a")
    assert PROBLEMS[ResponseProblem.DECIDED_ALREADY] in late.html
    assert "The case is closed" in late.html
    assert "consequence c of call" in late.html


def test_the_same_decision_sent_twice_counts_once(script):
    reader = begin(script=script)
    sent = [*reader.hidden("answer").items(), ("decision", "1.1"), ("go", "decide")]
    reader.post("answer", sent)
    once = reader.response
    reader.post("answer", sent)
    assert reader.response == once


def test_nonsense_decides_nothing(script):
    for value in ("", "1", "1.", ".1", "2.1", "1.9", "9.9", "1.1.1", "a", "call.a", "-1.1", "1.²", "<script>"):
        reader = begin(script=script).decide(("decision", value))
        assert reader.status in {200, 422}
        assert reader.response is None


def test_practice_shows_the_reasons_when_the_case_has_ended(script):
    reader = begin("practice", script=script).decide_as("b")
    assert "secret" not in reader.html
    reader.decide_as("b", "b")
    for shown in ("secret feedback a of call", "secret feedback b of blame", "secret rationale", "Right decision"):
        assert shown in reader.html
    assert steps_in(reader.html) == {"call", "blame"}


def test_after_practice_a_late_tab_is_told_why_nothing_changed(script):
    records = InMemoryRecords()
    document = make_case_quiz("practice")
    first = begin(script=script, records=records, document=document)
    late = begin(script=script, records=records, document=document)
    first.decide_as("c")
    late.decide_as("a")
    assert PROBLEMS[ResponseProblem.DECIDED_ALREADY] in late.html
    assert "secret feedback c of call" in late.html


# What is not reached never leaves


PATHS = [(), ("a",), ("b",), ("c",), ("a", "b"), ("b", "a"), ("b", "b"), ("a", "a", "b")]


def look_everywhere(reader: Reader) -> str:
    block = reader.block
    names = [*map(str, range(4)), *View, "x", *(f"{reader.item.position}.{problem}" for problem in ResponseProblem)]
    seen = []
    for name in names:
        query = f"at={block.token}.{name}"
        seen += [
            Browser(block, script=reader.script).open(f"http://localhost/course/unit?{query}").html,
            reader.get("show", query).text,
            reader.post("show", [("go", name)]).text,
        ]
    seen += [reader.get(handler).text for handler in ("begin", "answer", "hand_in", "set_language")]
    seen += [reader.post(handler, [("part", "1")]).text for handler in ("keep", "save_page", "show")]
    seen += [block.author_view().content, str(block.student_view_data()), str(block.index_dictionary())]
    return "\n".join(seen)


@pytest.mark.parametrize("path", PATHS, ids="-".join)
@pytest.mark.parametrize("mode", ["certification", "practice"])
def test_steps_that_were_not_reached_never_leave(mode, path, script):
    reader = begin(mode, script=script)
    story = make_story()
    for length in range(1, len(path) + 1):
        reader.decide_as(*path[:length])
    taken, open_step = story.walk(path)
    reached = {step.id for step, _choice in taken} | ({open_step.id} if open_step else set())
    everything = look_everywhere(reader)
    assert steps_in(everything) == reached
    for step in story.steps:
        for choice in step.choices:
            was_taken = (step, choice) in taken
            assert (f"consequence {choice.id} of {step.id}" in everything) is was_taken
    if mode == "certification" or open_step is not None:
        assert "secret" not in everything
        assert "correct" not in everything
    elif mode == "practice":
        for step in set(STEPS) - reached:
            assert f"of {step}" not in everything


@pytest.mark.parametrize("right", [True, False])
def test_after_hand_in_steps_that_were_not_reached_stay_untold(right, script):
    reader = begin(script=script, document=make_case_quiz("certification", make_story()))
    for path in [("a",), ("a", "a"), ("a", "a", "a")] if right else [("b",), ("b", "b")]:
        reader.decide_as(*path)
    reader.press("show", {"go": "hand-in"}).press("hand_in")
    everything = reader.press("show", {"go": "answers"}).html + look_everywhere_after(reader)
    assert steps_in(everything) == ({"call", "check", "report"} if right else set())
    assert ("secret feedback a of call" in everything) is right
    assert "blame" not in everything


def look_everywhere_after(reader: Reader) -> str:
    return "".join(reader.post("show", [("go", name)]).text for name in [*View, "1"])


# All questions on one page


def on_one_page(*questions) -> QuizDocument:
    document = make_case_quiz("certification", *questions)
    return document.model_copy(update={"quiz": document.quiz.model_copy(update={"layout": Layout.ALL})})


def test_on_a_page_with_all_questions_the_case_has_its_own_button(script):
    document = on_one_page()
    reader = Reader(make_block(document, records=InMemoryRecords()), script=script)
    reader.document = document
    reader.open().press("begin")
    position = reader.item.position
    assert f'value="decide:{position}"' in reader.html
    assert reader.html.count("This is final") == 1
    fields = {"attempt": reader.attempt(document).id, f"{position}:item": "demo.story", f"{position}:decision": "1.1"}
    common = list(fields.items())
    for go in ("review", "resume", f"flag:{position}", f"check:{position}", f"decide:{3 - position}", ""):
        reader.press("save_page", [*common, ("go", go)])
        assert reader.response is None, go
        reader.open()
    reader.press("save_page", [*common, ("go", f"decide:{position}")])
    assert len(reader.response.path) == 1
    assert reader.html.count("You decided") == 1
    assert "secret" not in reader.html


# Whatever authors write stays text

CORPUS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[x](javascript:alert(1))",
    "{{ 7 * 7 }}{% raw %}",
    "</fieldset></form><form action=//evil.example>",
)


def spoil(value: object, attack: str) -> object:
    """Put an attack into every text of a question."""
    if isinstance(value, dict):
        if set(value) == {"en", "de"}:
            return {language: f"{text} {attack}" for language, text in value.items()}
        return {name: spoil(part, attack) for name, part in value.items()}
    return [spoil(part, attack) for part in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("attack", CORPUS)
@pytest.mark.parametrize("mode", ["practice", "certification"])
def test_no_text_of_a_case_becomes_markup(mode, attack, script):
    story = DecisionCase.model_validate(spoil(make_story().model_dump(mode="json"), attack))
    edge = Boundary.model_validate(spoil(make_boundary().model_dump(mode="json"), attack))
    document = make_case_quiz(mode, story, edge)
    reader = begin(mode, script=script, document=document)
    pages = [reader.html, *(reader.decide_as(*path).html for path in (("b",), ("b", "b")))]
    for position in (1, 2):
        pages.append(reader.press("show", {"go": position}).html)
    pages.append(reader.answer_rightly(document, go="check").html if 'name="answer"' in reader.html else "")
    for page in pages:
        found = lxml.html.fromstring(f"<div>{page}</div>")
        assert not found.xpath("//script[not(@src)] | //img | //svg | //a[starts-with(@href, 'javascript')]")
        assert not found.xpath("//form[contains(@action, 'evil')] | //@onerror | //@onload")
        assert "{{" not in attack or not page or attack in page


# Boundary questions


def test_a_boundary_question_tells_its_variant_inside_the_case(script):
    document = make_case_quiz("practice", make_boundary())
    browser = Browser(make_block(document), script=script).open().press("begin")
    variant = document.questions[0].variant(browser.attempt(document).form.item(1).variant)
    assert f"You hold DMO-1. {variant.text.to('en')} What now?" in browser.html.replace("&nbsp;", " ")
    assert "{case}" not in browser.html
    others = [case.text.to("en") for case in document.questions[0].cases if case is not variant]
    assert not any(other in browser.html for other in others)
    assert "secret" not in browser.html
    browser.answer_rightly(document, go="check", wrong=True)
    assert f"secret {variant.case} rationale" in browser.html
    assert "secret rationale" in browser.html
    assert browser.html.count("rationale") >= 2
    for case in document.questions[0].cases:
        assert (f"secret {case.case} rationale" in browser.html) is (case is variant)
    assert f"secret feedback {variant.key}" not in browser.html
