"""The pages of staff and course teams, and what is said when something goes wrong: in every look, by keyboard alone.

EMPOWER_SHOTS=folder keeps pictures. The tests go on where those before them ended.
"""

import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Locator, expect

from tests.browser.people import Visitor
from tests.browser.test_pages import LOOKS
from tests.local.learning import QuizTaker, item_of
from tests.served import REPOSITORY, Served
from tests.web import PlainBrowser

ATTEMPTS = "/empower/attempts/"
VOID = "/empower/attempts/void-question/"
QUIZ = "scope.certification"
GERMAN_TOO = {"Standard"}
"""Words of the catalogue that German pages have of themselves."""


@pytest.fixture(scope="module")
def question(served: Served) -> str:
    """Mira failed twice and waits for a talk; Alex has a try under way. Return a question that Mira was asked."""
    mira, toni, alex = (PlainBrowser(served.base) for _ in range(3))
    for browser, name in ((mira, "mira"), (toni, "toni"), (alex, "alex")):
        browser.sign_in(name, served.people[name])
    asked = item_of(QuizTaker(mira).start())
    QuizTaker(mira).hand_in(QuizTaker(mira).open())
    tries = toni.get(f"{ATTEMPTS}?person=mira")
    holder = tries.document.xpath("//input[@name='holder']/@value")[0]
    token = tries.document.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    unlock = {"action": "unlock", "holder": holder, "quiz": QUIZ, "reason": "Power cut"}
    opened = toni.post(tries.url, unlock | {"csrfmiddlewaretoken": token})
    assert "open from this moment on" in opened.text
    QuizTaker(mira).hand_in(mira.submit(QuizTaker(mira).open(), "/begin/"))
    QuizTaker(alex).start()
    return asked


