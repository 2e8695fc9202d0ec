"""A real browser at a real server."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from empower_lms.domain.question import AnyQuestion
from tests.local.learning import shipped_questions
from tests.served import Served, start_server

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
