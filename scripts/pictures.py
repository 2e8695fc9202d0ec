"""Take the pictures of the README from the running product.

python scripts/pictures.py
"""

import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.local.learning import CERTIFICATION, QuizTaker, right_answer, shipped_questions
from tests.served import Served, start_server
from tests.web import PlainBrowser

IMAGES = REPOSITORY / "docs" / "images"
DESK = {"width": 1100, "height": 760}
PHONE = {"width": 390, "height": 780}
QUESTIONS = 24


def visit(browser: Browser, served: Served, who: str, size: dict[str, int], scheme: str, locale: str) -> Page:
    page = browser.new_context(viewport=size, color_scheme=scheme, locale=locale, device_scale_factor=1).new_page()
    page.goto(f"{served.base}/sign-in/")
    page.fill("#username", who)
    page.fill("#password", served.people[who])
    page.click("main form button")
    return page


def certify(served: Served, who: str) -> None:
    questions = shipped_questions()
    browser = PlainBrowser(served.base)
    browser.sign_in(who, served.people[who])
    taker = QuizTaker(browser)
    for position in range(1, QUESTIONS + 1):
        asked = taker.at(position)
        page = taker.answer(asked, right_answer(asked, questions))
    taker.hand_in(page)


def take(browser: Browser, served: Served) -> None:
    learner = visit(browser, served, "alex", DESK, "light", "en")
    learner.screenshot(path=IMAGES / "home.png")
    phone = visit(browser, served, "mira", PHONE, "dark", "de")
    phone.goto(served.base + CERTIFICATION)
    phone.click("empower-block form[action*='/begin/'] button")
    phone.wait_for_selector("form[data-answer]")
    choices = phone.locator("form[data-answer] input[type=radio]")
    position = 2
    while not choices.count():
        phone.click(f"button[name=go][value='{position}']")
        phone.wait_for_selector(f"form[data-answer] input[name=q][value='{position}']", state="attached")
        position += 1
    choices.nth(1).check()
    phone.screenshot(path=IMAGES / "quiz-phone.png")
    certify(served, "alex")
    learner.goto(served.base + CERTIFICATION)
    learner.screenshot(path=IMAGES / "result.png", full_page=True)
    sponsor = visit(browser, served, "sam", DESK, "light", "en")
    sponsor.goto(served.base + "/empower/sponsor/")
    sponsor.click("text=Alex Okafor: INC-1")
    sponsor.locator("#sign-heading").scroll_into_view_if_needed()
    sponsor.screenshot(path=IMAGES / "sponsor.png")
    learner.goto(served.base + "/empower/decide/?scope=REQ-2")
    learner.fill("input[name$=amount]", "140 EUR")
    learner.check("input[name$=security_policy][value=no]")
    learner.check("input[name$=third_party_data][value=no]")
    learner.get_by_role("button", name="Ask", exact=True).click()
    learner.screenshot(path=IMAGES / "refused.png")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        served = start_server(Path(scratch) / "home")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            take(browser, served)
        finally:
            browser.close()
            served.stop()


if __name__ == "__main__":
    main()
