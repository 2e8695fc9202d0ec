"""Pages and answers of the local LMS against a bare Django view with one query, on the same server in one run.

python benchmarks/bench_lms.py
"""

import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.local.learning import CERTIFICATION, QuizTaker, right_answer, shipped_questions
from tests.served import Served, start_server
from tests.web import PlainBrowser

SECONDS = 6.0
CLIENTS = 4


def requests_per_second(send: Callable[[], None]) -> float:
    """Let several clients ask as fast as they get answers."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def ask(index: int) -> None:
        while time.perf_counter() < end:
            send()
            counts[index] += 1

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def fetch(request: urllib.request.Request) -> int:
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()
        return int(response.headers["X-Queries"])


def with_cookies(browser: PlainBrowser, request: urllib.request.Request) -> urllib.request.Request:
    request.add_header("Cookie", "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies))
    return request


def measure(served: Served) -> None:
    questions = shipped_questions()
    browser = PlainBrowser(served.base)
    browser.sign_in("alex", served.people["alex"])
    taker = QuizTaker(browser)
    page = taker.at(1)
    form = page.document.xpath("//form[@data-answer]")[0]
    answer_values = right_answer(page, questions)

    def bare() -> int:
        return fetch(with_cookies(browser, urllib.request.Request(served.base + "/bare/")))

    def lesson() -> int:
        return fetch(with_cookies(browser, urllib.request.Request(served.base + "/course/scope/scope-anatomy/")))

    def quiz() -> int:
        return fetch(with_cookies(browser, urllib.request.Request(served.base + CERTIFICATION)))

    def answer() -> int:
        fields = [(name, value) for name, value in form.form_values() if name not in {"answer", "go", "key"}]
        fields += [("key", str(time.perf_counter_ns())), ("go", "next")]
        fields += [("answer", value) for value in answer_values]
        request = urllib.request.Request(served.base + form.get("action"), data=urllib.parse.urlencode(fields).encode())
        request.add_header("Accept", "text/x-empower-fragment")
        request.add_header("Referer", page.url)
        return fetch(with_cookies(browser, request))

    rates = {}
    for name, send in (("bare view", bare), ("lesson page", lesson), ("quiz page", quiz), ("answer", answer)):
        send()
        queries = send()
        rates[name] = requests_per_second(send)
        ratio = rates["bare view"] / rates[name]
        print(
            f"{name:<12} {queries:2} queries  {rates[name]:6.0f} requests/s  {ratio:5.1f} × the cost of the bare view"
        )
    print("limits: 8 queries for a page, 6 for an answer; an answer is written to disk before it is acknowledged")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        served = start_server(Path(scratch) / "home", settings="tests.local.counting")
        try:
            measure(served)
        finally:
            served.stop()


if __name__ == "__main__":
    main()