@pytest.fixture
def visit(chromium, served, question):
    """Open a window for somebody in one look: ``visit("toni", "phone-de-dark")``."""
    contexts = []

    def open_window(username: str, look: str = "desk-de", *, keyboard: bool = False) -> Visitor:
        locale, options = LOOKS[look]
        context = chromium.new_context(locale={"en": "en-GB", "de": "de-DE"}[locale], **options)
        contexts.append(context)
        visitor = Visitor(page=context.new_page(), served=served, by_keyboard=keyboard)
        visitor.sign_in(username)
        return visitor

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def english_only() -> list[str]:
    """Every sentence and label that a German page must not show."""
    with (REPOSITORY / "empower_lms/translations/de/LC_MESSAGES/text.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id and isinstance(message.id, str)]
    return [
        message.id
        for message in messages
        if "{" not in message.id
        and len(message.id) > 7
        and message.string
        and message.id not in {*GERMAN_TOO, message.string}
    ]


class Looker:
    """Holds one page after the other against the rules."""

    def __init__(self, visitor: Visitor, look: str, english: list[str]) -> None:
        self.visitor, self.page, self.look = visitor, visitor.page, look
        self.english = english if LOOKS[look][0] == "de" else []

    def look_at(self, name: str, address: str = "") -> None:
        if address:
            self.visitor.go(address)
        if shots := os.environ.get("EMPOWER_SHOTS"):
            self.page.screenshot(path=Path(shots) / f"{self.look}-{name}.png", full_page=True)
        self.visitor.check_page()
        text = self.page.locator("body").inner_text()
        left = [one for one in self.english if re.search(rf"\b{re.escape(one)}(?!\w)", text)]
        assert not left, f"{name} says in English: {left}"


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_staff_and_course_teams(look, visit, question, english_only):
    toni = visit("toni", look)
    at = Looker(toni, look, english_only)
    at.look_at("attempts", ATTEMPTS)
    at.look_at("attempts-of-nobody", f"{ATTEMPTS}?person=nobody")
    at.look_at("attempts-of-somebody-new", f"{ATTEMPTS}?person=itsm")
    toni.go(f"{ATTEMPTS}?person=mira")
    expect(toni.page.locator("form:has([value=talk])")).to_be_visible()
    toni.page.locator("summary").first.click()
    at.look_at("attempts-of-mira")
    at.look_at("void", VOID)
    at.look_at("void-unknown", f"{VOID}?question=no.such&remedy=credit")
    toni.go(f"{VOID}?question={question}&remedy=retest")
    expect(toni.page.locator("[name=remedy]:checked")).to_have_value("retest")
    at.look_at("void-plan")
    at.look_at("courses", "/empower/courses/")
    at.look_at("course", "/empower/courses/scope/")
    at.look_at("people", "/empower/people/")
    at.look_at("people-nobody", "/empower/people/?search=nobody")


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_about_what_went_wrong(look, visit, english_only):
    sam = visit("sam", look)
    at = Looker(sam, look, english_only)
    sam.go("/empower/sponsor/")
    at.look_at("sponsor-with-needs")
    sam.page.goto(f"{sam.served.base}/empower/no-such-page/")
    at.look_at("not-found")
    sam.go("/empower/decide/?scope=REQ-2")
    sam.page.fill("#fact-amount", "1.000")
    sam.page.check("[name=fact-security_policy][value=no]")
    sam.page.locator("form[method=post] .button--primary").last.click()
    at.look_at("refused")
    sam.page.locator("main .actions .button--primary").click()
    expect(sam.page.locator("#fact-amount")).to_have_value("1.000")
    expect(sam.page.locator("[name=fact-security_policy][value=no]")).to_be_checked()
    expect(sam.page.locator("#fact-amount-error")).to_contain_text("1000")
    expect(sam.page.locator("#fact-third_party_data-error")).to_be_visible()
    at.look_at("decide-again")
    sam.page.context.clear_cookies(name="sessionid")
    sam.page.locator("form[action*=decide] .button--primary").click()
    expect(sam.page).to_have_url(re.compile("/sign-in/"))
    expect(sam.page.locator(".messages .alert--warning")).to_be_visible()
    at.look_at("session-ended")


def test_a_form_that_was_opened_before_somebody_else_signed_in(visit):
    first = visit("alex", "phone-en")
    first.go("/empower/decide/?scope=INC-1")
    other = Visitor(page=first.page.context.new_page(), served=first.served)
    other.page.goto(f"{first.served.base}/")
    other.page.locator("form[action*=sign-out] button").click()
    other.sign_in("mira")
    first.page.locator("form[action*=decide] .button--primary").click()
    expect(first.page.locator("h1")).to_have_text("This page was open too long")
    first.check_page()


def message(visitor: Visitor) -> Locator:
    return visitor.page.locator(".messages")


def test_a_sponsor_whose_note_was_refused_keeps_it(visit):
    sam = visit("sam", "phone-en", keyboard=True)
    sam.go("/empower/sponsor/")
    need = sam.page.locator("form:has([value=talk])")
    sam.type(need.locator("[name=reason]"), " ")
    sam.press(need.get_by_role("button", name="We talked about it"))
    expect(need.locator("[name=reason]")).to_be_focused()
    expect(need.locator("[name=reason]")).to_have_accessible_description(re.compile("Write down the reason"))
    sam.check_page()


def test_the_back_button_shows_the_quiz_as_it_is_now(visit):
    alex = visit("alex", "phone-en")
    alex.go("/course/scope/scope-certification/")
    expect(alex.answer_form()).to_be_visible()
    alex.page.locator("button[value=review]").first.click()
    alex.hand_in()
    expect(alex.page.locator(".empower__result")).to_be_visible()
    alex.go("/")
    alex.page.go_back()
    expect(alex.page.locator(".empower__result")).to_be_visible()


def test_staff_helps_a_learner_on_by_keyboard_alone(visit):
    toni = visit("toni", "phone-en", keyboard=True)
    toni.press(toni.page.get_by_role("link", name="Tries", exact=True))
    toni.type(toni.page.locator("#person"), "mria")
    toni.press(toni.page.get_by_role("button", name="Show tries"))
    expect(toni.page.locator("#person")).to_be_focused()
    expect(toni.page.locator("#person")).to_have_accessible_description(re.compile("Check the spelling"))
    toni.type(toni.page.locator("#person"), "mira")
    toni.press(toni.page.get_by_role("button", name="Show tries"))
    toni.type(toni.page.locator("#percent"), "999")
    toni.type(toni.page.locator("#time-reason"), "Agreed with the works council")
    toni.press(toni.page.get_by_role("button", name="Store"))
    expect(toni.page.locator("#percent")).to_be_focused()
    expect(toni.page.locator("#percent")).to_have_accessible_description(re.compile("from 0 to 300 per cent"))
    expect(toni.page.locator("#time-reason")).to_have_value("Agreed with the works council")
    toni.check_page()
    toni.type(toni.page.locator("#percent"), "25")
    toni.press(toni.page.get_by_role("button", name="Store"))
    expect(message(toni)).to_contain_text("The extra time is stored")
    talk = toni.page.locator("form:has([value=talk])")
    toni.type(talk.locator("[name=reason]"), " ")
    toni.press(talk.get_by_role("button", name="We talked about it"))
    expect(talk.locator("[name=reason]")).to_be_focused()
    expect(talk.locator("[name=reason]")).to_have_accessible_description(re.compile("Write down the reason"))
    toni.type(talk.locator("[name=reason]"), "Limits and who is told")
    toni.press(talk.get_by_role("button", name="We talked about it"))
    expect(message(toni)).to_contain_text("The talk is confirmed")
    fold = toni.page.locator("details").first
    toni.walk_to(fold.locator("summary"))
    toni.page.keyboard.press("Enter")
    toni.type(fold.locator("[name=reason]"), "Fire alarm")
    toni.press(fold.get_by_role("button", name="Reset"))
    expect(message(toni)).to_contain_text("The try was reset")
    expect(toni.page.locator("main")).to_contain_text("Reset: counts for nothing")


def test_extra_time_is_given_before_the_first_try(visit):
    toni = visit("toni", "desk-de")
    toni.go(f"{ATTEMPTS}?person=toni")
    toni.page.fill("#percent", "50")
    toni.page.fill("#time-reason", "Nachteilsausgleich")
    toni.page.locator("button[value=time]").click()
    # Nobody helps themselves; the page says so and keeps what was typed.
    expect(toni.page.locator("[role=alert]")).to_be_visible()
    expect(toni.page.locator("#time-reason")).to_have_value("Nachteilsausgleich")
    toni.go(f"{ATTEMPTS}?person=sam")
    toni.page.fill("#percent", "50")
    toni.page.fill("#time-reason", "Nachteilsausgleich")
    toni.page.locator("button[value=time]").click()
    expect(message(toni)).to_be_visible()
    expect(toni.page.locator("#percent")).to_have_value("50")


def test_a_question_is_voided_by_keyboard_alone(visit, question):
    toni = visit("toni", "phone-en", keyboard=True)
    toni.go(f"{ATTEMPTS}?person=mira")
    toni.press(toni.page.get_by_role("link", name="A question turned out to be faulty?"))
    toni.type(toni.page.locator("#question"), question)
    toni.choose(toni.page.locator("[name=remedy][value=drop]"))
    toni.press(toni.page.get_by_role("button", name="Show what would change"))
    plan = toni.page.locator("section[aria-labelledby=plan-heading]")
    expect(plan).to_contain_text("Drop: the question is left out")
    toni.type(plan.locator("#reason"), " ")
    toni.press(plan.get_by_role("button", name="Apply"))
    expect(plan.locator("#reason")).to_be_focused()
    expect(plan.locator("#reason")).to_have_accessible_description(re.compile("Write down the reason"))
    toni.check_page()
    toni.type(plan.locator("#reason"), "Two keys")
    toni.press(plan.get_by_role("button", name="Apply"))
    expect(toni.page.locator("#report-heading")).to_be_visible()
    toni.check_page()


def test_a_course_team_reads_who_is_certified_by_keyboard_alone(visit):
    toni = visit("toni", "phone-en", keyboard=True)
    toni.press(toni.page.get_by_role("link", name="My courses"))
    toni.press(toni.page.get_by_role("link", name="Defined scope for decision-making"))
    expect(toni.page.get_by_role("listitem").filter(has_text="Mira Sommer")).to_contain_text("Has begun")
    toni.press(toni.page.get_by_role("link", name="To the course"))
    expect(toni.page).to_have_url(re.compile("/course/scope/$"))


def test_a_sponsor_is_assigned_and_removed_by_keyboard_alone(visit):
    toni = visit("toni", "phone-en", keyboard=True)
    toni.press(toni.page.get_by_role("link", name="People", exact=True))
    toni.type(toni.page.locator("#person"), "alex")
    toni.type(toni.page.locator("#sponsor"), "nobody")
    toni.press(toni.page.get_by_role("button", name="Assign"))
    expect(toni.page.locator("#sponsor")).to_have_value("nobody")
    expect(toni.page.locator("#sponsor")).to_have_accessible_description(re.compile("Check the spelling"))
    toni.check_page()
    toni.type(toni.page.locator("#sponsor"), "mira")
    toni.press(toni.page.get_by_role("button", name="Assign"))
    expect(message(toni)).to_contain_text("The sponsor was assigned")
    toni.press(toni.page.get_by_role("button", name="Remove Mira Sommer as sponsor of Alex Okafor"))
    expect(message(toni)).to_contain_text("The sponsor was removed")
