"""A phone on a bad network: nothing is lost, nothing is doubled, and nobody reads what somebody else answered."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NEXT, Stage
from tests.xblocks.quizzes import make_full_quiz, make_quiz

QUEUE = ".empower__queue"
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('empower:'))"


def wait_for_kept_pages(stage: Stage) -> None:
    """Wait until the page has fetched all questions for later."""
    for _ in range(100):
        if stage.page.evaluate("document.querySelector('empower-block').answers.pages.size") == 3:
            return
        stage.page.wait_for_timeout(100)
    raise AssertionError("the page keeps no questions")


def answer_all(stage: Stage) -> None:
    """Answer three questions one after the other, wherever the page leads."""
    for position in (1, 2, 3):
        expect(stage.page.locator("[name=q]")).to_have_value(str(position))
        stage.fill()
        stage.page.click(NEXT)


def test_a_learner_answers_everything_without_a_connection(stage):
    wait_for_kept_pages(stage)
    stage.context.set_offline(True)
    answer_all(stage)
    expect(stage.page.locator(QUEUE)).to_contain_text("3 answers wait for a connection")
    expect(stage.page.locator("[data-mark='2']")).to_have_accessible_name("Question 2, waits for a connection")
    expect(stage.page.locator(".empower__live")).to_contain_text("opens as soon as there is one")
    assert stage.attempt.responses == {}
    stage.context.set_offline(False)
    stage.expect_stored(1, 2, 3)
    assert stage.server.order == [1, 2, 3]
    assert len(stage.server.keys) == len(set(stage.server.keys)) == 3
    # The last one led to the overview, which opens now.
    expect(stage.page.locator("[data-focus]")).to_have_text("Before you hand in")
    expect(stage.page.locator(QUEUE)).to_have_text("")
    assert stage.page.evaluate(KEPT) == []


def test_waiting_answers_are_shown_again_after_a_visit_to_another_question(stage):
    wait_for_kept_pages(stage)
    position = stage.show("sample.hours")
    stage.context.set_offline(True)
    stage.page.fill("[name=answer]", "720")
    other = 1 if position != 1 else 2
    stage.page.click(NEXT)
    stage.page.locator(f"[data-mark='{other}']").click()
    expect(stage.page.locator("[name=q]")).to_have_value(str(other))
    stage.page.locator(f"[data-mark='{position}']").click()
    expect(stage.page.locator("[name=answer]")).to_have_value("720")


def test_waiting_answers_survive_a_reload_and_a_closed_window(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.server.failures = 1000
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.page.close()
    stage.page = stage.new_page()
    stage.page.goto(stage.server.page)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.page.locator(f"[data-mark='{position}']").wait_for()
    stage.server.failures = 0
    stage.page.reload()
    stage.expect_stored(position)
    assert stage.attempt.responses[position].value == 720
    assert len(set(stage.server.keys)) == 1


def test_a_reloaded_question_shows_the_answer_that_still_waits(stage):
    stage.fill()
    stage.server.failures = 1000
    before = stage.page.locator("[name=answer]").first
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.page.reload()
    if before.get_attribute("type") in {"radio", "checkbox"}:
        expect(stage.page.locator("[name=answer]").first).to_be_checked()
    else:
        expect(stage.page.locator("[name=answer]")).to_have_value("720")


def test_nothing_is_handed_in_before_the_answers_are_sent(stage):
    stage.fill()
    stage.server.failures = 2
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.server.failures = 0
    stage.expect_stored(1)
    stage.page.locator("[data-mark='2']").click()
    expect(stage.page.locator("[name=q]")).to_have_value("2")
    stage.page.locator("button[value=review]").first.click()
    stage.page.locator("button[value=hand-in]").click()
    expect(stage.page.locator("[data-hand-in]")).to_be_visible()
    stage.server.failures = 1000
    waits = "b => { b.answers.add('/handler/answer', new URLSearchParams('answer=1&q=2'), 2); b.answers.show() }"
    stage.page.locator("empower-block").evaluate(waits)
    stage.page.click("[data-hand-in] button")
    expect(stage.page.locator(".empower__live")).to_contain_text("You can hand in once your answers are sent")
    assert stage.attempt.is_open


def test_a_slow_network_does_not_hold_a_learner_up(stage):
    wait_for_kept_pages(stage)
    session = stage.context.new_cdp_session(stage.page)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 4000, "downloadThroughput": 20_000, "uploadThroughput": 20_000},
    )
    stage.fill()
    stage.page.click(NEXT)
    expect(stage.page.locator("[name=q]")).to_have_value("2", timeout=3500)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.expect_stored(1)
    expect(stage.page.locator("[data-mark='1']")).to_have_accessible_name("Question 1, answered")
    expect(stage.page.locator("[name=q]")).to_have_value("2")


def test_an_answer_that_could_not_be_taken_is_said_when_it_is_known(stage):
    wait_for_kept_pages(stage)
    position = stage.show("sample.hours")
    stage.context.set_offline(True)
    stage.page.fill("[name=answer]", "1.000")
    stage.page.locator(f"[data-mark='{1 if position != 1 else 2}']").click()
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.context.set_offline(False)
    expect(stage.page.locator(".empower__live")).to_contain_text(f"question {position} could not be taken")
    assert stage.attempt.responses == {}


def test_answers_for_a_try_that_was_closed_meanwhile_end_kindly(stage):
    wait_for_kept_pages(stage)
    stage.context.set_offline(True)
    stage.fill()
    stage.page.click(NEXT)
    expect(stage.page.locator("[name=q]")).to_have_value("2")
    stage.fill()
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("2 answers wait")
    hand_in_elsewhere(stage)
    stage.context.set_offline(False)
    expect(stage.page.locator("[role=alert]")).to_contain_text("handed in already, perhaps in another tab")
    expect(stage.page.locator(".empower__live")).to_contain_text("2 answers on this device came too late")
    expect(stage.page.locator(QUEUE)).to_have_text("")
    assert stage.attempt.responses == {}
    assert stage.page.evaluate(KEPT) == []


def hand_in_elsewhere(stage: Stage) -> None:
    from empower_xblocks.store import read_clock

    records = stage.server.records
    with records.transaction():
        records.hand_in("7", stage.attempt.id, now=read_clock())


def test_two_tabs_send_every_answer_and_store_each_once(stage):
    second = stage.new_page()
    second.goto(stage.server.page)
    second.locator("[data-mark='2']").click()
    expect(second.locator("[name=q]")).to_have_value("2")
    stage.server.failures = 4
    for page in (stage.page, second):
        answer_on(page)
        page.click(NEXT)
    stage.expect_stored(1, 2)
    stored = sum(len(keys) for keys in stage.server.records.answer_keys.values())
    assert stored == 2
    # The server has an answer a moment before the page hears of it.
    for _ in range(100):
        if not stage.page.evaluate(KEPT):
            return
        stage.page.wait_for_timeout(100)
    raise AssertionError("an answer that was sent is kept on the device")


def answer_on(page: Page) -> None:
    field = page.locator("form[data-answer] [name=answer]").first
    if field.get_attribute("type") in {"radio", "checkbox"}:
        field.check()
    else:
        field.fill("720")


@pytest.mark.parametrize("following", ["8", None], ids=["the next person", "a visitor"])
def test_a_shared_device_keeps_nothing_for_somebody_else(stage, following):
    stage.fill()
    stage.server.failures = 1000
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    (name,) = stage.page.evaluate(KEPT)
    kept = json.loads(stage.page.evaluate("name => localStorage.getItem(name)", name))
    assert set(kept) == {"url", "q", "body"}
    assert "csrf" not in kept["body"]
    assert "A freeze began" not in json.dumps(kept)
    stage.server.failures = 0
    stage.server.user = following
    stage.page.goto(stage.server.page)
    expect(stage.page.locator("empower-block")).to_be_visible()
    assert stage.page.evaluate(KEPT) == []
    stage.server.user = "7"
    assert stage.attempt.responses == {}


def test_somebody_who_was_signed_out_is_told_and_loses_nothing(staged):
    stage = staged(make_quiz()).begin()
    stage.server.is_signed_out = True
    stage.fill()
    stage.page.click(NEXT)
    expect(stage.page.locator(".empower__live")).to_contain_text("You are signed out")
    assert len(stage.page.evaluate(KEPT)) == 1
    stage.server.is_signed_out = False
    stage.page.evaluate("window.dispatchEvent(new Event('online'))")
    stage.expect_stored(1)


def test_where_storage_is_refused_answers_still_go(staged):
    stage = staged(make_quiz())
    stage.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    stage.begin()
    stage.fill()
    stage.server.failures = 2
    stage.page.click(NEXT)
    expect(stage.page.locator(QUEUE)).to_contain_text("1 answer waits")
    stage.expect_stored(1)


def test_a_page_with_all_questions_works_without_a_connection(staged):
    stage = staged(make_full_quiz("all")).begin()
    stage.context.set_offline(True)
    for position in (1, 2):
        part = stage.page.locator(f"[data-part='{position}']")
        part.locator("[name$=stance][value=ask]").check()
        field = part.locator("[name$=answer]").first
        if field.get_attribute("type") in {"radio", "checkbox"}:
            field.check()
        else:
            field.fill("720")
            field.blur()
        expect(part.locator(".empower__state")).to_have_text("Waits for a connection.")
    expect(stage.page.locator(QUEUE)).to_contain_text("2 answers wait")
    stage.context.set_offline(False)
    stage.expect_stored(1, 2)
    expect(stage.page.locator("[data-part='1'] .empower__state")).to_have_text("Saved.")
    expect(stage.page.locator(".empower__counts")).to_contain_text("2 answered")


def test_fetching_questions_ahead_says_nothing_when_it_has_to_try_twice(stage):
    lost = []
    stage.page.route("**/keep**", lambda route: route.continue_() if lost else lost.append(route.abort()))
    wait_for_kept_pages(stage)
    assert lost
    expect(stage.page.locator(".empower__live")).to_have_text("")
