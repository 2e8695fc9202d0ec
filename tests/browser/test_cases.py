"""Decision cases and boundary questions in a real browser: by keyboard, on a phone, in two tabs, in both languages."""

from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from webob import Request

from empower_lms.assessment.responses import CaseResponse
from tests.answers import right_values
from tests.browser.people import Visitor
from tests.fakes import InMemoryRecords
from tests.stories import make_boundary, make_case_quiz, make_story
from tests.xblocks.builders import Browser, make_block

PAGE = "http://localhost/course/unit"
DECIDE = "button[value=decide]"


class Room:
    """A learner's unit page with one quiz block; every tab of it speaks to the same records."""

    def __init__(self, context: BrowserContext, *questions, mode: str = "practice", language: str = "en") -> None:
        self.context = context
        self.document = make_case_quiz(mode, *questions)
        self.records = InMemoryRecords()
        self.language = language
        Browser(self.block).open().press("begin")

    @property
    def block(self):
        return make_block(self.document, records=self.records, language=self.language)

    @property
    def attempt(self):
        return self.records.attempts["7"][0]

    def open(self) -> Visitor:
        page = self.context.new_page()
        page.route("**/*", self.answer)
        page.goto(PAGE)
        return Visitor(page, served=None, by_keyboard=True)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/public/"):
            name = path.rpartition("/")[2]
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            route.fulfill(body=(files("empower_xblocks") / "public" / name).read_text(), content_type=kind)
        elif path.startswith("/handler/"):
            request = Request.blank(path, method="POST", POST=route.request.post_data, headers=route.request.headers)
            request.headers["Host"] = "localhost"
            response = self.block.handle(path.rpartition("/")[2], request)
            if response.location:
                self.show(route, response.location)  # A redirect would leave what this page answers.
            else:
                route.fulfill(status=response.status_int, body=response.text, content_type="text/html")
        else:
            self.show(route, route.request.url)

    def show(self, route: Route, address: str) -> None:
        html = Browser(self.block).open(address).html
        route.fulfill(
            content_type="text/html",
            body="<!doctype html><html lang=en><head><meta charset=utf-8><title>Unit</title>"
            '<meta name=viewport content="width=device-width, initial-scale=1">'
            f"<link rel=stylesheet href=/static/public/empower.css></head><main><h1>Unit</h1>{html}</main>"
            "<script src=/static/public/answers.js></script><script src=/static/public/empower.js></script></html>",
        )


@pytest.fixture(params=[(360, "light"), (1100, "dark")], ids=["phone", "desktop-dark"])
def context(request, chromium):
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)
    yield context
    context.close()


def decide(visitor: Visitor, text: str) -> None:
    visitor.choose(visitor.page.get_by_role("radio", name=text))
    visitor.press(visitor.page.locator(DECIDE))


def focused(page: Page) -> str:
    """Return the name that a screen reader gives to what has the focus."""
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)"
        ".map((id) => document.getElementById(id).textContent.trim()).join(' | ')"
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_case_by_keyboard_from_the_first_event_to_the_reasons(context, language):
    german = " (de)" if language == "de" else ""
    learner = Room(context, make_story(), language=language).open()
    learner.check_page()
    decide(learner, f"do b at call{german}")
    expect(learner.page.get_by_text(f"event at blame{german}")).to_be_visible()
    assert focused(learner.page) == f"consequence b of call{german} | event at blame{german}"
    learner.check_page()
    decide(learner, f"do a at blame{german}")
    expect(learner.page.get_by_text(f"event at report{german}")).to_be_visible()
    learner.check_page()
    decide(learner, f"do a at report{german}")
    expect(learner.page.locator(".empower__verdict")).to_be_focused()
    expect(learner.page.get_by_text(f"secret feedback b of call{german}")).to_be_visible()
    learner.check_page()


def test_the_end_of_a_certified_case_is_said(context):
    learner = Room(context, make_story(), mode="certification").open()
    decide(learner, "do c at call")
    expect(learner.page.get_by_text("The case is closed")).to_be_visible()
    assert focused(learner.page).startswith("consequence c of call | The case is closed")
    learner.check_page()
    assert "secret" not in learner.page.content()


