"""The main job in a real browser: learn, certify, sign, counter-sign, decide."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Visitor
from tests.served import run_command
from tests.web import ask_api

QUIZ = "/course/scope/scope-certification/"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

# The tests of this module are one story: each goes on where the one before it ended.


@pytest.fixture
def visit(chromium, served, request):
    """Open a window for somebody: ``visit("alex", locale="de", phone=True)``."""
    contexts = []

    def open_window(
        username: str, *, locale: str = "en", phone: bool = False, keyboard: bool = False, **more
    ) -> Visitor:
        context = chromium.new_context(viewport=PHONE if phone else DESK, locale=locale, **more)
        contexts.append(context)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        context.errors = errors
        visitor = Visitor(page=page, served=served, by_keyboard=keyboard)
        visitor.sign_in(username)
        return visitor

    yield open_window
    for context in contexts:
        assert not context.errors, context.errors
        context.close()


def test_1_home_leads_into_the_course_and_back_to_the_same_place(visit):
    alex = visit("alex")
    alex.check_page()
    expect(alex.page.locator("#pillars")).to_be_visible()
    alex.press(alex.page.locator(".card--next a"))
    expect(alex.page).to_have_url(re.compile("/scope-anatomy/"))
    alex.check_page()
    alex.press(alex.page.locator("empower-block form[action*='read'] button"))
    expect(alex.page.locator("empower-block")).to_contain_text("read", ignore_case=True)
    alex.press(alex.page.locator("a[rel=next]"))
    alex.press(alex.page.locator("a[rel=next]"))
    expect(alex.page).to_have_url(re.compile("/scope-seven-levels/"))
    alex.go("/")
    alex.press(alex.page.locator(".card--next a"))
    expect(alex.page).to_have_url(re.compile("/scope-seven-levels/"))


def test_2_practice_explains_each_answer_at_once(visit, questions):
    alex = visit("alex")
    alex.go("/course/scope/scope-practice/")
    alex.start_quiz()
    alex.check_page()
    question = alex.question(questions)
    alex.check_answer(question, right=False)
    feedback = alex.page.locator(".empower__feedback")
    expect(feedback).to_be_visible()
    expect(feedback).to_contain_text("Not right this time.")
    alex.check_page()


def test_3_the_certification_quiz_shows_objectives_and_no_keys(visit, questions):
    alex = visit("alex")
    alex.go(QUIZ)
    alex.check_page()
    alex.start_quiz()
    for _ in range(24):
        assert ".empower__feedback" not in alex.page.content()
        alex.fill_answer(alex.question(questions), right=True)
        if alex.position() == 24:
            break
        alex.next_question()
    alex.check_page()
    alex.next_question()
    alex.check_page()
    alex.hand_in()
    result = alex.page.locator("empower-block")
    expect(result).to_contain_text("Passed")
    expect(result).to_contain_text("24 of 24")
    for scope in ("INC-1", "REQ-1"):
        expect(result.locator("li", has_text=scope)).to_contain_text("waiting for your sponsor")
    expect(result.locator("li", has_text="CHG-1")).to_contain_text("Not yet")
    alex.check_page()
    alex.press(result.get_by_role("link", name="Open the certificate"))
    expect(alex.page.locator("main")).to_contain_text("Alex Okafor")
    alex.check_page()


def test_4_a_learner_in_german_on_a_phone_with_the_keyboard_alone(visit, questions):
    mira = visit("mira", locale="de-DE", phone=True, keyboard=True, color_scheme="dark", reduced_motion="reduce")
    expect(mira.page.locator("html")).to_have_attribute("lang", "de")
    mira.check_page()
    mira.go(QUIZ)
    mira.check_page()
    mira.start_quiz()
    for _ in range(24):
        position = mira.position()
        mira.fill_answer(mira.question(questions), right=position <= 8)
        if position == 5:
            # Switching the language keeps attempt, place and what the other tries showed.
            item = mira.answer_form().locator("input[name=item]").input_value()
            mira.press(mira.page.locator("empower-block button[name=language][value=en]"))
            expect(mira.page.locator("empower-block")).to_have_attribute("lang", "en")
            assert mira.answer_form().locator("input[name=item]").input_value() == item
            mira.press(mira.page.locator("empower-block button[name=language][value=de]"))
            expect(mira.page.locator("empower-block")).to_have_attribute("lang", "de")
            mira.fill_answer(mira.question(questions), right=True)
        if position == 24:
            break
        mira.next_question()
    mira.check_page()
    mira.next_question()
    mira.hand_in()
    result = mira.page.locator("empower-block")
    expect(result).to_contain_text("von 24")
    assert not result.locator("form[action*='/begin/']").count(), "the second try opens a day later"
    texts = mira.page.content()
    for question in questions.values():
        if question.id.startswith("scope.") and question.rationale is not None:
            assert question.rationale.to("de")[:60] not in texts
    mira.check_page()


def test_5_the_sponsor_signs_one_card_and_declines_another(visit):
    sam = visit("sam", phone=True, keyboard=True)
    expect(sam.page.locator(".card--next")).to_contain_text("3 scopes wait for your signature.")
    sam.check_page()
    sam.press(sam.page.locator(".card--next a"))
    sam.check_page()
    waiting = sam.page.get_by_role("link", name="Alex Okafor: INC-1")
    sam.press(waiting)
    for part in ("One step", "Not for major incidents", "An example inside", "An example outside", "I will back you"):
        expect(sam.page.locator("main")).to_contain_text(part)
    assert "24 of 24" not in sam.page.content()
    sam.check_page()
    sam.choose(sam.page.locator("input[name=accept]"))
    sam.press(sam.page.get_by_role("button", name="Sign INC-1"))
    expect(sam.page.locator(".messages")).to_be_visible()
    sam.go("/empower/sponsor/")
    sam.press(sam.page.get_by_role("link", name="Alex Okafor: REQ-1"))
    sam.press(sam.page.locator("summary", has_text="Decline"))
    sam.type(sam.page.locator("#reason-decline"), "Let us first agree on the cost centres.")
    sam.press(sam.page.get_by_role("button", name="Decline", exact=True))
    expect(sam.page.locator(".messages")).to_be_visible()
    sam.check_page()


def test_6_nothing_may_be_decided_before_the_holder_counter_signs(served):
    status, answer = ask(served, "INC-1", {"steps": "1", "own_service": True, "major_incident": False})
    assert (status, answer["outcome"]) == (200, "refused")
    assert [reason["code"] for reason in answer["reasons"]] == ["not-countersigned"]


def test_7_the_holder_counter_signs_by_keyboard(visit):
    alex = visit("alex", keyboard=True)
    expect(alex.page.locator(".card--next")).to_contain_text("INC-1")
    alex.press(alex.page.locator(".card--next a"))
    alex.check_page()
    alex.type(alex.page.locator("#missing"), "Access to the queue of the second site")
    alex.choose(alex.page.locator("input[name=accept]"))
    alex.press(alex.page.get_by_role("button", name="Counter-sign"))
    expect(alex.page.locator("main")).to_contain_text("on probation")
    alex.go("/empower/scopes/REQ-1/")
    expect(alex.page.locator("main")).to_contain_text("Let us first agree on the cost centres.")
    alex.check_page()


def test_8_a_decision_by_page_is_granted_with_its_clauses_or_refused_with_reasons(visit):
    alex = visit("alex", phone=True, keyboard=True)
    alex.go("/empower/decide/")
    alex.check_page()
    alex.select(alex.page.locator("#scope"), "INC-1")
    alex.press(alex.page.get_by_role("button", name="Show the questions"))
    alex.check_page()
    alex.type(alex.page.locator("input[name$=steps]"), "1")
    alex.choose(alex.page.locator("input[name$=own_service][value=yes]"))
    alex.choose(alex.page.locator("input[name$=major_incident][value=no]"))
    alex.press(alex.page.get_by_role("button", name="Ask", exact=True))
    expect(alex.page.locator("h1")).to_have_text("Granted")
    expect(alex.page.locator("main")).to_contain_text("INC-1.one-step")
    alex.check_page()
    alex.go("/empower/decide/?scope=INC-1")
    alex.type(alex.page.locator("input[name$=steps]"), "2")
    alex.choose(alex.page.locator("input[name$=own_service][value=no]"))
    alex.choose(alex.page.locator("input[name$=major_incident][value=no]"))
    alex.press(alex.page.get_by_role("button", name="Ask", exact=True))
    expect(alex.page.locator("h1")).to_have_text("Refused")
    for part in ("INC-1.one-step", "INC-1.own-service", "shift lead"):
        expect(alex.page.locator("main")).to_contain_text(part)
    alex.check_page()


def ask(served, scope, facts, **more):
    body = {"holder": "alex", "scope": scope, "facts": facts}
    return ask_api(served.base, served.people["itsm"], body, **more)


def test_9_systems_get_the_same_answers(served):
    inside = {"steps": "1", "own_service": True, "major_incident": False}
    status, granted = ask(served, "INC-1", inside)
    assert (status, granted["outcome"], granted["on_probation"]) == (200, "granted", True)
    assert "INC-1.one-step" in granted["clauses"]
    status, refused = ask(served, "REQ-2", {"amount": "90EUR"}, language="de")
    assert (status, refused["outcome"]) == (200, "refused")
    codes = {reason["code"] for reason in refused["reasons"]}
    assert {"certificate-missing", "not-signed", "fact-missing"} <= codes
    assert all(reason["text"] and reason["next_step"] for reason in refused["reasons"])
    assert ask_api(served.base, "0" * 40, {"holder": "alex", "scope": "INC-1", "facts": {}})[0] == 401


def test_10_the_command_line_gives_the_same_answers(served):
    def decide(*facts: str, scope: str = "INC-1") -> tuple[int, dict]:
        given = [part for fact in facts for part in ("--fact", fact)]
        done = run_command("decide", "--home", str(served.home), "--json", "--holder", "alex", "--scope", scope, *given)
        return done.returncode, json.loads(done.stdout)

    code, granted = decide("steps=1", "own_service=yes", "major_incident=no")
    assert (code, granted["outcome"]) == (0, "granted")
    code, refused = decide("amount=90EUR", "security_policy=no", "third_party_data=no", scope="REQ-2")
    assert code == 1
    assert {reason["code"] for reason in refused["reasons"]} == {"certificate-missing", "not-signed"}


def test_11_the_ledger_of_it_all_is_whole(served):
    done = run_command("verify-ledger", "--home", str(served.home))
    assert done.returncode == 0, done.stdout


def test_12_a_training_admin_sees_people_and_their_sponsors(visit):
    toni = visit("toni")
    toni.press(toni.page.get_by_role("link", name="People", exact=True))
    expect(toni.page.locator("main")).to_contain_text("Mira Sommer")
    toni.check_page()
