"""What learners do in tests and benchmarks, over plain HTTP: find a quiz, start, answer, hand in."""

import re
from dataclasses import dataclass

from empower_lms.authoring.load import load_catalogue
from empower_lms.domain.question import AnyQuestion
from tests.answers import item_on_page, right_values, wrong_values
from tests.served import COURSES
from tests.web import Page, PlainBrowser

CERTIFICATION = "/course/scope/scope-certification/"


@dataclass
class QuizTaker:
    """A learner at the certification quiz."""

    browser: PlainBrowser
    address: str = CERTIFICATION

    def open(self) -> Page:
        return self.browser.get(self.address)

    def start(self) -> Page:
        page = self.open()
        return self.browser.submit(page, "Start") if "Start" in buttons(page) else page

    def at(self, position: int) -> Page:
        """Go to a question by the overview strip."""
        page = self.start()
        block = page.document.xpath("//empower-block/@id")[0]
        return self.browser.get(f"{self.address}?at={block}.{position}")

    def answer(self, page: Page, values: list[str], go: str = "") -> Page:
        form = page.document.xpath("//form[@data-answer]")[0]
        fields = [(name, value) for name, value in form.form_values() if name != "answer"]
        fields += [("answer", value) for value in values] + [("go", go or "next")]
        return self.browser.post(form.get("action"), fields, referer=page.url)

    def ask_to_hand_in(self, page: Page) -> Page:
        """Open the page that asks whether to hand in."""
        block = page.document.xpath("//empower-block/@id")[0]
        return self.browser.get(f"{self.address}?at={block}.hand-in")

    def hand_in(self, page: Page) -> Page:
        return self.browser.submit(self.ask_to_hand_in(page), "hand_in")


def item_of(page: Page) -> str:
    """Return the id of the question on a page."""
    return str(page.document.xpath("//form[@data-answer]//input[@name='item']/@value")[0])


def position_of(page: Page) -> int:
    return int(page.document.xpath("//form[@data-answer]//input[@name='q']/@value")[0])


def buttons(page: Page) -> list[str]:
    return [button.text_content().strip() for button in page.document.xpath("//main//button")]


def shipped_questions() -> dict[str, AnyQuestion]:
    """Return every question of the shipped catalogue by id: who tests has to know the keys."""
    catalogue = load_catalogue(COURSES).catalogue
    assert catalogue is not None
    return {
        question.id: question
        for course in catalogue.courses
        for question in (*course.questions.practice, *course.questions.certification)
    }


def right_answer(page: Page, questions: dict[str, AnyQuestion]) -> list[str]:
    """Return what somebody ticks or types who knows the answer to the question on a page."""
    question = questions[item_of(page)]
    return right_values(question, item_on_page(question, page.document))


def wrong_answer(page: Page, questions: dict[str, AnyQuestion]) -> list[str]:
    question = questions[item_of(page)]
    return wrong_values(question, item_on_page(question, page.document))


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
