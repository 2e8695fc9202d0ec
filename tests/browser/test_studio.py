"""The editor in a real browser, as Studio's dialogue loads it: by mouse, by keyboard, on a phone, with axe-core."""

import os
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Page, Route, expect
from webob import Request

from empower_xblocks.scenarios import sample_lesson, sample_quiz, sample_scope
from tests.xblocks.builders import make_block
from tests.xblocks.studio import Author

HOST = "http://localhost"
TABS = ("Settings", "Blueprint", "Questions", "Text", "Preview")
RUNTIME = """
window.notified = [];
const editor = document.querySelector("empower-studio");
window.EmpowerStudio({ notify: (name, data) => window.notified.push([name, data.state || ""]) }, editor.parentElement);
"""


@pytest.fixture(autouse=True)
def _django_in_the_thread_of_playwright(monkeypatch):
    """The editor looks for a register, and Playwright's event loop runs in this thread."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


class Dialogue:
    """A block's editor in a bare page, with the runtime that Studio gives it."""

    def __init__(self, page: Page, document, *, locale: str = "en") -> None:
        self.author = Author(make_block(document))
        self.page = page
        self.locale = locale
        self.is_down = False
        self.strangers: list[str] = []
        page.route("**/*", self.answer)
        page.goto(f"{HOST}/edit")
        page.wait_for_function("window.notified")

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.netloc != "localhost":
            self.strangers.append(route.request.url)
        if address.path.startswith("/static/public/"):
            name = address.path.rpartition("/")[2]
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            route.fulfill(body=(files("empower_xblocks") / "public" / name).read_text(), content_type=kind)
        elif address.path == "/runtime.js":
            route.fulfill(body=RUNTIME, content_type="text/javascript")
        elif address.path.startswith("/handler/"):
            self._handle(route, address.path.removeprefix("/handler/"))
        else:
            with translation.override(self.locale):
                fragment = self.author.block.studio_view()
            heads = "".join(
                f'<link rel="stylesheet" href="{one.data}">' for one in fragment.resources if one.mimetype == "text/css"
            )
            scripts = "".join(
                f'<script src="{one.data}"></script>' for one in fragment.resources if "javascript" in one.mimetype
            )
            body = f"<main><h1>Studio</h1><div>{fragment.content}</div></main>"
            route.fulfill(
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": "default-src 'self'"},
                body=f"<!doctype html><html lang={self.locale}><head><title>Edit</title>"
                f'<meta name="viewport" content="width=device-width">{heads}</head><body>{body}{scripts}'
                '<script src="/runtime.js"></script></body></html>',
            )

    def _handle(self, route: Route, path: str) -> None:
        if self.is_down:
            route.abort("connectionfailed")
            return
        name, _, suffix = path.partition("/")
        sent = route.request
        request = Request.blank(f"/handler/{name}", method="POST", POST=sent.post_data, headers=sent.headers)
        with translation.override(self.locale):
            response = self.author.block.handle(name, request, suffix)
        route.fulfill(status=response.status_int, body=response.text, content_type="text/html; charset=utf-8")

    def go(self, tab: str) -> None:
        self.page.get_by_role("button", name=tab, exact=True).click()
        expect(self.page.locator(".studio__tab[aria-current]")).to_have_text(tab)

    @property
    def quiz(self):
        self.author.block._reading = None
        return self.author.block.read()[0]


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    yield page
    context.close()


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    folder = os.environ.get("EMPOWER_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_question_is_edited_by_mouse_and_closing_tells_studio(page):
    studio = Dialogue(page, sample_quiz("certification"))
    studio.go("Questions")
    page.get_by_role("button", name="Edit sample.freeze").click()
    page.get_by_label("English (The case and the question)").fill("A new stem")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".studio__notice--done")).to_contain_text("Saved.")
    assert studio.quiz.question_by_id["sample.freeze"].stem.to("en") == "A new stem"
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("window.notified") == [["save", "start"], ["save", "end"]]


def test_closing_without_a_change_cancels(page):
    Dialogue(page, sample_quiz("certification"))
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("window.notified") == [["cancel", ""]]


def test_closing_with_something_unsaved_asks_first(page):
    Dialogue(page, sample_quiz("certification"))
    page.get_by_label("English (Title)").fill("Typed")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("window.notified") == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("window.notified") == [["cancel", ""]]


