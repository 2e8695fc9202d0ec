"""One learner whose browser sends everything 32 times at once: one attempt, one answer each, one result."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.databases.servers import KIND, fresh_database
from tests.local.crowd import ask_records
from tests.local.learning import QuizTaker
from tests.served import Served, start_server
from tests.web import Page, PlainBrowser

POSTS = 32

_TALLY = """
from django.db.models import Count
from empower_lms.local.models import Grade
from empower_lms.records.api import verify_ledger
from empower_lms.records.models import AnswerEvent, Attempt, Certificate
mine = Attempt.objects.filter(holder__user__username="alex")
answers = AnswerEvent.objects.filter(attempt__in=mine).order_by().values_list("position")
print(json.dumps({
    "attempts": list(mine.values_list("cycle", "number", "state")),
    "answers": dict(answers.annotate(Count("id"))),
    "results": mine.exclude(result="").count(),
    "grades": Grade.objects.filter(user__username="alex", usage__contains="certification").count(),
    "certificates": Certificate.objects.count(),
    "findings": len(verify_ledger().findings),
}))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    with fresh_database() as database_url:
        workers = 2 if KIND == "sqlite" else 4
        home = tmp_path_factory.mktemp("one") / "home"
        server = start_server(home, workers=workers, database_url=database_url)
        yield server
        server.stop()


def at_once(act: Callable[[], Page]) -> Counter[int]:
    """Do the same 32 times in the same moment and count the statuses that came back."""
    gate = threading.Barrier(POSTS)
    statuses: Counter[int] = Counter()
    guard = threading.Lock()

    def run() -> None:
        gate.wait(30)
        page = act()
        with guard:
            statuses[page.status] += 1

    threads = [threading.Thread(target=run) for _ in range(POSTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert statuses.total() == POSTS
    return statuses


def test_every_post_sent_32_times_counts_once(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("alex", served.people["alex"])
    taker = QuizTaker(browser)
    front = taker.open()
    assert at_once(lambda: browser.submit(front, "Start")) == {200: POSTS}
    first, second = taker.at(1), taker.at(2)
    for page in (first, second):
        choices = page.document.xpath("//form[@data-answer]//input[@name='answer' and @type]/@value")
        given = [choices[0] if choices else "7"]
        assert set(at_once(lambda page=page, given=given: taker.answer(page, given))) == {200}
    confirm = taker.ask_to_hand_in(second)
    # Handing in closes the attempt: who comes later is told so, and nobody meets an error of the server.
    assert max(at_once(lambda: browser.submit(confirm, "hand_in"))) < 500
    assert "Traceback" not in served.output.read_text()

    tally = json.loads(ask_records(served, _TALLY))
    (attempt,) = tally["attempts"]
    assert attempt[:2] == [1, 1]
    assert tally["answers"] == {"1": 1, "2": 1}
    assert (tally["results"], tally["grades"], tally["certificates"], tally["findings"]) == (1, 1, 0, 0)


def test_32_different_answers_to_one_question_are_all_kept_and_the_last_one_counts(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    taker = QuizTaker(browser)
    page = taker.start()
    page = taker.at(1)
    numbers = iter(range(POSTS))
    guard = threading.Lock()
    choices = page.document.xpath("//form[@data-answer]//input[@name='answer' and @type]/@value")

    def answer_otherwise() -> Page:
        with guard:
            number = next(numbers)
        return taker.answer(page, [choices[number % len(choices)] if choices else str(number)])

    assert set(at_once(answer_otherwise)) == {200}
    script = """
from empower_lms.records.models import AnswerEvent
rows = AnswerEvent.objects.filter(attempt__holder__user__username="mira", position=1).order_by("id")
print(json.dumps([json.loads(row.response) for row in rows]))
"""
    kept = json.loads(ask_records(served, script))
    assert len(kept) == len({json.dumps(one, sort_keys=True) for one in kept}) == (len(choices) or POSTS)
