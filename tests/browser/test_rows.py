"""Questions with rows in a real browser: by keyboard alone, on a small screen, with and without the script."""

from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect
from webob import Request

from empower_lms.assessment.responses import OrderingResponse
from tests.answers import right_values
from tests.browser.people import AXE, AXE_RULES, Visitor
from tests.fakes import InMemoryRecords
from tests.row_quiz import KINDS, row_questions, row_quiz
from tests.xblocks.builders import Browser, make_block

HOST = "http://localhost"
SCRIPTS = ("answers.js", "ordering.js", "empower.js")
CHECK = "form[data-answer] button[value=check]"


class RowStage:
    """A practice with rows behind a page; somebody sits in front of it with a keyboard."""

    def __init__(self, page: Page, *, language: str = "en", script: bool = True) -> None:
        self.block = make_block(row_quiz(), records=InMemoryRecords(), language=language)
        self.page = page
        self.script = script
        self.visitor = Visitor(page, served=None, by_keyboard=True)  # type: ignore[arg-type]
        page.route("**/*", self.answer)
        Browser(self.block).open().press("begin")
        page.goto(f"{HOST}/course/unit")

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/public/"):
            name = path.rpartition("/")[2]
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            route.fulfill(
                body=(files("empower_xblocks") / "public" / name).read_text(), content_type=f"{kind}; charset=utf-8"
            )
        elif path.startswith("/handler/"):
            self._handle(route, path.rpartition("/")[2])
        else:
            html = Browser(self.block).open(route.request.url).html
            scripts = "".join(f'<script src="/static/public/{name}"></script>' for name in SCRIPTS if self.script)
            route.fulfill(
                content_type="text/html; charset=utf-8",
                body="<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>Unit</title>"
                '<link rel=stylesheet href="/static/public/empower.css">'
                f"<main><h1>Unit</h1>{html}</main>{scripts}</html>",
            )

    def _handle(self, route: Route, handler: str) -> None:
        sent = route.request
        request = Request.blank(f"/handler/{handler}", method="POST", POST=sent.post_data, headers=sent.headers)
        request.headers["Host"] = "localhost"
        response = self.block.handle(handler, request)
        headers = {"Location": response.headers["Location"]} if "Location" in response.headers else {}
        route.fulfill(
            status=response.status_int, body=response.text, content_type="text/html; charset=utf-8", headers=headers
        )

    def show(self, kind: str) -> None:
        """Go to the question of a kind."""
        question = row_questions()[kind]
        item = next(item for item in self.attempt.form.items if item.question == question.id)
        self.page.locator(".empower__mark").nth(item.position - 1).click()
        expect(self.page.locator("[name=item]")).to_have_value(question.id)

    def fill(self, kind: str) -> None:
        """Answer rightly, with the keyboard alone."""
        question = row_questions()[kind]
        item = next(item for item in self.attempt.form.items if item.question == question.id)
        values = right_values(question, item)
        form = self.page.locator("form[data-answer]")
        if kind == "text":
            self.visitor.type(form.locator("[name=answer]"), values[0])
            return
        self.visitor.fill_rows(form, values)

    def order(self) -> list[str]:
        return self.page.locator("empower-order label").all_inner_texts()

    def check_page(self) -> None:
        found = AXE.run(self.page, options=AXE_RULES)
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, "the page scrolls sideways"

    @property
    def attempt(self):
        return self.block.records.attempts["7"][0]


@pytest.fixture
def open_stage(chromium: Chromium) -> Iterator:
    contexts = []

    def open_one(*, language: str = "en", script: bool = True, width: int = 320, **settings: object) -> RowStage:
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script, **settings)
        )
        return RowStage(contexts[-1].new_page(), language=language, script=script)

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_by_keyboard_alone_and_passes_axe(open_stage, kind, language):
    stage = open_stage(language=language)
    stage.show(kind)
    stage.check_page()
    stage.fill(kind)
    stage.visitor.press(stage.page.locator(CHECK))
    expect(stage.page.locator(".empower__verdict")).to_have_text({"en": "Right.", "de": "Richtig."}[language])
    expect(stage.page.locator(".empower__verdict")).to_be_focused()
    stage.check_page()