def test_a_question_is_added_by_keyboard_alone(page):
    studio = Dialogue(page, sample_quiz("certification"))

    def reach(name: str, role: str = "textbox"):
        """Press Tab until the control has the focus."""
        wanted = page.get_by_role(role, name=name, exact=True).first
        for _ in range(120):
            page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{name} can't be reached")

    reach("Questions", "button")
    page.keyboard.press("Enter")
    expect(page.locator(".studio__tab[aria-current]")).to_have_text("Questions")
    reach("Add", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("One option is right.")).to_be_visible()
    reach("English (The case and the question)")
    page.keyboard.type("Which one?")
    reach("Deutsch (The case and the question)")
    page.keyboard.type("Welche?")
    for number in range(3):
        for language in ("English", "Deutsch"):
            wanted = page.get_by_role("textbox", name=f"{language} (Text)").nth(number)
            for _ in range(40):
                page.keyboard.press("Tab")
                if wanted.evaluate("element => element === document.activeElement"):
                    break
            page.keyboard.type(f"{language} {number}")
        if number == 0:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
    reach("Save", "button")
    page.keyboard.press("Enter")
    expect(page.locator(".studio__notice--done")).to_contain_text("Saved.")
    assert studio.quiz.questions[-1].key == {"a"}


def test_enter_in_a_field_saves_and_does_not_change_the_page(page):
    studio = Dialogue(page, sample_quiz("certification"))
    page.get_by_label("English (Title)").fill("By Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".studio__notice--done")).to_contain_text("Saved.")
    expect(page.locator(".studio__tab[aria-current]")).to_have_text("Settings")
    assert studio.quiz.quiz.title.to("en") == "By Enter"


def test_a_problem_gets_the_focus_and_its_link_leads_to_the_field(page):
    Dialogue(page, sample_quiz("certification"))
    page.get_by_label("Right answers needed to pass").fill("many")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".studio__notice--error")).to_be_focused()
    page.get_by_role("link", name="whole number").click()
    expect(page.get_by_label("Right answers needed to pass")).to_be_focused()
    assert page.get_by_label("Right answers needed to pass").input_value() == "many"
    assert_accessible(page)
    picture(page, "problem")


def test_a_finding_in_the_text_leads_to_its_line(page):
    studio = Dialogue(page, sample_quiz("certification"))
    studio.go("Text")
    area = page.get_by_label("English")
    area.fill(area.input_value().replace("- [x] Ask", "- [y] Ask"))
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.locator("[data-line]").first.click()
    chosen = area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert "[y]" in chosen
    picture(page, "text")


def test_a_row_that_was_added_gets_the_focus(page):
    studio = Dialogue(page, sample_quiz("certification"))
    studio.go("Questions")
    page.get_by_role("button", name="Edit sample.freeze").click()
    page.get_by_role("button", name="Options: add a line").click()
    third = page.get_by_role("group", name="Option 3")
    expect(third).to_be_visible()
    assert third.evaluate("group => group.contains(document.activeElement)")


def test_a_lost_connection_loses_nothing(page):
    studio = Dialogue(page, sample_quiz("certification"))
    page.get_by_label("English (Title)").fill("Typed on a train")
    studio.is_down = True
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".studio__live")).to_contain_text("Nothing is lost")
    assert page.get_by_label("English (Title)").input_value() == "Typed on a train"
    studio.is_down = False
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".studio__notice--done")).to_contain_text("Saved.")


def test_the_preview_runs_inside_the_editor(page):
    studio = Dialogue(page, sample_quiz("practice"))
    studio.go("Preview")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".studio__preview empower-block")).to_contain_text("Question 1 of 3")
    assert studio.strangers == []
    picture(page, "preview")


LOOK = """
() => [...document.querySelectorAll(".studio__preview empower-block *")].map(element => {
  const style = getComputedStyle(element);
  const names = ["display", "boxSizing", "margin", "padding", "fontSize", "fontWeight", "lineHeight", "color", "border",
    "background", "listStyle", "textAlign", "appearance", "flex", "gap", "minHeight", "maxWidth", "cursor"];
  return `${element.tagName}.${element.className}: ${names.map(name => style[name]).join("|")}`;
})
"""


