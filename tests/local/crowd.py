"""A crowd of learners who answer and hand in at the same time."""

import json
import threading
import time
from dataclasses import dataclass

from tests.local.learning import QuizTaker
from tests.served import Served, run_python
from tests.web import PlainBrowser

_OPEN = """
import json, sys
from pathlib import Path
from empower_lms.local.boot import configure
configure(Path(sys.argv[1]))
"""

_COUNT = """
from django.db.models import Count
from empower_lms.records.api import verify_ledger
from empower_lms.records.models import AnswerEvent, Attempt
answers = AnswerEvent.objects.filter(attempt__holder__user__username__startswith="crowd")
attempts = Attempt.objects.filter(holder__user__username__startswith="crowd")
by_person = answers.order_by().values_list("attempt__holder__user__username", "position")
print(json.dumps({
    "answers": list(by_person.annotate(Count("id"))),
    "results": attempts.exclude(result="").count(),
    "attempts": attempts.count(),
    "people": attempts.values("holder").distinct().count(),
    "findings": len(verify_ledger().findings),
}))
"""

_SIGN_IN_LEARNERS = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
keys = []
for number in range(int(sys.argv[2])):
    user = get_user_model().objects.create(username=f"crowd{number}")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(json.dumps(keys))
"""


@dataclass
class Outcome:
    """What a crowd met and what the database holds afterwards."""

    acknowledged: int = 0
    stored: int = 0
    doubled: int = 0
    lost: int = 0
    handed_in: int = 0
    results: int = 0
    server_errors: int = 0
    findings: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} answers acknowledged, {self.stored} stored, {self.lost} lost, "
            f"{self.doubled} doubled; {self.handed_in} hand-ins, {self.results} results; "
            f"{self.server_errors} server errors, {self.findings} findings in the ledger; {self.seconds:.1f} s"
        )


def run_crowd(served: Served, *, learners: int, answers: int) -> Outcome:
    """Let every learner answer and then hand in twice, everybody at once, and count what is there."""
    browsers = sign_in_learners(served, learners)
    takers = [QuizTaker(browser) for browser in browsers]
    outcome = Outcome()
    acknowledged: set[tuple[int, int]] = set()
    handed_in: set[int] = set()
    guard = threading.Lock()
    barrier = threading.Barrier(learners)

    def learn(number: int) -> None:
        pages = [takers[number].at(position) for position in range(1, answers + 1)]
        barrier.wait()
        for position, page in enumerate(pages, start=1):
            choices = page.document.xpath("//form[@data-answer]//input[@name='answer' and @type]/@value")
            answered = takers[number].answer(page, [choices[0] if choices else "7"])
            with guard:
                outcome.server_errors += answered.status >= 500
                if answered.status == 200:
                    acknowledged.add((number, position))
        confirm = takers[number].ask_to_hand_in(pages[-1])
        barrier.wait()
        # Everybody presses the last button twice.
        for _ in range(2):
            done = browsers[number].submit(confirm, "hand_in")
            with guard:
                outcome.server_errors += done.status >= 500
                handed_in.update({number} if "of 24 right" in done.text else ())

    start = time.perf_counter()
    threads = [threading.Thread(target=learn, args=(number,)) for number in range(learners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - start
    outcome.acknowledged = len(acknowledged)
    outcome.handed_in = len(handed_in)
    count_records(served, outcome, acknowledged)
    return outcome


def sign_in_learners(served: Served, count: int) -> list[PlainBrowser]:
    """Make accounts with open sessions: hashing that many passwords would be most of the time."""
    keys = json.loads(ask_records(served, _SIGN_IN_LEARNERS, str(count)))
    # A crowd on a small or busy machine waits; what counts is what it is told in the end.
    browsers = [PlainBrowser(served.base, timeout=400) for _ in keys]
    for browser, key in zip(browsers, keys, strict=True):
        browser.set_cookie("sessionid", key)
    return browsers


def count_records(served: Served, outcome: Outcome, acknowledged: set[tuple[int, int]]) -> None:
    counted = json.loads(ask_records(served, _COUNT))
    stored = {(int(name.removeprefix("crowd")), position): count for name, position, count in counted["answers"]}
    outcome.results = counted["results"]
    outcome.stored = len(stored)
    outcome.doubled = sum(count > 1 for count in stored.values()) + counted["attempts"] - counted["people"]
    outcome.lost = len(acknowledged - set(stored))
    outcome.findings = counted["findings"]


def ask_records(served: Served, script: str, *arguments: str) -> str:
    """Run a script on the records of a server, in whatever database they are; return what it printed."""
    done = run_python("-c", _OPEN + script, str(served.home), *arguments, database_url=served.database_url)
    assert done.returncode == 0, done.stderr
    return done.stdout
