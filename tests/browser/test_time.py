"""The time of a try as a learner sees it, with a clock that can be turned."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.xblocks.quizzes import make_full_quiz

TIMER = "[role=timer]"
LIVE = ".empower__live"


def spend(stage, **time: int) -> None:
    """Let time pass for the open try: it began earlier than it did."""
    records = stage.server.records
    spent = timedelta(**time)
    (attempt,) = records.attempts["7"]
    moved = {
        name: value - spent
        for name in ("started_at", "deadline", "closes_at")
        if (value := getattr(attempt, name)) is not None
    }
    records.attempts["7"] = [attempt.model_copy(update=moved)]


@pytest.fixture
def timed(staged):
    """A try of 45 minutes of which some are over, and a clock in the browser."""

    def open_after(clock=None, **time: int):
        stage = staged(make_full_quiz("one"))
        if clock:
            stage.page.clock.install(time=clock)
        stage.begin()
        spend(stage, **time)
        stage.page.reload()
        return stage

    return open_after


def test_minutes_are_told_and_can_be_hidden(timed):
    stage = timed(minutes=10)
    expect(stage.page.locator(TIMER)).to_have_text("35 minutes left")
    expect(stage.page.locator(TIMER)).not_to_have_attribute("aria-live", "polite")
    stage.page.locator(".empower__time summary").click()
    expect(stage.page.locator(TIMER)).to_be_hidden()
    stage.page.locator("[data-mark='2']").click()
    expect(stage.page.locator("[name=q]")).to_have_value("2")
    expect(stage.page.locator(TIMER)).to_be_hidden()


def test_a_wrong_clock_on_the_device_changes_nothing(timed):
    stage = timed(clock="2001-01-01T00:00:00Z", minutes=10)
    expect(stage.page.locator(TIMER)).to_have_text("35 minutes left")
    stage.page.clock.run_for(60_000 * 5)
    expect(stage.page.locator(TIMER)).to_have_text("30 minutes left")


def test_the_last_fifth_and_the_last_minute_are_announced_once_each(timed):
    stage = timed(clock="2026-01-01T00:00:00Z", minutes=35)
    expect(stage.page.locator(LIVE)).to_have_text("")
    stage.page.clock.run_for(60_000 * 2)
    expect(stage.page.locator(LIVE)).to_contain_text("Most of your time is used: 9 minutes left")
    stage.page.locator(LIVE).evaluate("line => { line.textContent = '' }")
    stage.page.clock.run_for(60_000)
    expect(stage.page.locator(TIMER)).to_have_text("7 minutes left")
    expect(stage.page.locator(LIVE)).to_have_text("")
    stage.page.clock.run_for(60_000 * 6 + 10_000)
    expect(stage.page.locator(TIMER)).to_have_text("Less than a minute left")
    expect(stage.page.locator(LIVE)).to_have_text("Less than a minute left")


def test_a_warning_is_not_repeated_on_the_next_page(timed):
    stage = timed(minutes=40)
    expect(stage.page.locator(LIVE)).to_contain_text("Most of your time is used")
    stage.page.locator("[data-mark='2']").click()
    expect(stage.page.locator("[name=q]")).to_have_value("2")
    expect(stage.page.locator(LIVE)).to_have_text("")
    expect(stage.page.locator(".empower__time")).to_contain_class("is-short")


def test_when_the_time_is_up_the_server_closes_and_the_page_says_so(timed):
    stage = timed(minutes=44, seconds=40)
    stage.fill()
    stage.page.locator("[name=stance]").first.check()
    expect(stage.page.locator(LIVE)).to_contain_text("The time is up", timeout=30_000)
    # What was chosen and not sent still arrives within the grace.
    stage.expect_stored(1)
    assert stage.attempt.is_open
    spend(stage, minutes=2)
    expect(stage.page.locator(".empower__result")).to_contain_text("The time was up", timeout=20_000)
    assert stage.attempt.state == "timed-out"
    assert [kind for kind, _data in stage.server.block.runtime.published if kind == "grade"] == ["grade"]


def test_a_page_whose_clock_runs_ahead_closes_nothing(timed):
    stage = timed(clock="2026-01-01T00:00:00Z", minutes=10)
    expect(stage.page.locator(TIMER)).to_have_text("35 minutes left")
    stage.page.clock.run_for(60_000 * 36)
    stage.page.clock.resume()
    expect(stage.page.locator(TIMER)).to_have_text(re.compile("3[45] minutes left"), timeout=15_000)
    assert stage.attempt.is_open
