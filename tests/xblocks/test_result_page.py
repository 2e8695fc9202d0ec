"""The result as a learner reads it, and what Studio shows before."""

from datetime import timedelta

import pytest
from lxml import html

from empower_lms.assessment.attempts import AttemptState
from empower_lms.domain.quiz import Feedback, Layout, PartialCredit, QuizMode, Tool
from empower_xblocks import author_view, compat
from tests.answers import form_fields, right_response, wrong_response
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.quizzes import GLOSSARY, STANCE, make_full_quiz, make_quiz


def hand_in(browser: Browser, document, *, wrong: bool = False, **more: str) -> Browser:
    browser.press("begin")
    for position in range(1, document.quiz.length + 1):
        browser.press("show", {"go": position})
        browser.answer_rightly(document, wrong=wrong, **more)
    return browser.press("show", {"go": "hand-in"}).press("hand_in")


def test_a_part_is_a_bar_with_its_minimum_and_the_same_in_words():
    document = make_quiz()
    page = html.fromstring(hand_in(Browser(make_block(document)).open(), document).html)
    bar = page.xpath("//*[@class='empower__chart']")[0]
    assert bar.get("aria-hidden") == "true"
    widths = {part.get("class"): (part.get("x"), part.get("width")) for part in bar}
    assert widths == {"is-track": (None, "100"), "is-value": (None, "100"), "is-minimum": ("65", "1")}
    assert "3 of 3" in page.text_content()
    assert "met: at least 2" in page.text_content()


def test_who_missed_a_part_is_told_what_to_read_again():
    document = make_quiz().model_copy(update={"reading": make_full_quiz("one").reading})
    failed = hand_in(Browser(make_block(document)).open(), document, wrong=True).html
    assert "Your next step: read these again" in failed
    assert "Reading a card" in failed
    passed = hand_in(Browser(make_block(document)).open(), document).html
    assert "Reading a card" not in passed


def test_a_lesson_is_a_link_where_the_course_is_known():
    class Usage(str):
        course_key = "course-v1:demo+scope+1"

    document = make_quiz().model_copy(update={"reading": make_full_quiz("one").reading})
    block = make_block(document)
    block.scope_ids = block.scope_ids._replace(usage_id=Usage("usage-1"))
    assert compat.page_url(block) == "/courses/course-v1:demo+scope+1/jump_to_id/{name}"
    page = html.fromstring(hand_in(Browser(block).open(), document, wrong=True).html)
    (link,) = page.xpath("//a[contains(@href, 'jump_to_id')]")
    assert link.get("href") == "/courses/course-v1:demo+scope+1/jump_to_id/sample-card"
    assert link.get("target") == "_top"


def test_going_too_far_is_told_in_kind_words_without_naming_a_question():
    document = make_quiz()
    text = hand_in(Browser(make_block(document)).open(), document, wrong=True).html
    assert "Once you went further than the card allows" in text
    assert "The freeze excludes it" not in text


@pytest.mark.parametrize(
    ("stance", "wrong", "expected"),
    [
        ("alone", False, "Ready: 3 answers"),
        ("inform", False, "Ready: 3 answers"),
        ("ask", False, "Dare more: 3 answers"),
        ("ask", True, "Learn more: 3 answers"),
        ("alone", True, "Take care: 3 answers"),
    ],
)
def test_the_quadrant_says_what_each_answer_means_and_nothing_of_what_never_happened(stance, wrong, expected):
    document = make_quiz(stance=STANCE)
    browser = Browser(make_block(document)).open().press("begin")
    for position in (1, 2, 3):
        browser.press("show", {"go": position})
        item = browser.attempt(document).form.item(position)
        question = document.question_by_id[item.question]
        response = (wrong_response if wrong else right_response)(question, item)
        browser.press("answer", [*form_fields(question, item, response), ("stance", stance), ("go", "next")])
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    assert expected in browser.html
    quadrant = browser.html.partition("empower__quadrant")[2].partition("</ul>")[0]
    assert quadrant.count("<li ") == 1


def test_a_try_that_ran_out_of_time_is_closed_once_the_page_asks():
    document = make_quiz(time_limit="30m")
    records = InMemoryRecords()
    browser = Browser(make_block(document, records=records)).open().press("begin")
    browser.answer_rightly(document)
    browser.press("time_up")
    assert "30 minutes left" in browser.html
    assert records.attempts["7"][0].is_open
    (attempt,) = records.attempts["7"]
    hour = timedelta(hours=1)
    moved = {name: getattr(attempt, name) - hour for name in ("started_at", "deadline", "closes_at")}
    records.attempts["7"] = [attempt.model_copy(update=moved)]
    browser.press("time_up")
    assert records.attempts["7"][0].state is AttemptState.TIMED_OUT
    assert "The time was up, so this try was handed in by itself." in browser.html
    assert "grade" in [kind for kind, _data in browser.block.runtime.published]


def test_an_answer_after_the_time_is_refused_and_the_result_published():
    document = make_quiz(time_limit="30m")
    records = InMemoryRecords()
    browser = Browser(make_block(document, records=records)).open().press("begin")
    (attempt,) = records.attempts["7"]
    hour = timedelta(hours=1)
    moved = {name: getattr(attempt, name) - hour for name in ("started_at", "deadline", "closes_at")}
    records.attempts["7"] = [attempt.model_copy(update=moved)]
    form = [*browser.hidden("answer").items(), ("answer", "1"), ("go", "next")]
    response = browser.post("answer", form)
    assert response.status_int in {409, 422}
    assert records.attempts["7"][0].responses == {}


def test_studio_shows_every_setting_at_a_glance():
    document = make_quiz(
        layout="all", tools=["calculator", "glossary"], glossary=GLOSSARY, stance=STANCE, time_limit="90m"
    )
    text = html.fromstring(make_block(document).author_view().content).text_content()
    for part in (
        "All questions on one page",
        "90 minutes",
        "Calculator, Glossary",
        "3 wrong answers marked “decide alone” still pass",
        "After a pass",
        document.digest[:12],
    ):
        assert part in text, part


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (author_view._LAYOUTS, Layout),
        (author_view._MODES, QuizMode),
        (author_view._TOOLS, Tool),
        (author_view._CREDITS, PartialCredit),
        (author_view._FEEDBACK, Feedback),
    ],
)
def test_every_setting_has_words(words, members):
    assert set(words) == set(members)
