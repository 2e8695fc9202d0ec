from collections.abc import Iterator

import pytest

from empower_lms.domain.question import AnyQuestion
from tests.local.learning import shipped_questions
from tests.served import Served, start_server
from tests.web import PlainBrowser


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    server = start_server(tmp_path_factory.mktemp("lms") / "home", settings="tests.local.counting")
    yield server
    server.stop()


@pytest.fixture
def alex(served) -> PlainBrowser:
    """A learner who has just signed in."""
    browser = PlainBrowser(served.base)
    assert browser.sign_in("alex", served.people["alex"]).status == 200
    return browser


@pytest.fixture(scope="session")
def catalogue_questions() -> dict[str, AnyQuestion]:
    """Every question of the shipped catalogue by id: who tests has to know the keys."""
    return shipped_questions()
