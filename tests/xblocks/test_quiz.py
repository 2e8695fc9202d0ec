"""The quiz block as a learner uses it: with the script, and as plain forms."""

import pytest
from xblock.scorable import Score

from empower_lms.domain.documents import QuizDocument
from empower_xblocks.scenarios import sample_quiz, sample_scope
from empower_xblocks.store import read_clock
from empower_xblocks.tracking import STARTED, SUBMITTED
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import PAGE, Browser, make_block

CERTIFICATION = sample_quiz("certification")


@pytest.fixture
def records():
    return InMemoryRecords(scopes=(sample_scope().scope,))


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def browser(request, records):
    return Browser(make_block(CERTIFICATION, records=records), script=request.param).open()


def show_numeric(browser: Browser) -> Browser:
    """Go to the numeric question, wherever the draw put it."""
    for position in (1, 2, 3):
        browser.press("show", {"go": position})
        if browser.hidden("answer")["item"] == "sample.hours":
            return browser
    raise AssertionError("the numeric question is not on the form")


def pass_quiz(browser: Browser, *, wrong: bool = False) -> Browser:
    browser.press("begin")
    for position in (1, 2, 3):
        browser.press("show", {"go": position})
        browser.answer_rightly(CERTIFICATION, wrong=wrong)
    return browser.press("show", {"go": "hand-in"}).press("hand_in")


def test_the_rules_stand_before_the_first_question(browser):
    assert "The quiz has 3 questions." in browser.html
    assert "You pass with 2 right answers." in browser.html
    assert "You have 2 tries" in browser.html
    assert "A freeze began" not in browser.html


def test_reading_starts_nothing(browser, records):
    browser.open().open()
    assert set(records.calls) == {"standing"}
    assert records.attempts == {}


def test_starting_leads_to_the_first_question(browser):
    assert "Question 1 of 3" in browser.press("begin").html


def test_starting_twice_is_starting_once(browser, records):
    browser.press("begin")
    browser.post("begin", [])
    assert len(records.attempts["7"]) == 1


def test_an_answer_is_kept_and_the_next_question_follows(browser, records):
    browser.press("begin").answer_rightly(CERTIFICATION)
    assert "Question 2 of 3" in browser.html
    assert "1 of 3 answered" in browser.html
    assert list(records.attempts["7"][0].responses) == [1]
    assert "checked" in browser.press("show", {"go": 1}).html or 'value="720"' in browser.html


def test_a_second_double_click_changes_nothing(browser, records):
    browser.press("begin")
    form = [*browser.hidden("answer").items(), ("answer", "1"), ("go", "next")]
    if browser.hidden("answer")["item"] == "sample.hours":
        form[-2] = ("answer", "720")
    browser.post("answer", form)
    before = records.attempts["7"][0]
    browser.post("answer", form)
    assert records.attempts["7"][0] == before


def test_a_question_can_be_left_for_later(browser, records):
    browser.press("begin").press("answer", {"go": "next"})
    assert "Question 2 of 3" in browser.html
    assert records.attempts["7"][0].responses == {}


def test_previous_goes_back(browser):
    browser.press("begin").press("answer", {"go": "next"}).press("answer", {"go": "previous"})
    assert "Question 1 of 3" in browser.html


def test_the_quiz_resumes_at_the_first_open_question(browser):
    browser.press("begin").answer_rightly(CERTIFICATION)
    assert "Question 2 of 3" in browser.open(PAGE).html


def test_the_review_names_what_is_open(browser):
    browser.press("begin").answer_rightly(CERTIFICATION, go="review")
    assert "2 questions have no answer yet" in browser.html
    assert "Question 1, answered" in browser.html
    assert "Question 2, not answered" in browser.html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.000", "Do you mean 1 or 1000?"),
        ("1,500", "Do you mean 1.5 or 1500?"),
        ("many", "“many” is not a number"),
        ("12 kg", "Please answer in EUR"),
        ("", "Nothing was chosen or typed"),
    ],
)
def test_a_doubtful_number_is_asked_about_and_nothing_is_stored(browser, records, typed, message):
    show_numeric(browser.press("begin"))
    browser.press("answer", {"answer": typed, "go": "check"})
    assert message in browser.html
    assert f'value="{typed}"' in browser.html
    assert 'aria-invalid="true"' in browser.html
    assert 'role="alert"' in browser.html
    assert records.attempts["7"][0].responses == {}


def test_numbers_are_understood_with_comma_and_unit(browser, records):
    show_numeric(browser.press("begin"))
    position = browser.position
    browser.press("answer", {"answer": "720,00 €", "go": "next"})
    assert records.attempts["7"][0].responses[position].value == 720


def test_a_pass_shows_certificate_and_the_way_to_the_scope(browser):
    pass_quiz(browser)
    assert "Passed" in browser.html
    assert "3 of 3 right. You needed 2." in browser.html
    assert "/empower/certificates/certificate-7-sample.certification-1/" in browser.html
    assert "/empower/scopes/SMP-1/" in browser.html
    assert "Ready: waiting for your sponsor" in browser.html


