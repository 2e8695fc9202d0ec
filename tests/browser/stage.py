"""A learner's window at a block that runs behind a socket."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from empower_lms.assessment.attempts import Attempt
from empower_lms.domain.documents import QuizDocument
from tests.browser.block_server import BlockServer
from tests.xblocks.builders import Browser

NEXT = "form[data-answer] .empower__button--primary"


class Stage:
    """One learner, one browser, one quiz; what the console complains about is kept."""

    def __init__(self, context: BrowserContext, document: QuizDocument) -> None:
        self.server = BlockServer(document)
        self.context = context
        self.errors: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        # A browser logs what it could not load; that is the subject of these tests.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def begin(self) -> "Stage":
        Browser(self.server.block).open().press("begin")
        self.page.goto(self.server.page)
        return self

    def show(self, question: str) -> int:
        """Go to the position of a question and return it."""
        item = next(item for item in self.attempt.form.items if item.question == question)
        self.page.locator(f"[data-mark='{item.position}']").click()
        expect(self.page.locator("[name=item]")).to_have_value(question)
        self.server.keys.clear()
        return item.position

    def fill(self) -> None:
        """Answer the question that is shown, somehow."""
        field = self.page.locator("form[data-answer] [name=answer]").first
        if field.get_attribute("type") in {"radio", "checkbox"}:
            field.check()
        else:
            field.fill("720")

    def expect_stored(self, *positions: int) -> None:
        """Wait until exactly these answers are stored."""
        for _ in range(100):
            if set(self.attempt.responses) == set(positions):
                return
            self.page.wait_for_timeout(100)
        assert set(self.attempt.responses) == set(positions)

    @property
    def attempt(self) -> Attempt:
        attempt: Attempt = self.server.attempt
        return attempt
