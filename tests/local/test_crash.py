"""The server is killed while learners answer: what was acknowledged is there afterwards."""

import signal
import threading
import time
from http.client import HTTPException

from tests.local.learning import QuizTaker, item_of, position_of
from tests.served import start_server
from tests.web import PlainBrowser


def answer_until_it_breaks(taker: QuizTaker, acknowledged: dict[int, str]) -> None:
    """Answer round and round; an answer counts as acknowledged when the server has said so."""
    numbers = "1234"
    for turn in range(10_000):
        position = turn % 20 + 1
        try:
            page = taker.at(position)
            if page.status != 200:
                return
            choices = page.document.xpath("//input[@name='answer' and (@type='radio' or @type='checkbox')]/@value")
            given = numbers[turn // 20 % 4] if choices else str(turn)
            assert position_of(page) == position
            answered = taker.answer(page, [given])
            if answered.status == 200 and f"{answered.url}" != page.url:
                acknowledged[position] = given
        except (OSError, HTTPException):
            return


def test_every_acknowledged_answer_survives_a_kill(tmp_path):
    home = tmp_path / "home"
    server = start_server(home, workers=2)
    acknowledged: dict[str, dict[int, str]] = {"alex": {}, "mira": {}}
    threads = []
    for name, answers in acknowledged.items():
        browser = PlainBrowser(server.base)
        browser.sign_in(name, server.people[name])
        taker = QuizTaker(browser)
        assert item_of(taker.start())
        threads.append(threading.Thread(target=answer_until_it_breaks, args=(taker, answers)))
    for thread in threads:
        thread.start()
    time.sleep(4)
    server.stop(signal.SIGKILL)
    for thread in threads:
        thread.join(timeout=90)
    assert all(len(answers) > 5 for answers in acknowledged.values()), acknowledged

    again = start_server(home)
    try:
        for name, answers in acknowledged.items():
            browser = PlainBrowser(again.base)
            browser.sign_in(name, again.people[name])
            taker = QuizTaker(browser)
            for position, given in answers.items():
                page = taker.at(position)
                kept = page.document.xpath(
                    "//input[@name='answer' and @checked]/@value | //input[@name='answer' and @inputmode]/@value"
                )
                # The answer after the last acknowledged one may have been stored without anyone being told.
                is_typed = bool(page.document.xpath("//input[@name='answer' and @inputmode]"))
                assert given in kept or is_next(kept, given, is_typed=is_typed), (name, position, given, kept)
    finally:
        again.stop()


def is_next(kept: list[str], given: str, *, is_typed: bool) -> bool:
    """Say whether what is stored is what was sent one round after the acknowledged answer."""
    after = int(given) + 20 if is_typed else int(given) % 4 + 1
    return kept == [str(after)]