@pytest.mark.parametrize("settings", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "forced"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_passes_axe_in_other_colours(open_stage, kind, settings):
    stage = open_stage(width=900, **settings)
    stage.show(kind)
    stage.page.locator(CHECK).click()
    expect(stage.page.locator("[role=alert]")).to_be_visible()
    stage.check_page()


@pytest.mark.parametrize("kind", ["matching", "ordering", "classification"])
def test_the_focus_moves_to_the_first_open_row_and_nothing_is_lost(open_stage, kind):
    stage = open_stage()
    stage.show(kind)
    if kind == "classification":
        stage.page.locator("[name=answer-1]").first.check(force=True)
    elif kind == "matching":
        stage.page.locator("[name=answer-1]").select_option("2")
    else:
        # With the script one place gives all their place; two that are taken back are open again.
        stage.page.locator("[name=answer-1]").select_option("1")
        stage.page.evaluate("document.querySelector('[name=answer-2]').value = ''")
    stage.page.locator(CHECK).click()
    expect(stage.page.locator("[role=alert]")).to_contain_text("Something is still open")
    expect(stage.page.locator("[name=answer-2]").first).to_be_focused()
    stage.check_page()


def test_a_step_is_moved_with_the_keyboard_and_its_new_place_is_said(open_stage):
    stage = open_stage()
    stage.show("ordering")
    before = stage.order()
    down = stage.page.locator("[data-row] button").nth(1)
    expect(down).to_have_accessible_name(f"Move down: {before[0]}")
    stage.visitor.walk_to(down)
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".empower__live")).to_have_text(f"Now place 2 of 4: {before[0]}")
    assert stage.order() == [before[1], before[0], *before[2:]]
    moved = stage.page.get_by_role("button", name=f"Move down: {before[0]}")
    expect(moved).to_be_focused()
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".empower__live")).to_have_text(f"Now place 4 of 4: {before[0]}")
    assert stage.order() == [*before[1:], before[0]]
    expect(moved).to_be_focused()


def test_moved_steps_are_sent_by_their_places(open_stage):
    stage = open_stage()
    stage.show("ordering")
    order = stage.order()
    stage.page.get_by_role("button", name=f"Move up: {order[3]}").click()
    stage.page.locator(CHECK).click()
    expect(stage.page.locator(".empower__verdict")).to_be_visible()
    (response,) = stage.attempt.responses.values()
    assert isinstance(response, OrderingResponse)
    question = row_questions()["ordering"]
    given = [question.step(step).text.to("en") for step in sorted(response.places, key=response.places.__getitem__)]
    assert given == [order[0], order[1], order[3], order[2]]


def test_choosing_a_place_moves_the_step_there(open_stage):
    stage = open_stage()
    stage.show("ordering")
    order = stage.order()
    stage.page.get_by_label(order[3], exact=True).select_option("1")
    assert stage.order() == [order[3], *order[:3]]
    values = stage.page.locator("empower-order select").evaluate_all("all => all.map((one) => one.value)")
    assert values == ["1", "2", "3", "4"]


def test_another_language_keeps_the_order(open_stage):
    stage = open_stage()
    stage.show("ordering")
    stage.page.locator("[data-row] button").nth(1).click()
    numbers = stage.page.locator("empower-order select").evaluate_all("all => all.map((one) => one.name)")
    stage.page.click(".empower__language[value=de]")
    expect(stage.page.locator("empower-block")).to_have_attribute("lang", "de")
    assert stage.page.locator("empower-order select").evaluate_all("all => all.map((one) => one.name)") == numbers
    assert stage.attempt.responses == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_works_as_a_plain_form(open_stage, kind):
    stage = open_stage(script=False)
    stage.show(kind)
    expect(stage.page.locator("[data-row] button")).to_have_count(0)
    stage.fill(kind)
    stage.page.locator(CHECK).click()
    expect(stage.page.locator(".empower__verdict")).to_have_text("Right.")


@pytest.mark.parametrize("kind", ["matching", "ordering", "classification"])
def test_a_plain_form_keeps_what_was_chosen(open_stage, kind):
    stage = open_stage(script=False)
    stage.show(kind)
    if kind == "classification":
        stage.page.locator("[name=answer-2]").first.check(force=True)
    else:
        stage.page.locator("[name=answer-2]").select_option("3")
    stage.page.locator(CHECK).click()
    expect(stage.page.locator("[role=alert]")).to_be_visible()
    kept = stage.page.locator("[name=answer-2]")
    if kind == "classification":
        expect(kept.first).to_be_checked()
    else:
        expect(kept).to_have_value("3")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_to_press_is_large_enough(open_stage, kind):
    stage = open_stage()
    stage.show(kind)
    controls = stage.page.locator("form[data-answer] :is(select, button, .empower__choice, input:not([type]))")
    for control in controls.all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, control
