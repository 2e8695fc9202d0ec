"""Attempts: whatever is clicked twice happens once, and a form never changes under way."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from empower_lms.assessment.attempts import AttemptState, Refusal
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import ChoiceResponse
from empower_lms.assessment.retake import AlreadyPassed, MayStart, MustWait
from empower_lms.records import models
from empower_lms.records.api import OutsideTransaction, records
from tests.records.cases import (
    DAY,
    NOW,
    answer,
    hand_in,
    make_quiz,
    make_strong_quiz,
    make_user,
    raw,
    right_answer,
    start,
    take_quiz,
    uid,
)

A, B = ChoiceResponse(options=("a",)), ChoiceResponse(options=("b",))
CHOICES = make_quiz(numbers=False)
FIRST = RawAnswer(item="scope.q1", values=("1",))


def count_statements(captured: CaptureQueriesContext) -> int:
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(marks) for query in captured)


def test_reading_creates_nobody(ada: User) -> None:
    standing = records.standing(uid(ada), make_quiz(), now=NOW)
    outlook = records.outlook(uid(ada), now=NOW)
    assert standing.latest is None
    assert standing.next == MayStart(number=1, left_in_block=2)
    assert outlook.certificates == ()
    assert not models.Holder.objects.exists()


def test_starting_twice_is_starting_once(ada: User) -> None:
    first = start(ada, make_quiz())
    assert start(ada, make_quiz(), now=NOW + DAY) == first
    assert models.Attempt.objects.count() == 1


def test_tries_are_counted_by_quiz_and_by_the_place_where_they_began(ada: User) -> None:
    quiz, long = make_quiz(), "block-v1:" + "x" * 300
    assert records.count_tries(quiz.quiz.id, origin="here") == 0
    for name, origin in (("one", "here"), ("two", "there"), ("three", "here"), ("four", long)):
        with records.transaction():
            records.start(uid(make_user(name)), quiz, origin=origin, now=NOW)
    assert records.count_tries(quiz.quiz.id, origin="here") == 2
    assert records.count_tries(quiz.quiz.id, origin=long) == 1
    assert records.count_tries("scope.other", origin="here") == 0


def test_a_saved_answer_is_read_back(ada: User) -> None:
    attempt = start(ada, CHOICES)
    answer(ada, attempt, 2, B)
    standing = records.standing(uid(ada), CHOICES, now=NOW)
    assert standing.latest is not None
    assert dict(standing.latest.responses) == {2: B}
    assert standing.latest.unanswered == (1, 3, 4)


def test_the_same_answer_sent_twice_is_stored_once(ada: User) -> None:
    attempt = start(ada, CHOICES)
    assert answer(ada, attempt, 1, A, key="x") == answer(ada, attempt, 1, A, key="x")
    assert models.AnswerEvent.objects.count() == 1


def test_a_late_retry_of_an_old_answer_changes_nothing(ada: User) -> None:
    attempt = start(ada, CHOICES)
    answer(ada, attempt, 1, A, key="first")
    answer(ada, attempt, 1, B, key="second")
    retried = answer(ada, attempt, 1, A, key="first")
    assert retried.responses[1] == B


def test_going_back_to_an_earlier_answer_is_a_new_answer(ada: User) -> None:
    attempt = start(ada, CHOICES)
    answer(ada, attempt, 1, A, key="first")
    answer(ada, attempt, 1, B, key="second")
    assert answer(ada, attempt, 1, A, key="third").responses[1] == A


@pytest.mark.parametrize("position", [0, -1, 5, 999])
def test_an_answer_to_a_question_that_is_not_on_the_form_is_refused(ada: User, position: int) -> None:
    attempt = start(ada, CHOICES)
    with records.transaction():
        saved = records.save_answer(uid(ada), attempt.id, position, raw(attempt, 1, A), key="k", language="en", now=NOW)
    assert saved is Refusal.NO_SUCH_QUESTION
    assert not models.AnswerEvent.objects.exists()


@pytest.mark.parametrize("attempt_id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_attempt_is_refused(ada: User, attempt_id: str) -> None:
    with records.transaction():
        assert records.hand_in(uid(ada), attempt_id, now=NOW) is Refusal.NO_SUCH_ATTEMPT
        saved = records.save_answer(uid(ada), attempt_id, 1, FIRST, key="k", language="en", now=NOW)
    assert saved is Refusal.NO_SUCH_ATTEMPT


def test_nobody_reaches_somebody_elses_attempt(ada: User) -> None:
    attempt = start(ada, CHOICES)
    eve = uid(make_user("eve"))
    with records.transaction():
        saved = records.save_answer(eve, attempt.id, 1, raw(attempt, 1, A), key="k", language="en", now=NOW)
        judged = records.hand_in(eve, attempt.id, now=NOW)
    assert (saved, judged) == (Refusal.NO_SUCH_ATTEMPT, Refusal.NO_SUCH_ATTEMPT)
    assert records.standing(eve, make_quiz(), now=NOW).latest is None


def test_handing_in_twice_returns_the_first_result_and_one_certificate(ada: User) -> None:
    first = take_quiz(ada, make_quiz())
    again = hand_in(ada, first, now=NOW + DAY)
    assert again == first
    assert first.result is not None
    assert first.result.passed
    assert models.Certificate.objects.count() == 1
    assert models.LedgerEntry.objects.count() == 1


def test_an_answer_after_hand_in_is_refused(ada: User) -> None:
    attempt = take_quiz(ada, CHOICES)
    with records.transaction():
        saved = records.save_answer(uid(ada), attempt.id, 1, raw(attempt, 1, B), key="late", language="en", now=NOW)
    assert saved is Refusal.ALREADY_HANDED_IN
    assert records.standing(uid(ada), make_quiz(), now=NOW).latest == attempt


def test_unanswered_questions_count_as_wrong(ada: User) -> None:
    document = make_quiz()
    attempt = start(ada, document)
    answer(ada, attempt, 1, right_answer(document, attempt.form.item(1)))
    judged = hand_in(ada, attempt)
    assert judged.result is not None
    assert (judged.result.points, judged.result.passed) == (1, False)
    assert not models.LedgerEntry.objects.exists()


def test_practice_certifies_nobody_and_has_no_limit(ada: User) -> None:
    document = make_quiz(practice=True)
    for number in range(1, 5):
        attempt = take_quiz(ada, document)
        assert (attempt.number, attempt.state) == (number, AttemptState.HANDED_IN)
    assert not models.LedgerEntry.objects.exists()


def test_a_second_try_waits_and_repeats_no_question(ada: User) -> None:
    document = make_quiz()
    first = take_quiz(ada, document, right=False)
    with records.transaction():
        too_early = records.start(uid(ada), document, origin="", now=NOW)
    assert too_early is Refusal.NOT_ALLOWED_YET
    assert isinstance(records.standing(uid(ada), document, now=NOW).next, MustWait)
    second = start(ada, document, now=NOW + DAY)
    asked = [{item.question for item in attempt.form.items} for attempt in (first, second)]
    assert second.number == 2
    assert asked[0].isdisjoint(asked[1])


def test_an_edited_quiz_leaves_the_running_attempt_as_it_was(ada: User) -> None:
    old, new = make_quiz(), make_quiz(stem="Another wording")
    attempt = start(ada, old)
    resumed = start(ada, new)
    assert resumed == attempt
    assert records.document_of(resumed) == old
    for item in attempt.form.items:
        answer(ada, attempt, item.position, right_answer(old, item), key=f"k{item.position}")
    judged = hand_in(ada, attempt)
    assert judged.result is not None
    assert judged.result.passed
    assert models.LedgerEntry.objects.get().payload.count(old.digest) == 1


def test_a_pass_closes_the_quiz_until_its_certificate_is_due(ada: User) -> None:
    document = make_quiz()
    take_quiz(ada, document)
    expires_at = models.Certificate.objects.get().expires_at
    early, due = expires_at - 61 * DAY, expires_at - 60 * DAY
    assert isinstance(records.standing(uid(ada), document, now=early).next, AlreadyPassed)
    assert records.standing(uid(ada), document, now=due).next == MayStart(number=1, left_in_block=2)


def test_a_renewal_opens_a_cycle_beside_the_old_one(ada: User) -> None:
    document = make_quiz()
    first = take_quiz(ada, document)
    due = models.Certificate.objects.get().expires_at
    renewed = take_quiz(ada, document, now=due)
    assert renewed.number == 1
    assert {item.question for item in first.form.items}.isdisjoint(item.question for item in renewed.form.items)
    assert list(models.Attempt.objects.order_by("cycle").values_list("cycle", "number")) == [(1, 1), (2, 1)]
    assert models.Certificate.objects.count() == 2
    assert isinstance(records.standing(uid(ada), document, now=due).next, AlreadyPassed)


def test_a_failed_renewal_follows_the_retake_rule(ada: User) -> None:
    document = make_quiz()
    take_quiz(ada, document)
    due = models.Certificate.objects.get().expires_at
    take_quiz(ada, document, right=False, now=due)
    assert isinstance(records.standing(uid(ada), document, now=due).next, MustWait)


def test_writers_refuse_to_run_outside_a_transaction(transactional_db: None) -> None:
    ada = make_user("ada")
    with pytest.raises(OutsideTransaction):
        records.start(uid(ada), make_quiz(), origin="", now=NOW)
    with pytest.raises(OutsideTransaction):
        records.save_answer(uid(ada), "x", 1, FIRST, key="k", language="en", now=NOW)
    with pytest.raises(OutsideTransaction):
        records.hand_in(uid(ada), "x", now=NOW)
    assert not models.Holder.objects.exists()


def test_a_failure_after_hand_in_undoes_all_of_it(ada: User) -> None:
    document = make_quiz()
    attempt = start(ada, document)
    for item in attempt.form.items:
        answer(ada, attempt, item.position, right_answer(document, item), key=f"k{item.position}")

    def hand_in_while_the_grade_book_is_down() -> None:
        with records.transaction():
            records.hand_in(uid(ada), attempt.id, now=NOW)
            raise RuntimeError("the grade book is down")

    with pytest.raises(RuntimeError):
        hand_in_while_the_grade_book_is_down()
    standing = records.standing(uid(ada), document, now=NOW)
    assert standing.latest is not None
    assert standing.latest.is_open
    assert not models.Certificate.objects.exists()
    assert models.Holder.objects.get().ledger_length == 0


def test_the_database_itself_refuses_a_second_open_attempt(ada: User) -> None:
    start(ada, make_quiz())
    row = models.Attempt.objects.get()
    row.id, row.number = models.uuid.uuid4(), 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.open_marker = None
    row.save(force_insert=True)
    row.id, row.number = models.uuid.uuid4(), 3
    row.save(force_insert=True)


def test_the_database_itself_refuses_a_number_twice(ada: User) -> None:
    take_quiz(ada, make_quiz(), right=False)
    row = models.Attempt.objects.get()
    row.id = models.uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_written_once_can_not_be_changed(ada: User) -> None:
    take_quiz(ada, make_quiz())
    for model in (models.AnswerEvent, models.LedgerEntry, models.QuizVersion):
        row = model.objects.first()
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_statements_per_request_stay_in_their_budget(ada: User) -> None:
    document = CHOICES
    attempt = start(ada, document)
    with CaptureQueriesContext(connection) as saving:
        answer(ada, attempt, 1, A)
    with CaptureQueriesContext(connection) as reading:
        records.standing(uid(ada), document, now=NOW)
    hand_in(ada, attempt)
    with CaptureQueriesContext(connection) as after:
        records.standing(uid(ada), document, now=NOW)
    assert count_statements(saving) <= 3
    assert count_statements(reading) <= 3
    # After a failure: whether somebody helped meanwhile.
    assert count_statements(after) <= 4


def test_who_passed_a_quiz_that_was_too_weak_may_take_its_stronger_version_at_once(ada: User) -> None:
    weak, strong = make_quiz(), make_strong_quiz()
    take_quiz(ada, weak)
    assert isinstance(records.standing(uid(ada), weak, now=NOW + DAY).next, AlreadyPassed)
    assert isinstance(records.standing(uid(ada), make_quiz(stem="As weak"), now=NOW + DAY).next, AlreadyPassed)
    assert isinstance(records.standing(uid(ada), strong, now=NOW + DAY).next, MayStart)
    take_quiz(ada, strong, now=NOW + DAY)
    assert isinstance(records.standing(uid(ada), strong, now=NOW + 2 * DAY).next, AlreadyPassed)
    # A weaker version later takes nothing away and opens nothing.
    assert isinstance(records.standing(uid(ada), weak, now=NOW + 2 * DAY).next, AlreadyPassed)
