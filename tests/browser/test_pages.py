"""Every page of a quiz in every look: axe-core, narrow windows, forced colours. EMPOWER_SHOTS=folder keeps pictures."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import AXE, AXE_RULES
from tests.browser.stage import Stage
from tests.xblocks.quizzes import make_full_quiz

LOOKS = {
    "phone-en": ("en", {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"}),
    "phone-de-dark": (
        "de",
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "reduced_motion": "reduce"},
    ),
    "desk-de": ("de", {"viewport": {"width": 1200, "height": 900}, "color_scheme": "light"}),
    "desk-en-forced": ("en", {"viewport": {"width": 1200, "height": 900}, "forced_colors": "active"}),
}


class Looker:
    """Walks through a quiz and holds every page against the rules."""

    def __init__(self, stage: Stage, look: str) -> None:
        self.stage = stage
        self.page: Page = stage.page
        self.look = look

    def look_at(self, name: str) -> None:
        if shots := os.environ.get("EMPOWER_SHOTS"):
            self.page.screenshot(path=Path(shots) / f"{self.look}-{name}.png", full_page=True)
        found = AXE.run(self.page, options=AXE_RULES)
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{name} scrolls sideways"


@pytest.fixture(params=LOOKS)
def looker(chromium, request):
    """Open a quiz in one look; its layout comes from ``layout``."""
    locale, options = LOOKS[request.param]
    context = chromium.new_context(**options)
    stages: list[Stage] = []

    def open_quiz(layout: str) -> Looker:
        stage = Stage(context, make_full_quiz(layout))
        stages.append(stage)
        stage.server.block.language = locale
        stage.page.goto(stage.server.page)
        return Looker(stage, f"{request.param}-{layout}")

    yield open_quiz
    context.close()
    for stage in stages:
        stage.server.stop()
        assert not stage.errors, stage.errors


def test_pages_of_a_quiz_with_one_question_at_a_time(looker):
    one = looker("one")
    page = one.page
    one.look_at("intro")
    page.click("form[action*=begin] button")
    one.stage.fill()
    page.locator("[name=stance][value=alone]").check()
    page.click(".empower__flag")
    expect(page.locator("[data-mark='1']")).to_contain_class("is-flagged")
    for summary in page.locator(".empower__tool summary").all():
        summary.click()
    page.fill("[name=expression]", "7/3")
    page.keyboard.press("Enter")
    one.look_at("question")
    page.locator("form[data-answer] button[name=go]").first.click()
    expect(page.locator("[name=q]")).to_have_value("2")
    page.locator("form[data-answer] button[value=review]").click()
    expect(page.locator(".empower__open")).to_have_count(2)
    one.look_at("review")
    page.click("button[value=hand-in]")
    one.look_at("hand-in")
    page.click("[data-hand-in] button")
    expect(page.locator(".empower__result")).to_be_visible()
    one.look_at("result")


def test_the_page_with_all_questions(looker):
    whole = looker("all")
    page = whole.page
    page.click("form[action*=begin] button")
    expect(page.locator("[data-part]")).to_have_count(9)
    part = page.locator("[data-part='1']")
    part.locator("[name$=stance]").first.check()
    field = part.locator("[name$=answer]").first
    if field.get_attribute("type"):
        field.check()
    else:
        field.fill("1.000")
        field.blur()
    expect(part.locator(".empower__state, [aria-invalid]").first).to_be_visible()
    page.locator("[data-part='2'] .empower__flag").click()
    expect(page.locator("[data-mark='2']")).to_contain_class("is-flagged")
    page.wait_for_timeout(300)
    whole.look_at("whole")


def test_authors_see_every_setting(looker):
    author = looker("all")
    html = author.stage.server.block.author_view().content
    author.page.evaluate("html => { document.querySelector('empower-block').outerHTML = html }", str(html))
    author.look_at("author")
