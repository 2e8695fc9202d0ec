"""A real browser at a real server."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from tests.browser.stage import Stage
from tests.local.learning import shipped_questions
from tests.served import Served, start_server
from tests.xblocks.quizzes import make_quiz

CHROMIUM = os.environ.get("EMPOWER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


# Not for the whole session: Playwright keeps an event loop running, and Django refuses its database beside one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    server = start_server(tmp_path_factory.mktemp("lms") / "home")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def questions() -> dict[str, AnyQuestion]:
    return shipped_questions()


@pytest.fixture
def staged(chromium: Browser) -> Iterator[Callable[[QuizDocument], Stage]]:
    """Open a window for a document: ``staged(document)``."""
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    stages: list[Stage] = []

    def make(document: QuizDocument) -> Stage:
        stages.append(Stage(context, document))
        return stages[-1]

    yield make
    context.close()
    for one in stages:
        one.server.stop()
        assert not one.errors, one.errors


@pytest.fixture
def stage(staged: Callable[[QuizDocument], Stage]) -> Stage:
    return staged(make_quiz()).begin()
