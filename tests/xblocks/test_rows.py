"""Matching, ordering, classification and short text in the quiz block: with the script, and as plain forms."""

import pytest
from lxml import html as lxml_html

from empower_lms.assessment.responses import ResponseProblem
from empower_lms.domain.documents import QuizDocument
from empower_xblocks.place import at_question, read_place
from tests.fakes import InMemoryRecords
from tests.row_quiz import KINDS, row_quiz
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.test_canary import SECRET, assert_no_key, look_everywhere

ROWS = ("matching", "ordering", "classification")
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "</select></form><svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "{{ 7 * 7 }}",
    "&lt;script&gt;",
)


@pytest.fixture(params=["en", "de"])
def language(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request):
    return request.param


def open_quiz(document: QuizDocument, *, script: bool = True, language: str = "en") -> Browser:
    block = make_block(document, records=InMemoryRecords(), language=language)
    return Browser(block, script=script).open().press("begin")


def show(browser: Browser, document: QuizDocument, kind: str) -> Browser:
    """Go to the question of a kind, wherever the draw put it."""
    item = next(one.id for one in document.questions if one.kind == kind)
    for position in range(1, len(document.questions) + 1):
        browser.press("show", {"go": position})
        if browser.hidden("answer").get("item") == item:
            return browser
    raise AssertionError(f"no {kind} on the form")