def test_a_failure_shows_parts_and_the_next_try(browser):
    pass_quiz(browser, wrong=True)
    assert "Not passed this time" in browser.html
    assert "not met: at least 2" in browser.html
    assert "Your next try opens on" in browser.html
    assert "Read the answers" not in browser.html


def test_grade_and_completion_are_published_once_per_hand_in(browser):
    pass_quiz(browser)
    assert [sent for sent in browser.block.runtime.published if not sent[0].startswith("empower.")] == [
        ("grade", {"value": 1.0, "max_value": 1.0, "only_if_higher": None}),
        ("completion", {"completion": 1.0}),
    ]


def test_a_failed_certification_is_graded_and_not_done(browser):
    pass_quiz(browser, wrong=True)
    assert [kind for kind, _data in browser.block.runtime.published] == [STARTED, "grade", SUBMITTED]


def test_the_tracking_log_says_who_tried_what_with_which_score_and_nothing_of_the_questions(browser):
    pass_quiz(browser)
    started, submitted = (data for kind, data in browser.block.runtime.published if kind.startswith("empower."))
    attempt = browser.block.records.standing("7", sample_quiz("certification"), now=read_clock()).latest
    assert started == {
        "quiz": "sample.certification",
        "course": "sample",
        "mode": "certification",
        "tier": "S1",
        "attempt": attempt.id,
        "attempt_number": 1,
        "questions": 3,
        "document": sample_quiz("certification").digest,
    }
    seconds = submitted.pop("seconds")
    assert 0 <= seconds < 60
    assert submitted == started | {"answered": 3, "passed": True, "score": 1.0}
    browser.press("begin").press("hand_in", {"attempt": attempt.id})
    again = [kind for kind, _data in browser.block.runtime.published if kind.startswith("empower.")]
    assert again == [STARTED, SUBMITTED], "what changes nothing is no event"


def test_practice_never_counts():
    block = make_block(sample_quiz("practice"))
    browser = Browser(block).open().press("begin").press("show", {"go": "hand-in"}).press("hand_in")
    assert "Practice finished" in browser.html
    assert [kind for kind, _data in block.runtime.published] == [STARTED, "completion", SUBMITTED]
    assert block.max_score() is None
    assert "Question 1 of 3" in browser.press("begin").html


def test_handing_in_twice_keeps_the_first_result(browser, records):
    pass_quiz(browser)
    first = records.attempts["7"][0]
    form = [("attempt", first.id)]
    browser.post("hand_in", form)
    assert records.attempts["7"] == [first]


def test_an_answer_after_the_hand_in_is_refused_in_words(browser, records):
    browser.press("begin")
    form = [*browser.hidden("answer").items(), ("answer", "1"), ("go", "next")]
    if browser.hidden("answer")["item"] == "sample.hours":
        form[-2] = ("answer", "720")
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    response = browser.post("answer", form)
    assert response.status_int == 409
    assert "handed in already" in response.text
    assert records.attempts["7"][0].responses == {}


@pytest.mark.parametrize("field", ["attempt", "q", "item", "key"])
@pytest.mark.parametrize("value", ["", "0", "-1", "x" * 500, "999", "<b>"])
def test_a_forged_form_stores_nothing_under_another_question(browser, records, field, value):
    browser.press("begin")
    form = {**browser.hidden("answer"), "answer": "720", "go": "next", field: value}
    response = browser.post("answer", list(form.items()))
    assert response.status_int in {200, 303, 409, 422}
    stored = records.attempts["7"][0].responses
    assert stored == {} or field in {"key", "item"}
    for position, answer in stored.items():
        is_number = records.attempts["7"][0].form.item(position).question == "sample.hours"
        assert (answer.kind == "numeric") == is_number


def test_nobody_reaches_the_attempt_of_somebody_else(records):
    mine = Browser(make_block(CERTIFICATION, records=records)).open().press("begin")
    form = [*mine.hidden("answer").items(), ("answer", "1"), ("answer", "720"), ("go", "next")]
    other = Browser(make_block(CERTIFICATION, records=records, user="8")).open()
    assert other.post("answer", form).status_int in {200, 409}
    assert other.post("hand_in", form).status_int == 409
    assert records.attempts["7"][0].is_open
    assert records.attempts["7"][0].responses == {}


@pytest.mark.parametrize("handler", ["begin", "answer", "hand_in"])
def test_a_visitor_is_asked_to_sign_in(records, handler):
    browser = Browser(make_block(CERTIFICATION, records=records, user=None)).open()
    response = browser.post(handler, [])
    assert response.status_int == 403
    assert "Please sign in first" in response.text
    assert records.attempts == {}


@pytest.mark.parametrize("handler", ["begin", "answer", "hand_in"])
def test_a_get_never_writes(browser, records, handler):
    browser.press("begin")
    before = dict(records.attempts)
    attempt = before["7"][0].id
    assert browser.get(handler, f"attempt={attempt}&q=1&answer=a&key=k&item=sample.freeze").status_int == 200
    assert records.attempts == before


