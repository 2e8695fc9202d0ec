"""What people do in a browser, by mouse or by keyboard alone."""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Locator, Page, expect

from empower_lms.domain.question import (
    AnyQuestion,
    Classification,
    DecisionCase,
    Matching,
    Numeric,
    Ordering,
    ShortText,
)
from tests.answers import item_on_page, right_values, wrong_values
from tests.served import Served

AXE = Axe()
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Visitor:
    """Somebody at a browser window."""

    page: Page
    served: Served
    by_keyboard: bool = False

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.served.base}/sign-in/")
        self.type(self.page.locator("#username"), username)
        self.type(self.page.locator("#password"), self.served.people[username])
        self.press(self.page.locator("main form button"))
        expect(self.page).to_have_url(f"{self.served.base}/")

    def go(self, address: str) -> None:
        response = self.page.goto(f"{self.served.base}{address}")
        assert response is not None
        assert response.ok, (address, response.status)

    def press(self, target: Locator) -> None:
        """Click, or walk to the element with the Tab key and press Enter."""
        if not self.by_keyboard:
            target.click()
            return
        self.walk_to(target)
        opens_page = target.evaluate(
            "element => element.matches('a[href], button') && !element.matches('empower-block button')"
        )
        if opens_page:
            # Unlike a click, a key press does not wait for the page that it opens.
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Enter")

    def type(self, target: Locator, text: str) -> None:
        if not self.by_keyboard:
            target.fill(text)
            return
        self.walk_to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def select(self, target: Locator, value: str) -> None:
        """Choose an entry of a list by its value, or by typing how it begins."""
        if not self.by_keyboard:
            target.select_option(value)
            return
        self.walk_to(target)
        self.page.keyboard.type(value)
        expect(target).to_have_value(value)

    def choose(self, target: Locator) -> None:
        """Tick a radio button or a checkbox."""
        if not self.by_keyboard:
            target.check()
            return
        if target.get_attribute("type") == "radio":
            self._choose_radio(target)
        elif not target.is_checked():
            self.walk_to(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def walk_to(self, target: Locator) -> None:
        """Tab until the element has the focus; fail when the keyboard never gets there or the focus can't be seen."""
        wanted = target.element_handle()
        assert wanted is not None
        for _ in range(200):
            if wanted.evaluate("element => element === document.activeElement"):
                shown = wanted.evaluate(
                    "element => { const s = getComputedStyle(element);"
                    " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
                )
                assert shown, f"nobody sees that {target} has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _choose_radio(self, target: Locator) -> None:
        """Tab into the group, then use the arrow keys."""
        name = target.get_attribute("name")
        for _ in range(200):
            if self.page.evaluate(
                "name => document.activeElement.name === name && document.activeElement.type === 'radio'", name
            ):
                break
            self.page.keyboard.press("Tab")
        for _ in range(12):
            self.page.keyboard.press("Space")
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
            if target.is_checked():
                return
        raise AssertionError(f"the keyboard does not choose {target}")

    def check_page(self) -> None:
        """Hold the page against axe-core, and against sideways scrolling."""
        found = AXE.run(self.page, options=AXE_RULES)
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} scrolls sideways"

    # At a quiz

    def start_quiz(self) -> None:
        self.press(self.page.locator("empower-block form[action*='/begin/'] button"))
        expect(self.answer_form()).to_be_visible()

    def answer_form(self) -> Locator:
        return self.page.locator("form[data-answer]")

    def position(self) -> int:
        return int(self.answer_form().locator("input[name=q]").input_value())

    def question(self, questions: dict[str, AnyQuestion]) -> AnyQuestion:
        return questions[self.answer_form().locator("input[name=item]").input_value()]

    def fill_answer(self, question: AnyQuestion, *, right: bool) -> None:
        item = item_on_page(question, html.fromstring(self.page.content()))
        values = right_values(question, item) if right else wrong_values(question, item)
        form = self.answer_form()
        if isinstance(question, Numeric | ShortText):
            self.type(form.locator("input[name=answer]"), values[0])
            return
        if isinstance(question, Matching | Ordering | Classification):
            self.fill_rows(form, values)
            return
        for value in values:
            self.choose(form.locator(f"input[name=answer][value='{value}']"))

    def fill_rows(self, form: Locator, values: list[str]) -> None:
        # By place: a step that gets its place moves those that have none yet.
        for number, value in sorted(enumerate(values, start=1), key=lambda row: int(row[1])):
            control = form.locator(f"[name=answer-{number}]")
            if control.first.evaluate("element => element.type") == "radio":
                self.choose(form.locator(f"[name=answer-{number}][value='{value}']"))
            elif self.by_keyboard:
                self.pick(control, int(value))
            else:
                control.select_option(value)

    def pick(self, target: Locator, number: int) -> None:
        """Choose an entry of a list by the arrow keys; above the first stands the blank one."""
        self.walk_to(target)
        self.page.keyboard.press("Home")
        for _ in range(number):
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_value(str(number))

    def check_answer(self, question: AnyQuestion, *, right: bool) -> None:
        """Answer a practice question until it says what was right."""
        if isinstance(question, DecisionCase):
            self.decide_all(question, right=right)
            return
        self.fill_answer(question, right=right)
        self.press(self.answer_form().locator("button[value=check]"))

    def decide_all(self, question: DecisionCase, *, right: bool) -> None:
        """Go through a case, deciding everything rightly or everything wrongly."""
        for number in range(1, len(question.steps) + 1):
            decisions = self.answer_form().locator(f"[name=decision][value^='{number}.']")
            shown = item_on_page(question, html.fromstring(self.page.content())).options
            step, _, _ = shown[0].partition(".")
            wanted = [f"{step}.{choice.id}" for choice in question.step(step).choices if choice.correct is right]
            self.choose(decisions.nth(shown.index(wanted[0])))
            self.press(self.answer_form().locator("button[value=decide]"))
            expect(decisions).to_have_count(0)
            if not self.page.locator("button[value=decide]").count():
                return

    def next_question(self) -> None:
        """Press the main button and wait until the page shows what follows."""
        item = self.answer_form().locator("input[name=item]").input_value()
        self.press(self.answer_form().locator(".empower__button--primary"))
        expect(self.page.locator(f"form[data-answer] input[name=item][value='{item}']")).to_have_count(0)

    def hand_in(self) -> None:
        self.press(self.page.locator("empower-block button[value='hand-in']").first)
        self.press(self.page.locator("form[action*='/hand_in/'] button"))
        expect(self.page.locator("form[action*='/hand_in/']")).to_have_count(0)
