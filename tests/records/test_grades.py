"""What changes without its learner reaches the grade book: noted beside the change, published once by a sweep."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import ClassVar

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.scoring import Remedy
from empower_lms.domain.documents import QuizDocument
from empower_lms.records import api, models
from empower_lms.records.api import GradeBook, Step, Sweep, records, run_step, run_sweep
from empower_lms.records.export import export_person
from empower_lms.records.sweeps.grades import publish_grades
from tests.records.cases import (
    DAY,
    NOW,
    answer,
    hand_in,
    make_quiz,
    make_user,
    right_answer,
    start,
    take_quiz,
    uid,
    wrong_answer,
)

MINUTE = timedelta(minutes=1)
TIMED = make_quiz(time_limit="10m", grace="1m", numbers=False)
LATE = NOW + 3 * DAY
NEXT_RUN = timedelta(hours=2)
"""Long enough for the claim of a run that died to be free again."""


class KeptGrades(GradeBook):
    """A grade book that stores in a table of the same database, as a platform does, and can be made to fail."""

    told: ClassVar[list[tuple[str, str, float | None]]] = []
    fails_for: ClassVar[set[str]] = set()

    def publish(self, user_id: str, origin: str, attempt: Attempt | None) -> None:
        ratio = None if attempt is None or attempt.result is None else float(attempt.result.ratio)
        # Undone with the transaction: what was told and not confirmed was not told.
        user = User.objects.get(pk=user_id)
        user.last_name = f"{user.last_name} {ratio}".strip()
        user.save()
        if user.username in self.fails_for:
            raise ConnectionError("the course content can't be read")
        self.told.append((user.username, origin, ratio))


@pytest.fixture(autouse=True)
def told() -> Iterator[list[tuple[str, str, float | None]]]:
    """What the grade book was told, in order."""
    KeptGrades.told, KeptGrades.fails_for = [], set()
    with override_settings(EMPOWER_GRADE_BOOK=f"{__name__}.KeptGrades"):
        yield KeptGrades.told


def fill(user: User, document: QuizDocument = TIMED, *, now: datetime = NOW, right: bool = True) -> Attempt:
    """Begin and answer everything, and leave it open."""
    attempt = start(user, document, now=now)
    for item in attempt.form.items:
        response = (right_answer if right else wrong_answer)(document, item)
        answer(user, attempt, item.position, response, key=f"k{item.position}", now=now)
    return attempt


def take(user: User, *, wrong: set[int], document: QuizDocument | None = None) -> Attempt:
    """Take a quiz of four questions and answer those at some positions wrongly. Three right ones pass."""
    document = document or make_quiz()
    attempt = start(user, document)
    for item in attempt.form.items:
        response = (wrong_answer if item.position in wrong else right_answer)(document, item)
        answer(user, attempt, item.position, response, key=f"k{item.position}")
    return hand_in(user, attempt)


def publish(*, now: datetime = LATE) -> Step:
    return run_sweep(Sweep.GRADES, now=now)


def void(staff: User, question: str, remedy: Remedy, *, withdraw: bool = False, now: datetime = LATE) -> None:
    api.apply_voiding(uid(staff), question, remedy, reason="Two keys", withdraw=withdraw, now=now)


def reset(staff: User, user: User, attempt: Attempt) -> None:
    holder = models.Holder.objects.get(user=user)
    with records.transaction():
        done = api.reset_attempt(uid(staff), str(holder.key), attempt.id, reason="Power cut", now=LATE)
    assert isinstance(done, Attempt)


# What is told


def test_a_try_that_nobody_came_back_for_is_told_once(ada, told):
    fill(ada)
    run_sweep(Sweep.CLOSE, now=LATE)
    assert told == []
    assert publish().done == 1
    assert told == [("ada", "block-1", 1.0)]
    run_sweep(Sweep.CLOSE, now=LATE)
    assert publish().done == 0
    assert publish(now=LATE + NEXT_RUN).done == 0
    assert len(told) == 1


def test_what_learners_hand_in_is_told_by_their_block_and_by_no_sweep(ada, told):
    take_quiz(ada, TIMED)
    fill(bob := make_user("bob"))
    hand_in(bob, records.standing(uid(bob), TIMED, now=LATE).latest, now=LATE)
    run_sweep(Sweep.CLOSE, now=LATE)
    publish()
    assert told == []
    assert not models.Delivery.objects.exists()


def test_a_try_that_is_closed_because_the_next_one_begins_is_told(ada, told):
    fill(ada, right=False)
    with records.transaction():
        records.start(uid(ada), TIMED, origin="block-1", now=LATE)
    publish()
    assert told == [("ada", "block-1", 0.0)]


@pytest.mark.parametrize(("remedy", "ratio"), [(Remedy.CREDIT, 0.75), (Remedy.DROP, 0.666667), (Remedy.RETEST, None)])
def test_a_voided_question_is_told_to_whoever_has_another_result(remedy, ratio, ada, staff, told):
    attempt = take(ada, wrong={1, 4})
    void(staff, attempt.form.item(4).question, remedy)
    assert publish().done == 1
    assert [(name, origin, told_ratio and round(told_ratio, 6)) for name, origin, told_ratio in told] == [
        ("ada", "block-1", ratio)
    ]
    assert models.Attempt.objects.get().state == ("voided" if ratio is None else "handed-in")


def test_whose_result_stays_the_same_is_left_alone(ada, staff, told):
    attempt = take(ada, wrong={1})
    void(staff, attempt.form.item(4).question, Remedy.CREDIT)
    assert publish().done == 0


def test_two_voided_questions_are_told_as_one_grade_and_the_newest(ada, staff, told):
    quiz = make_quiz()
    failed = take_quiz(ada, quiz, right=False)
    for position in (3, 4):
        void(staff, failed.form.item(position).question, Remedy.CREDIT)
    assert models.Delivery.objects.count() == 2
    assert publish().done == 1
    assert told == [("ada", "block-1", 0.5)]


def test_a_question_voided_after_the_grade_was_told_is_told_again_on_the_same_day(ada, staff, told):
    quiz = make_quiz()
    failed = take_quiz(ada, quiz, right=False)
    for position in (3, 4):
        void(staff, failed.form.item(position).question, Remedy.CREDIT)
        publish()
    assert [ratio for _name, _origin, ratio in told] == [0.25, 0.5]


@pytest.mark.parametrize(("withdraw", "expected"), [(False, []), (True, [("ada", "block-1", None)])])
def test_who_keeps_a_pass_keeps_the_grade(withdraw, expected, ada, staff, told):
    attempt = take(ada, wrong={1})
    assert attempt.result is not None
    assert attempt.result.passed
    void(staff, attempt.form.item(4).question, Remedy.RETEST, withdraw=withdraw)
    publish()
    assert told == expected


def test_a_reset_try_gives_way_to_the_one_before(ada, staff, told):
    quiz = make_quiz()
    first = take_quiz(ada, quiz, right=False)
    second = take_quiz(ada, quiz, right=False, now=NOW + 2 * DAY)
    assert second.number == 2
    reset(staff, ada, second)
    publish()
    assert told == [("ada", "block-1", 0.0)]
    reset(staff, ada, first)
    publish()
    assert told[1:] == [("ada", "block-1", None)]


def test_an_older_result_never_takes_the_place_of_a_newer_one(ada, staff, told):
    quiz = make_quiz()
    first = take_quiz(ada, quiz, right=False)
    take_quiz(ada, quiz, now=NOW + 2 * DAY)
    void(staff, first.form.item(4).question, Remedy.CREDIT)
    publish()
    assert told == [("ada", "block-1", 1.0)]


def test_a_try_in_another_place_is_another_grade(ada, staff, told):
    quiz = make_quiz()
    first = take_quiz(ada, quiz, right=False)
    second = take_quiz(ada, quiz, now=NOW + 2 * DAY)
    models.Attempt.objects.filter(id=second.id).update(origin="block-of-next-year")
    void(staff, first.form.item(4).question, Remedy.CREDIT)
    publish()
    assert told == [("ada", "block-1", 0.25)]


def test_deleting_the_learners_state_leaves_the_grade_to_the_platform(ada, told):
    """The platform deletes the score itself, and an earlier try must not bring it back."""
    take_quiz(ada, make_quiz(), right=False)
    with records.transaction():
        records.reset(uid(ada), "scope.certification", by="", reason="Asked for", now=LATE)
    publish()
    assert told == []


# When something goes wrong


def test_a_failure_undoes_its_grade_keeps_nobody_else_waiting_and_is_tried_again(ada, told, caplog):
    for user in (ada, bob := make_user("bob")):
        fill(user)
    run_sweep(Sweep.CLOSE, now=LATE)
    KeptGrades.fails_for = {"ada"}
    step = publish()
    assert (step.done, step.failed) == (1, 1)
    assert [one[0] for one in told] == ["bob"]
    ada.refresh_from_db()
    bob.refresh_from_db()
    assert (ada.last_name, bob.last_name) == ("Learner", "1.0")
    assert "ada" not in caplog.messages[0].lower()
    KeptGrades.fails_for = set()
    assert publish(now=LATE + MINUTE).done == 0, "whoever claimed it may still be at work"
    assert run_sweep(Sweep.GRADES, now=LATE + MINUTE, preview=True).done == 0
    assert publish(now=LATE + NEXT_RUN).done == 1
    assert told[1:] == [("ada", "block-1", 1.0)]


def test_a_grade_book_that_is_down_stops_the_run_and_the_next_one_goes_on_with_others(db, told):
    names = [f"p{number}" for number in range(8)]
    for name in names:
        fill(make_user(name))
    run_sweep(Sweep.CLOSE, now=LATE)
    KeptGrades.fails_for = set(names)
    assert publish().failed == 3
    KeptGrades.fails_for = set()
    assert publish(now=LATE + MINUTE).done == 5
    assert publish(now=LATE + NEXT_RUN).done == 3
    assert sorted(one[0] for one in told) == names


def test_voiding_that_died_half_way_leaves_a_note_for_everybody_whom_it_reached(db, staff, told):
    quiz = make_quiz()
    taken = [take_quiz(make_user(f"p{number}"), quiz, right=False) for number in range(12)]
    # Of twelve forms with four of twelve questions, one question is on four at least.
    asked = Counter(item.question for attempt in taken for item in attempt.form.items)
    question, count = asked.most_common(1)[0]

    class Death(BaseException):
        pass

    seen: list[object] = []

    def die(execute, sql, params, many, context):
        if "superseded" in sql and sql.startswith("INSERT"):
            seen.append(sql)
            if len(seen) == 2:
                raise Death
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(Death):
        void(staff, question, Remedy.CREDIT)
    assert publish().done == 1
    void(staff, question, Remedy.CREDIT)
    assert publish().done == count - 1
    assert [ratio for _name, _origin, ratio in told] == [0.25] * count
    assert len({name for name, _origin, _ratio in told}) == count


def test_chunks_take_up_where_the_one_before_ended(db, told):
    for number in range(5):
        fill(make_user(f"p{number}"))
    run_sweep(Sweep.CLOSE, now=LATE)
    step, steps = publish_grades(now=LATE, limit=2), 1
    while step.next:
        step, steps = publish_grades(now=LATE, limit=2, after=step.next), steps + 1
    assert (len(told), steps) == (5, 3)


def test_who_has_left_meanwhile_has_no_grade_and_is_no_failure(ada, told):
    fill(ada)
    run_sweep(Sweep.CLOSE, now=LATE)
    models.Holder.objects.update(user=None)
    assert publish().failed == 0
    assert told == []
    assert models.Delivery.objects.get().sent_at is not None


def test_without_a_grade_book_word_is_kept_for_the_day_on_which_there_is_one(ada, told):
    fill(ada)
    with override_settings(EMPOWER_GRADE_BOOK=""):
        run_sweep(Sweep.CLOSE, now=LATE)
        assert publish().done == 0
    assert publish().done == 1


def test_a_preview_counts_and_changes_nothing(ada, told):
    fill(ada)
    fill(make_user("bob"))
    assert run_sweep(Sweep.CLOSE, now=LATE, preview=True).done == 2
    assert models.Attempt.objects.filter(state="open").count() == 2
    run_sweep(Sweep.CLOSE, now=LATE)
    assert run_sweep(Sweep.GRADES, now=LATE, preview=True).done == 2
    assert told == []


# Around it


def test_word_goes_out_once_for_many_and_never_before_it_is_stored(db, staff, django_capture_on_commit_callbacks):
    calls: list[int] = []

    def listen(**_: object) -> None:
        calls.append(models.Delivery.objects.count())

    api.grades_waiting.connect(listen)
    try:
        for name in ("a", "b", "c"):
            fill(make_user(name))
        with django_capture_on_commit_callbacks(execute=True):
            run_step(Sweep.CLOSE, now=LATE)
        assert calls == [3]
        with django_capture_on_commit_callbacks(execute=True):
            run_step(Sweep.CLOSE, now=LATE)
        assert calls == [3], "nothing to publish, nobody to wake"
    finally:
        api.grades_waiting.disconnect(listen)


def test_a_listener_that_fails_takes_nothing_back(ada, django_capture_on_commit_callbacks):
    def fail(**_: object) -> None:
        raise ConnectionError("no queue")

    api.grades_waiting.connect(fail)
    try:
        fill(ada)
        with django_capture_on_commit_callbacks(execute=True):
            assert run_step(Sweep.CLOSE, now=LATE).done == 1
    finally:
        api.grades_waiting.disconnect(fail)
    assert publish().done == 1


def test_a_note_for_the_grade_book_is_no_letter_to_the_person(ada):
    fill(ada)
    run_sweep(Sweep.CLOSE, now=LATE)
    exported = export_person("ada")
    assert exported is not None
    assert exported["letters"] == []


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_every_grade_once(told):
    names = [f"p{number}" for number in range(6)]
    for name in names:
        fill(make_user(name))
    run_sweep(Sweep.CLOSE, now=LATE)
    barrier = Barrier(2)

    def run(_: int) -> int:
        barrier.wait()
        try:
            return publish().done
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, range(2)))
    assert sum(done) == 6
    assert sorted(one[0] for one in told) == names
