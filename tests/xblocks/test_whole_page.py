"""All questions on one page: with the script each answer by itself, without it one form."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from empower_lms.assessment.responses import AnyResponse, Stance
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import KINDS, Numeric
from tests.answers import form_fields, right_response
from tests.fakes import InMemoryRecords
from tests.strategies import questions
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.quizzes import STANCE, make_quiz

WHOLE = make_quiz(layout="all")


@pytest.fixture
def records():
    return InMemoryRecords()


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def browser(request, records):
    return Browser(make_block(WHOLE, records=records), script=request.param).open().press("begin")


def fields(browser: Browser, document: QuizDocument, position: int) -> list[tuple[str, str]]:
    """Return what a form sends for the right answer at a position."""
    item = browser.attempt(document).form.item(position)
    question = document.question_by_id[item.question]
    given = form_fields(question, item, right_response(question, item))
    return [(f"{position}:{name}", value) for name, value in [("item", item.question), *given]]


def numeric_position(browser: Browser, document: QuizDocument = WHOLE) -> int:
    items = browser.attempt(document).form.items
    return next(one.position for one in items if isinstance(document.question_by_id[one.question], Numeric))


def responses(records: InMemoryRecords) -> dict[int, AnyResponse]:
    return dict(records.attempts["7"][0].responses)


def test_every_question_stands_on_the_page(browser):
    page = html.fromstring(browser.html)
    assert len(page.xpath("//section[@data-part]")) == 3
    assert len(page.xpath("//form[@data-whole]")) == 1
    assert [link.get("href") for link in page.xpath("//a[@data-mark]")] == [
        f"#{browser.block.token}-q{position}" for position in (1, 2, 3)
    ]


def test_ids_are_unique_and_every_name_says_its_question(browser):
    page = html.fromstring(browser.html)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for part in page.xpath("//section[@data-part]"):
        names = part.xpath(".//input/@name | .//select/@name")
        assert names
        assert all(name.startswith(f"{part.get('data-part')}:") for name in names)


def test_one_button_saves_every_answer(browser, records):
    answers = [pair for position in (1, 2, 3) for pair in fields(browser, WHOLE, position)]
    browser.press("save_page", [*answers, ("go", "resume")])
    assert sorted(responses(records)) == [1, 2, 3]
    assert "3 answered, 0 marked, 0 left" in browser.html


def test_what_is_saved_already_is_not_saved_again(browser, records):
    browser.press("save_page", [*fields(browser, WHOLE, 1), ("go", "resume")])
    records.calls.clear()
    answers = [*fields(browser, WHOLE, 1), *fields(browser, WHOLE, 2)]
    browser.press("save_page", [*answers, ("go", "resume")])
    assert records.calls.count("save_answer") == 1


def test_a_doubtful_answer_is_asked_about_and_the_others_are_saved(browser, records):
    doubtful = numeric_position(browser)
    other = 1 if doubtful != 1 else 2
    item = browser.attempt(WHOLE).form.item(doubtful).question
    answers = [*fields(browser, WHOLE, other), (f"{doubtful}:item", item), (f"{doubtful}:answer", "1.000")]
    browser.press("save_page", [*answers, ("go", "review")])
    assert list(responses(records)) == [other]
    assert "Do you mean 1 or 1000?" in browser.html
    part = html.fromstring(browser.html).xpath(f"//section[@data-part='{doubtful}']")[0]
    assert part.xpath(".//input[@aria-invalid='true']/@value") == ["1.000"]
    assert part.xpath(".//*[@data-focus]")


def test_saving_leads_on_to_the_review(browser):
    browser.press("save_page", [*fields(browser, WHOLE, 1), ("go", "review")])
    assert "2 questions have no answer yet" in browser.html


def test_a_flag_beside_an_answer_keeps_both(browser, records):
    browser.press("save_page", [*fields(browser, WHOLE, 2), ("go", "flag:2")])
    assert list(responses(records)) == [2]
    assert "Question 2, answered, marked" in browser.html
    browser.press("save_page", [("go", "unflag:2")])
    browser.open()
    assert "marked</p>" not in browser.html


def test_a_practice_explains_the_question_that_is_checked():
    practice = make_quiz("practice", layout="all")
    browser = Browser(make_block(practice)).open().press("begin")
    assert "empower__feedback" not in browser.html
    browser.press("save_page", [*fields(browser, practice, 1), ("go", "check:1")])
    parts = html.fromstring(browser.html).xpath("//section[@data-part]")
    assert [bool(part.xpath(".//*[contains(@class, 'empower__feedback')]")) for part in parts] == [True, False, False]


def test_the_script_gets_the_one_question_that_it_saved(records):
    browser = Browser(make_block(WHOLE, records=records)).open().press("begin")
    attempt = browser.attempt(WHOLE)
    own = [(name.partition(":")[2], value) for name, value in fields(browser, WHOLE, 2)]
    form = [*own, ("attempt", attempt.id), ("q", 2), ("key", "k"), ("part", 1), ("go", "stay")]
    page = html.fromstring(browser.post("answer", form).text)
    assert page.xpath("//section[@data-part]/@data-part") == ["2"]
    assert page.xpath("//*[contains(@class, 'empower__state')]")[0].text_content() == "Saved."
    assert len(page.xpath("//a[@data-mark]")) == 3


@pytest.mark.parametrize("go", ["resume", "review", "flag:1", "check:1", "check:99", "nonsense", ""])
@pytest.mark.parametrize("name", ["0:answer", "99:answer", "1:answer:2", ":", "1:", "1:rows", "x:item", "1:stance"])
def test_a_forged_page_stores_nothing(browser, records, name, go):
    response = browser.post("save_page", [*browser.hidden("save_page").items(), (name, "1"), ("go", go)])
    assert response.status_int in {200, 303, 409, 422}
    assert responses(records) == {}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_kind_can_be_answered_on_a_page_with_all(kind, data):
    drawn = [data.draw(questions(f"sample.{name}", "sample.locate", kinds=(kind,))) for name in "abc"]
    document = make_quiz("practice", layout="all").model_copy(update={"questions": tuple(drawn)})
    document = QuizDocument.model_validate(document.model_dump(mode="json"))
    records = InMemoryRecords()
    browser = Browser(make_block(document, records=records), script=False).open().press("begin")
    page = html.fromstring(browser.html)
    names = set(page.xpath("//section[@data-part='1']//*[self::input or self::select]/@name"))
    item = browser.attempt(document).form.item(1)
    is_case = kind == "case"
    sent = [("1:item", item.question), ("1:decision", "1.1")] if is_case else fields(browser, document, 1)
    assert {name for name, _value in sent} <= names
    browser.press("save_page", [*sent, ("go", "decide:1" if is_case else "resume")])
    assert list(responses(records)) == [1]


def test_a_stance_belongs_to_each_answer(records):
    document = make_quiz(layout="all", stance=STANCE)
    browser = Browser(make_block(document, records=records)).open().press("begin")
    browser.press("save_page", [*fields(browser, document, 1), ("go", "resume")])
    assert "Please say as well how you would act on your answer." in browser.html
    assert responses(records) == {}
    browser.press("save_page", [*fields(browser, document, 1), ("1:stance", "inform"), ("go", "resume")])
    assert responses(records)[1].stance is Stance.INFORM