@pytest.mark.parametrize("question", ["sample.freeze", "sample.fields", "sample.hours"])
def test_the_preview_looks_as_learners_see_it(page, question):
    studio = Dialogue(page, sample_quiz("certification"))
    studio.go("Questions")
    page.get_by_role("button", name=f"Edit {question}").click()
    expect(page.locator(".studio__preview form").first).to_be_visible()
    inside = page.evaluate(LOOK)
    assert len(inside) > 20
    page.evaluate("document.querySelector('link[href*=\"studio.css\"]').disabled = true")
    assert page.evaluate(LOOK) == inside


@pytest.mark.parametrize("tab", TABS)
def test_every_page_is_accessible_on_a_desk(page, tab):
    studio = Dialogue(page, sample_quiz("certification"))
    if tab != "Settings":
        studio.go(tab)
    assert_accessible(page)
    picture(page, f"desk-{tab.lower()}")


@pytest.mark.parametrize("tab", TABS)
def test_every_page_fits_a_phone(phone, tab):
    studio = Dialogue(phone, sample_quiz("certification"))
    if tab != "Settings":
        studio.go(tab)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(phone)
    picture(phone, f"phone-{tab.lower()}")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_warning_of_a_twin_is_accessible_and_leads_to_an_id_of_its_own(chromium, width):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    studio = Dialogue(page, sample_quiz("certification"))
    other = make_block(sample_quiz("certification"), usage="usage-2", display_name="The other one")
    studio.author.block.runtime._services["empower_course_blocks"] = lambda _block: [other]
    page.reload()
    page.wait_for_function("window.notified")
    warning = page.get_by_role("note")
    expect(warning).to_contain_text("“The other one”")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"twin-{width}")
    page.get_by_role("button", name="Save and give this quiz an id of its own").click()
    expect(page.locator(".studio__notice--done")).to_contain_text("Saved.")
    expect(warning).to_have_count(0)
    assert studio.quiz.quiz.id.startswith("sample.certification-copy-")
    context.close()


@pytest.mark.parametrize("document", [sample_lesson(), sample_scope()], ids=["lesson", "scope"])
def test_lesson_and_scope_are_accessible(page, document):
    Dialogue(page, document)
    assert_accessible(page)
    picture(page, f"desk-{document.kind}")


@pytest.mark.parametrize("kind", ["single", "numeric", "matching", "classification", "case"])
def test_the_form_of_every_kind_is_accessible(page, kind):
    studio = Dialogue(page, sample_quiz("certification"))
    studio.go("Questions")
    page.get_by_label("Kind").select_option(kind)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The case and the question").first).to_be_visible()
    assert_accessible(page)
    picture(page, f"kind-{kind}")


def test_the_editor_speaks_german(page):
    studio = Dialogue(page, sample_quiz("certification"), locale="de")
    page.get_by_label("Deutsch (Titel)").fill("Zeig es")
    page.get_by_label("Richtige Antworten zum Bestehen").fill("99")
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.locator(".studio__notice--error p").first).to_have_text(
        "Noch nicht gespeichert. Bitte berichtige, was markiert ist; alles, was du getippt hast, ist noch da."
    )
    expect(page.get_by_role("link", name="99 richtige Antworten")).to_have_text(
        "Richtige Antworten zum Bestehen: 99 richtige Antworten sind mit 3 Fragen nicht zu erreichen. "
        "Senke das eine oder zieh mehr."
    )
    picture(page, "german-problem")
    studio.is_down = True
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.locator(".studio__live")).to_contain_text("Auf dieser Seite ist nichts verloren")
    studio.is_down = False
    page.get_by_label("Richtige Antworten zum Bestehen").fill("1")
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.locator(".studio__notice--done")).to_contain_text("Gespeichert.")
    assert studio.quiz.quiz.title.to("de") == "Zeig es"
    page.get_by_label("Deutsch (Titel)").fill("Noch einmal")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Schließen").click()
    assert asked == ["Du hast Änderungen, die nicht gespeichert sind. Trotzdem schließen?"]
    picture(page, "german")


@pytest.mark.parametrize("tab", ["Einstellungen", "Bauplan", "Fragen", "Text", "Vorschau"])
def test_every_page_is_accessible_in_german_on_a_phone(phone, tab):
    studio = Dialogue(phone, sample_quiz("certification"), locale="de")
    if tab != "Einstellungen":
        studio.go(tab)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(phone)
    picture(phone, f"phone-german-{tab.lower()}")
