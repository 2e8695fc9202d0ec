"""The script in a real browser, in front of a real block: what it does when network or learner are in a hurry."""

from playwright.sync_api import expect

from tests.browser.stage import NEXT


def test_a_lost_answer_is_sent_once_more_with_the_same_key(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.server.failures = 1
    stage.page.click(NEXT)
    expect(stage.page.locator(".empower__live")).to_contain_text("Trying once more")
    stage.expect_stored(position)
    assert len(stage.server.keys) == 2
    assert len(set(stage.server.keys)) == 1
    assert stage.attempt.responses[position].value == 720


def test_when_the_network_stays_away_the_answer_waits_and_goes_by_itself(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.server.failures = 2
    stage.page.click(NEXT)
    expect(stage.page.locator(".empower__queue")).to_contain_text("1 answer waits for a connection")
    assert stage.attempt.responses == {}
    stage.expect_stored(position)
    expect(stage.page.locator(".empower__queue")).to_have_text("")
    assert len(set(stage.server.keys)) == 1


def test_two_submissions_have_two_keys(stage):
    position = stage.show("sample.freeze")
    stage.page.check("[name=answer][value='1']")
    stage.page.click(NEXT)
    stage.expect_stored(position)
    stage.page.locator(f"[data-mark='{position}']").click()
    expect(stage.page.locator("[name=item]")).to_have_value("sample.freeze")
    assert len(stage.server.keys) == len(set(stage.server.keys)) == 2


def test_a_double_click_sends_once(stage):
    position = stage.show("sample.freeze")
    stage.page.check("[name=answer][value='1']")
    stage.page.dblclick(NEXT)
    stage.expect_stored(position)
    assert stage.server.records.calls.count("save_answer") == 1


def test_switching_the_language_keeps_what_was_typed_and_the_focus(stage):
    stage.show("sample.hours")
    stage.page.fill("[name=answer]", "12,5")
    stage.page.click(".empower__language[value=de]")
    expect(stage.page.locator("empower-block")).to_have_attribute("lang", "de")
    expect(stage.page.locator("[name=answer]")).to_have_value("12,5")
    expect(stage.page.locator(".empower__language[value=de]")).to_be_focused()
    assert stage.attempt.responses == {}


def test_the_focus_moves_to_the_new_question_and_to_what_was_wrong(stage):
    stage.show("sample.hours")
    expect(stage.page.locator("[data-focus]")).to_be_focused()
    stage.page.fill("[name=answer]", "1.000")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator("[role=alert]")).to_contain_text("Do you mean 1 or 1000?")
    expect(stage.page.locator("[name=answer]")).to_be_focused()


def test_enter_in_the_field_means_next(stage):
    position = stage.show("sample.hours")
    stage.page.fill("[name=answer]", "720")
    stage.page.keyboard.press("Enter")
    stage.expect_stored(position)
    assert stage.attempt.responses[position].value == 720


def test_a_flag_survives_a_reload_and_keeps_what_was_chosen(stage):
    position = stage.show("sample.freeze")
    stage.page.check("[name=answer][value='1']")
    stage.page.click(".empower__flag")
    expect(stage.page.locator(".empower__flag")).to_have_text("Marked. Remove the mark")
    expect(stage.page.locator(".empower__flag")).to_be_focused()
    stage.expect_stored(position)
    stage.page.reload()
    mark = stage.page.locator(f"[data-mark='{position}']")
    expect(mark).to_have_accessible_name(f"Question {position}, answered, marked")
    expect(stage.page.locator(".empower__counts")).to_have_text("1 answered, 1 marked, 2 left")
    stage.page.locator("button[value=review]").first.click()
    expect(stage.page.locator(".empower__open", has_text="Marked to come back")).to_contain_text(f"Question {position}")
    expect(stage.page.locator(".empower__open", has_text="Without an answer").locator("button")).to_have_count(2)
