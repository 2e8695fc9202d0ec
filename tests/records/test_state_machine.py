"""A random day of two tabs, a clock, a course team and a sweep, against a model that fits on one screen.

The model knows no transactions, no idempotency keys and no tables: whatever it says, the records have to say, too.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from empower_lms.assessment.attempts import Attempt, AttemptState, Refusal
from empower_lms.assessment.responses import ChoiceResponse
from empower_lms.assessment.retake import AlreadyPassed, InProgress, MayStart, MustWait, NeedsRemediation, NoTriesLeft
from empower_lms.records import api, models
from empower_lms.records.api import records
from tests.records.cases import NOW, make_quiz, make_user, raw, uid

QUIZ = make_quiz(numbers=False, time_limit="10m", grace="1m")
NAME = QUIZ.quiz.id
CLOSES = timedelta(minutes=11)
TABS = st.sampled_from(["left", "right"])


class Sent:
    """A try as the model remembers it: what was last sent for each question, and how it ended."""

    def __init__(self, started_at) -> None:
        self.started_at = started_at
        self.ended_at = None
        self.answers: dict[int, str] = {}
        self.state = AttemptState.OPEN

    @property
    def passed(self) -> bool:
        return sum(answer == "a" for answer in self.answers.values()) >= QUIZ.quiz.cut


class Day(RuleBasedStateMachine):
    """Two tabs of one learner, each with the page that it last saw."""

    def __init__(self) -> None:
        super().__init__()
        # Each day is rolled back, so that the next one begins with empty tables.
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin_the_day(self) -> None:
        self.ada: User = make_user("ada")
        self.now = NOW
        self.tries: list[Sent] = []
        self.seen: dict[str, Attempt] = {}
        self.posts: list[tuple[Attempt, int, str, str]] = []
        self.serial = 0

    # The model

    @property
    def counted(self) -> list[Sent]:
        return [one for one in self.tries if one.state is not AttemptState.VOIDED]

    @property
    def running(self) -> Sent | None:
        newest = self.counted[-1] if self.counted else None
        return newest if newest is not None and newest.state is AttemptState.OPEN else None

    def run_out(self) -> None:
        """Time out what is overdue: in the model it happens by itself."""
        running = self.running
        if running is not None and self.now > running.started_at + CLOSES:
            running.state, running.ended_at = AttemptState.TIMED_OUT, running.started_at + CLOSES

    def expected_status(self) -> type:
        counted = self.counted
        if self.running is not None:
            return InProgress
        if any(one.passed for one in counted):
            return AlreadyPassed
        if not counted:
            return MayStart
        waited = self.now - counted[-1].ended_at
        if len(counted) % 2:
            return MustWait if waited < timedelta(hours=24) else MayStart
        if len(counted) >= 4:
            return NoTriesLeft
        return MustWait if waited < timedelta(days=7) else NeedsRemediation

    # What people do

    @rule(minutes=st.sampled_from([0, 1, 5, 10, 11, 12, 60 * 24, 60 * 24 * 7]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.run_out()

    @rule(tab=TABS)
    def press_start(self, tab: str) -> None:
        status = self.expected_status()
        with records.transaction():
            outcome = records.start(uid(self.ada), QUIZ, origin=tab, now=self.now)
        if status is MayStart:
            self.tries.append(Sent(self.now))
        if status in {MayStart, InProgress}:
            assert isinstance(outcome, Attempt)
            self.seen[tab] = outcome
        else:
            assert outcome is Refusal.NOT_ALLOWED_YET

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), position=st.integers(1, 4), letter=st.sampled_from("ab"))
    def answer(self, data: st.DataObject, position: int, letter: str) -> None:
        tab = data.draw(st.sampled_from(sorted(self.seen)))
        self.serial += 1
        self.post(self.seen[tab], position, letter, f"key-{self.serial}")

    @precondition(lambda self: self.posts)
    @rule(data=st.data())
    def repeat_a_post_after_a_lost_response(self, data: st.DataObject) -> None:
        attempt, position, letter, key = data.draw(st.sampled_from(self.posts))
        self.post(attempt, position, letter, key, repeated=True)

    def post(self, attempt: Attempt, position: int, letter: str, key: str, *, repeated: bool = False) -> None:
        sent = self.tries[attempt.number - 1]
        with records.transaction():
            outcome = records.save_answer(
                uid(self.ada),
                attempt.id,
                position,
                raw(attempt, position, ChoiceResponse(options=(letter,))),
                key=key,
                language="en",
                now=self.now,
            )
        refused = {
            AttemptState.HANDED_IN: Refusal.ALREADY_HANDED_IN,
            AttemptState.TIMED_OUT: Refusal.TIME_IS_UP,
            AttemptState.VOIDED: Refusal.VOIDED,
        }
        if sent.state is AttemptState.OPEN:
            assert isinstance(outcome, Attempt)
            if not repeated:
                sent.answers[position] = letter
                self.posts.append((attempt, position, letter, key))
        else:
            assert outcome is refused[sent.state]

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), clicks=st.integers(1, 2))
    def hand_in(self, data: st.DataObject, clicks: int) -> None:
        attempt = self.seen[data.draw(st.sampled_from(sorted(self.seen)))]
        sent = self.tries[attempt.number - 1]
        for _ in range(clicks):
            with records.transaction():
                outcome = records.hand_in(uid(self.ada), attempt.id, now=self.now)
            if sent.state is AttemptState.VOIDED:
                assert outcome is Refusal.VOIDED
                continue
            if sent.state is AttemptState.OPEN:
                sent.state, sent.ended_at = AttemptState.HANDED_IN, self.now
            assert isinstance(outcome, Attempt)
            assert (outcome.state, outcome.finished_at) == (sent.state, sent.ended_at)
            assert outcome.result is not None
            assert outcome.result.passed is sent.passed

    @rule()
    def sweep(self) -> None:
        api.close_overdue_attempts(now=self.now)

    @rule()
    def reset_by_the_course_team(self) -> None:
        newest = self.counted[-1] if self.counted else None
        with records.transaction():
            outcome = records.reset(uid(self.ada), NAME, by="", reason="It broke", now=self.now)
        if newest is None:
            assert outcome is Refusal.NO_SUCH_ATTEMPT
        elif self.is_certified(newest):
            assert outcome is Refusal.CERTIFIED
        else:
            assert isinstance(outcome, Attempt)
            newest.state, newest.ended_at = AttemptState.VOIDED, newest.ended_at or self.now

    def is_certified(self, sent: Sent) -> bool:
        number = self.tries.index(sent) + 1
        return models.Certificate.objects.filter(attempt__number=number, holder__user=self.ada).exists()

    # What always holds

    @invariant()
    def the_records_say_what_the_model_says(self) -> None:
        if not hasattr(self, "ada"):
            return
        standing = records.standing(uid(self.ada), QUIZ, now=self.now)
        assert isinstance(standing.next, self.expected_status()), (standing.next, self.expected_status())
        newest = self.counted[-1] if self.counted else None
        if newest is None:
            assert standing.latest is None
            return
        latest = standing.latest
        assert latest is not None
        assert latest.number == self.tries.index(newest) + 1
        assert latest.state is newest.state
        given = {position: response.options[0] for position, response in latest.responses.items()}
        assert given == newest.answers
        if newest.state is not AttemptState.OPEN:
            assert latest.result is not None
            assert latest.result.passed is newest.passed

    @invariant()
    def the_tables_hold_together(self) -> None:
        if not hasattr(self, "ada"):
            return
        assert models.Attempt.objects.count() == len(self.tries)
        assert models.Attempt.objects.filter(open_marker=1).count() <= 1
        assert models.Certificate.objects.count() <= 1
        assert not api.verify_ledger().findings


def test_a_random_day_ends_as_the_model_says(db: None) -> None:
    rules = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Day, settings=rules)
