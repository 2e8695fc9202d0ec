"""The script in a real browser, in front of a real block: what it does when network or learner are in a hurry."""

import re
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from webob import Request

from empower_xblocks.scenarios import sample_quiz
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block

HOST = "http://localhost"
CERTIFICATION = sample_quiz("certification")


class Stage:
    """A block behind a page; ``failures`` says how many of the next submissions the network loses."""

    def __init__(self, page: Page) -> None:
        self.records = InMemoryRecords()
        self.block = make_block(CERTIFICATION, records=self.records)
        self.page = page
        self.failures = 0
        self.keys: list[str] = []
        self.question = ""
        page.route("**/*", self.answer)
        Browser(self.block).open().press("begin")
        page.goto(f"{HOST}/course/unit")

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/public/"):
            name = path.rpartition("/")[2]
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            route.fulfill(body=(files("empower_xblocks") / "public" / name).read_text(), content_type=kind)
        elif path.startswith("/handler/"):
            self._handle(route, path.rpartition("/")[2])
        else:
            html = Browser(self.block).open().html
            route.fulfill(
                content_type="text/html",
                body=f"<!doctype html><html lang=en><title>Unit</title><main><h1>Unit</h1>{html}</main>"
                '<script src="/static/public/empower.js"></script></html>',
            )

    def _handle(self, route: Route, handler: str) -> None:
        sent = route.request
        self.keys += re.findall(r"(?<![a-z])key=(\w+)", sent.post_data or "")
        if self.failures:
            self.failures -= 1
            route.abort("connectionfailed")
            return
        request = Request.blank(f"/handler/{handler}", method="POST", POST=sent.post_data, headers=sent.headers)
        request.headers["Host"] = "localhost"
        response = self.block.handle(handler, request)
        route.fulfill(status=response.status_int, body=response.text, content_type="text/html")

    def show(self, question: str) -> int:
        """Go to the position of a question and return it."""
        item = next(item for item in self.attempt.form.items if item.question == question)
        self.page.locator(".empower__mark").nth(item.position - 1).click()
        expect(self.page.locator("[name=item]")).to_have_value(question)
        self.keys.clear()
        self.question = question
        return item.position

    def expect_next_page(self) -> None:
        """Wait until the shown question has made room, because its answer is stored."""
        expect(self.page.locator(f"[name=item][value='{self.question}']")).to_have_count(0)
        assert len(self.attempt.responses) == 1

    @property
    def attempt(self):
        return self.records.attempts["7"][0]


@pytest.fixture
def stage(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    yield Stage(context.new_page())
    context.close()


NEXT = "form[data-answer] .empower__button--primary"


def test_a_lost_answer_is_sent_once_more_with_the_same_key(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.failures = 1
    stage.page.click(NEXT)
    expect(stage.page.locator(".empower__live")).to_contain_text("Trying once more")
    stage.expect_next_page()
    assert len(stage.keys) == 2
    assert len(set(stage.keys)) == 1
    assert stage.attempt.responses[position].value == 720


def test_when_the_network_stays_away_nothing_is_lost_on_the_page(stage):
    stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.failures = 2
    stage.page.click(NEXT)
    expect(stage.page.locator(".empower__live")).to_contain_text("press the button again")
    expect(stage.page.locator("[name=answer]")).to_have_value("720")
    assert stage.attempt.responses == {}
    stage.page.click(NEXT)
    stage.expect_next_page()


def test_two_submissions_have_two_keys(stage):
    position = stage.show("sample.freeze")
    stage.page.check("[name=answer][value='1']")
    stage.page.click(NEXT)
    stage.expect_next_page()
    stage.page.locator(".empower__mark").nth(position - 1).click()
    expect(stage.page.locator("[name=item]")).to_have_value("sample.freeze")
    assert len(stage.keys) == len(set(stage.keys)) == 2


def test_a_double_click_sends_once(stage):
    stage.show("sample.freeze")
    stage.page.check("[name=answer][value='1']")
    stage.page.dblclick(NEXT)
    stage.expect_next_page()
    assert stage.records.calls.count("save_answer") == 1


def test_switching_the_language_keeps_what_was_typed_and_the_focus(stage):
    stage.show("sample.hours")
    stage.page.fill("[name=answer]", "12,5")
    stage.page.click(".empower__language[value=de]")
    expect(stage.page.locator("empower-block")).to_have_attribute("lang", "de")
    expect(stage.page.locator("[name=answer]")).to_have_value("12,5")
    expect(stage.page.locator(".empower__language[value=de]")).to_be_focused()
    assert stage.attempt.responses == {}


def test_the_focus_moves_to_the_new_question_and_to_what_was_wrong(stage):
    stage.show("sample.hours")
    expect(stage.page.locator("[data-focus]")).to_be_focused()
    stage.page.fill("[name=answer]", "1.000")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator("[name=answer]")).to_be_focused()
    expect(stage.page.locator("[role=alert]")).to_contain_text("Do you mean 1 or 1000?")


def test_enter_in_the_field_means_next(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.page.keyboard.press("Enter")
    stage.expect_next_page()
    assert stage.attempt.responses[position].value == 720