def test_deciding_without_a_choice_leads_to_the_choices(context):
    learner = Room(context, make_story()).open()
    learner.press(learner.page.locator(DECIDE))
    expect(learner.page.get_by_role("alert")).to_be_visible()
    expect(learner.page.locator("[name=decision]").first).to_be_focused()
    learner.check_page()


def test_a_second_tab_sees_where_the_case_stands(context):
    room = Room(context, make_story())
    first, second = room.open(), room.open()
    decide(first, "do a at call")
    expect(first.page.get_by_text("event at check")).to_be_visible()
    decide(second, "do b at call")
    expect(second.page.get_by_role("alert")).to_contain_text("decided already")
    expect(second.page.get_by_text("consequence a of call")).to_be_visible()
    expect(second.page.get_by_text("event at check")).to_be_visible()
    assert room.attempt.responses[1] == CaseResponse(path=("a",), complete=False)
    second.check_page()


def test_a_double_click_decides_once(context):
    room = Room(context, make_story())
    learner = room.open()
    learner.page.get_by_role("radio", name="do a at call").check()
    learner.page.locator(DECIDE).dblclick()
    expect(learner.page.get_by_text("event at check")).to_be_visible()
    assert room.attempt.responses[1] == CaseResponse(path=("a",), complete=False)


def test_going_on_and_coming_back_decides_nothing(context):
    room = Room(context, make_story(), make_boundary())
    position = next(item.position for item in room.attempt.form.items if item.question == "demo.story")
    learner = room.open()
    learner.press(learner.page.locator(f"[data-mark='{position}']"))
    expect(learner.page.locator(DECIDE)).to_be_visible()
    learner.choose(learner.page.get_by_role("radio", name="do a at call"))
    learner.press(learner.page.locator(f"[data-mark='{3 - position}']"))
    expect(learner.page.locator(DECIDE)).to_have_count(0)
    assert room.attempt.responses == {}
    learner.press(learner.page.locator(f"[data-mark='{position}']"))
    expect(learner.page.get_by_text("event at call")).to_be_visible()


def test_the_language_can_change_in_the_middle_of_a_decision(context):
    room = Room(context, make_story())
    learner = room.open()
    decide(learner, "do a at call")
    expect(learner.page.get_by_text("event at check")).to_be_visible()
    learner.choose(learner.page.get_by_role("radio", name="do b at check"))
    room.language = "de"
    learner.press(learner.page.locator(".empower__language[value=de]"))
    expect(learner.page.get_by_text("consequence a of call (de)")).to_be_visible()
    expect(learner.page.get_by_role("radio", name="do b at check (de)")).to_be_checked()
    assert room.attempt.responses[1].path == ("a",)


def test_without_a_script_a_case_is_plain_forms(chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    learner = Room(context, make_story()).open()
    learner.page.get_by_role("radio", name="do a at call").check()
    with learner.page.expect_navigation():
        learner.page.locator(DECIDE).click()
    expect(learner.page.get_by_text("consequence a of call")).to_be_visible()
    expect(learner.page.get_by_text("event at check")).to_be_visible()
    context.close()


@pytest.mark.parametrize("name", ["scope.p-case-slow-search", "scope.p-case-new-planner"])
@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_shipped_case_reads_well_to_its_end(context, questions, name, right, language):
    shipped = questions[name].model_copy(update={"objective": "demo.locate", "id": "demo.shipped", "clause": None})
    learner = Room(context, shipped, language=language).open()
    learner.check_answer(shipped, right=right)
    expect(learner.page.locator(".empower__feedback.is-right")).to_have_count(int(right))
    learner.check_page()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_boundary_question_by_keyboard(context, language):
    room = Room(context, make_boundary(), language=language)
    learner = room.open()
    learner.check_page()
    question, item = room.document.questions[0], room.attempt.form.item(1)
    (value,) = right_values(question, item)
    learner.choose(learner.page.locator(f"[name=answer][value='{value}']"))
    learner.press(learner.page.locator("button[value=check]"))
    expect(learner.page.locator(".empower__verdict")).to_be_focused()
    variant = question.variant(item.variant)
    expect(learner.page.get_by_text(variant.rationale.to(language), exact=True)).to_be_visible()
    assert room.attempt.responses[1].options == (variant.key,)
    learner.check_page()