def test_a_new_edition_does_not_change_a_running_attempt(records):
    old = Browser(make_block(CERTIFICATION, records=records)).open().press("begin")
    raw = CERTIFICATION.model_dump(mode="json")
    for question in raw["questions"]:
        question["stem"] = {"en": "NEW EDITION"}
    new_edition = QuizDocument.model_validate(raw)
    browser = Browser(make_block(new_edition, records=records)).open()
    assert "NEW EDITION" not in browser.html
    browser.answer_rightly(CERTIFICATION)
    assert list(records.attempts["7"][0].responses) == [1]
    assert old.hidden("answer")["attempt"] == browser.hidden("answer")["attempt"]


@pytest.mark.parametrize(("typed", "is_taken"), [("720 EUR", True), ("720 h", False), ("720", True)])
def test_an_answer_is_read_with_the_edition_that_asked(records, typed, is_taken):
    Browser(make_block(CERTIFICATION, records=records)).open().press("begin")
    raw = CERTIFICATION.model_dump(mode="json")
    for question in raw["questions"]:
        if question["kind"] == "numeric":
            question |= {"answer": "6 h", "misconceptions": []}
    browser = Browser(make_block(QuizDocument.model_validate(raw), records=records)).open()
    show_numeric(browser).press("answer", {"answer": typed, "go": "check"})
    assert bool(records.attempts["7"][0].responses) is is_taken
    assert ("Please answer in EUR" in browser.html) is not is_taken


def test_one_look_at_the_records_is_enough_for_an_answer(records):
    browser = Browser(make_block(CERTIFICATION, records=records)).open().press("begin")
    records.calls.clear()
    browser.answer_rightly(CERTIFICATION)
    # The first look is the test's own, at the order of the options.
    assert records.calls == ["standing", "save_answer"]


def test_plain_forms_go_back_to_their_page_and_nowhere_else(records):
    browser = Browser(make_block(CERTIFICATION, records=records), script=False).open()
    response = browser.post("begin", [])
    assert response.status_int == 303
    assert response.headers["Location"].startswith("/course/unit?mode=learn&at=")
    foreign = browser.post("begin", [], Referer="http://evil.example/course/unit")
    assert foreign.status_int == 200
    assert "Location" not in foreign.headers


def test_a_page_of_our_own_appears_when_no_page_sent_the_form(records):
    browser = Browser(make_block(CERTIFICATION, records=records), script=False).open()
    response = browser.post("begin", [], Referer="")
    assert response.text.startswith("<!doctype html>")
    assert "Question 1 of 3" in response.text


def published_grades(block):
    """Return what the grade book was told since the last look."""
    grades = [data["value"] / data["max_value"] for kind, data in block.runtime.published if kind == "grade"]
    block.runtime.published.clear()
    return grades


def test_a_grade_that_the_course_team_sets_counts_until_the_next_result(records):
    block = make_block(CERTIFICATION, records=records)
    block.set_score(Score(raw_earned=1, raw_possible=2))
    block.publish_grade()
    assert published_grades(block) == [0.5]
    assert not records.attempts
    browser = pass_quiz(Browser(block).open())
    assert published_grades(block) == [1.0]
    block.set_score(Score(raw_earned=1, raw_possible=2))
    browser.post("hand_in", [("attempt", records.attempts["7"][0].id)])
    assert published_grades(block) == [0.5], "a form that is sent twice is no new result"


@pytest.mark.parametrize(
    ("given", "only_if_higher", "grade"), [(None, False, 1.0), (0.5, False, 1.0), (0.5, True, 1.0)]
)
def test_rescoring_publishes_the_newest_result(records, given, only_if_higher, grade):
    block = pass_quiz(Browser(make_block(CERTIFICATION, records=records)).open()).block
    if given is not None:
        block.set_score(Score(raw_earned=given, raw_possible=1))
    published_grades(block)
    block.rescore(only_if_higher=only_if_higher)
    assert published_grades(block) == [grade]


def test_rescoring_upwards_keeps_a_better_grade_that_was_set(records):
    browser = Browser(make_block(CERTIFICATION, records=records)).open()
    block = browser.press("begin").press("show", {"go": "hand-in"}).press("hand_in").block
    block.set_score(Score(raw_earned=0.75, raw_possible=1))
    published_grades(block)
    block.rescore(only_if_higher=True)
    assert published_grades(block) == [0.75]
    block.rescore(only_if_higher=False)
    assert published_grades(block) == [0.0]


def test_only_what_was_handed_in_can_be_rescored(records):
    browser = Browser(make_block(CERTIFICATION, records=records)).open()
    assert browser.block.allows_rescore()
    assert not browser.block.has_submitted_answer()
    browser.press("begin")
    assert not browser.block.has_submitted_answer()
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    assert browser.block.has_submitted_answer()
    assert not make_block(sample_quiz("practice")).allows_rescore()