def values_shown(browser: Browser) -> dict[str, str]:
    """Return what the controls of the answer form hold."""
    form = next(form for form in lxml_html.fromstring(browser.html).xpath("//form[@data-answer]"))
    return {name: value for name, value in form.form_values() if name.startswith("answer")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_right_and_explained(script, language, kind):
    document = row_quiz()
    browser = show(open_quiz(document, script=script, language=language), document, kind)
    browser.answer_rightly(document, go="check")

    assert {"en": "Right.", "de": "Richtig."}[language] in browser.html
    question = next(one for one in document.questions if one.kind == kind)
    assert question.rationale.to(language) in browser.html


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_is_told_row_by_row_in_words(script, kind):
    document = row_quiz()
    browser = show(open_quiz(document, script=script), document, kind)
    browser.answer_rightly(document, go="check", wrong=True)
    page = lxml_html.fromstring(browser.html).xpath("//div[contains(@class, 'empower__feedback')]")[0].text_content()

    assert "Not right this time." in page
    assert "Right answer" in page
    assert "Your answer" in page


def test_choosing_a_surplus_partner_is_answered_to():
    document = row_quiz()
    browser = show(open_quiz(document), document, "matching")
    question = next(one for one in document.questions if one.kind == "matching")
    item = browser.attempt(document).form.item(browser.position)
    surplus = str(item.options.index(question.surplus[0].id) + 1)
    others = [str(item.options.index(part) + 1) for part in ("b", "c")]
    fields = [(f"answer-{number}", value) for number, value in enumerate([surplus, *others], start=1)]
    browser.press("answer", [*fields, ("go", "check")])

    assert "Pressure changes no limit." in browser.html
    assert "Nobody" not in browser.html


@pytest.mark.parametrize("kind", ROWS)
def test_what_was_chosen_stays_when_a_part_is_open(script, kind):
    document = row_quiz()
    browser = show(open_quiz(document, script=script), document, kind)
    browser.press("answer", {"answer-2": "1", "go": "check"})

    assert "Something is still open" in browser.html
    assert values_shown(browser)["answer-2"] == "1"
    assert 'role="alert"' in browser.html
    assert "is-key" not in browser.html


@pytest.mark.parametrize(("kind", "words"), [("matching", "used twice"), ("ordering", "the same place")])
def test_what_was_chosen_stays_when_it_does_not_fit_together(script, kind, words):
    document = row_quiz()
    browser = show(open_quiz(document, script=script), document, kind)
    browser.press("answer", {"answer-1": "2", "answer-2": "2", "answer-3": "1", "go": "check"})
    flawed = lxml_html.fromstring(browser.html).xpath("//select[@aria-invalid]/@name")

    assert words in browser.html
    assert flawed == ["answer-1", "answer-2"]
    assert {name: value for name, value in values_shown(browser).items() if value} == {
        "answer-1": "2",
        "answer-2": "2",
        "answer-3": "1",
    }
    assert browser.attempt(document).responses == {}


@pytest.mark.parametrize("kind", ROWS)
def test_in_a_certification_an_open_part_is_stored_and_counts_as_open(script, kind):
    document = row_quiz("certification")
    browser = show(open_quiz(document, script=script), document, kind)
    position = browser.position
    browser.press("answer", {"answer-2": "1", "go": "review"})
    attempt = browser.attempt(document)

    assert not attempt.responses[position].complete
    assert position in attempt.unanswered
    browser.press("show", {"go": position})
    assert values_shown(browser)["answer-2"] == "1"


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("value", ["0", "99", "-1", "x", "1.5", "１", " ", "9" * 400])
def test_a_forged_row_stores_nothing(kind, value):
    document = row_quiz()
    browser = show(open_quiz(document), document, kind)
    rows = int(browser.hidden("answer")["rows"])
    fields = [(f"answer-{number}", str(number)) for number in range(1, rows)]
    browser.press("answer", [*fields, (f"answer-{rows}", value), ("go", "check")])

    assert not any(response.complete for response in browser.attempt(document).responses.values())


def test_row_numbers_travel_in_the_address_and_nothing_else_does():
    place = at_question(3, problem=ResponseProblem.SAME_PLACE, typed="2", values=("2", "", "2", "11"))
    for rows, values in [
        ("2..2.11", ("2", "", "2", "11")),
        ("2", ()),
        ("1.<b>", ()),
        ("1" * 200, ()),
        ("1." * 20, ()),
        ("", ()),
    ]:
        found = read_place({"at": place.token("b"), "rows": rows}, "b")
        assert found.values == values


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_authored_text_becomes_markup(language, attack):
    document = poison(row_quiz(), attack)
    browser = open_quiz(document, language=language)
    for position in range(1, len(document.questions) + 1):
        browser.press("show", {"go": position})
        assert_harmless(browser.html)
        browser.answer_rightly(document, go="check", wrong=True)
        assert_harmless(browser.html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_typed_becomes_markup(script, attack):
    document = row_quiz()
    browser = show(open_quiz(document, script=script), document, "text")
    browser.press("answer", {"answer": attack, "go": "check"})
    assert_harmless(browser.html)
    assert "Not right this time." in browser.html


def poison(document: QuizDocument, attack: str) -> QuizDocument:
    """Put an attack into every text of the questions that an author writes, answers to type aside."""

    def spoil(value):
        if isinstance(value, dict) and set(value) <= {"en", "de"} and value:
            return {language: f"{text} {attack}" for language, text in value.items()}
        if isinstance(value, dict):
            return {
                key: part if key in {"accepted", "patterns", "texts"} else spoil(part) for key, part in value.items()
            }
        return [spoil(part) for part in value] if isinstance(value, list) else value

    raw = document.model_dump(mode="json")
    raw["questions"] = [spoil(question) for question in raw["questions"]]
    return QuizDocument.model_validate(raw)


def assert_harmless(page: str) -> None:
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//script | //img | //svg[@onload] | //*[@*[starts-with(name(), 'on')]]")
    assert not tree.xpath("//a[starts-with(@href, 'javascript')]")
    assert "49" not in "".join(tree.xpath("//label//text()"))


def plant(mode: str) -> QuizDocument:
    """A quiz with unique words in every text that belongs to a key, a role or feedback."""
    raw = row_quiz(mode).model_dump(mode="json")
    secret = {"en": f"{SECRET}-text", "de": f"{SECRET}-text"}
    for question in raw["questions"]:
        question["rationale"] = secret
        for name in ("prompts", "steps", "cases"):
            for part in question.get(name, ()):
                part["feedback"] = secret
        for partner in question.get("partners", ()):
            if partner["feedback"]:
                partner["feedback"] = secret
        if question["kind"] == "text":
            question["accepted"] = [{"en": f"{SECRET}-accepted", "de": f"{SECRET}-richtig"}]
            question["patterns"] = [{"en": f"{SECRET}-pattern"}]
            question["feedback"] = secret
            for number, wrong in enumerate(question["misconceptions"]):
                wrong["texts"] = [{"en": f"{SECRET}-wrong-{number}"}]
                wrong["feedback"] = secret
    return QuizDocument.model_validate(raw)


def test_no_key_leaves_before_during_and_after_a_failed_certification(script, language):
    document = plant("certification")
    browser = Browser(make_block(document, records=InMemoryRecords(), language=language), script=script).open()
    look_everywhere(browser)
    browser.press("begin")
    for position in range(1, 5):
        browser.press("show", {"go": position})
        browser.press("answer", {"answer-1": "1", "answer-2": "1", "go": "check"})
        assert_no_key(browser.html)
        browser.press("show", {"go": position})
        browser.answer_rightly(document, wrong=True)
        assert_no_key(browser.html)
        look_everywhere(browser)
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    assert "is-failed" in browser.html
    assert_no_key(browser.html)
    look_everywhere(browser)


def test_the_source_of_a_page_gives_no_order_away():
    document = row_quiz("certification")
    browser = open_quiz(document)
    for position in range(1, 5):
        browser.press("show", {"go": position})
        form = lxml_html.fromstring(browser.html).xpath("//form[@data-answer]")[0]
        values = form.xpath(".//option/@value | .//input[@type='radio']/@value")
        assert all(value == "" or value.isdigit() for value in values)
