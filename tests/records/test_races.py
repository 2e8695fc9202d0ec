"""Races: two tabs, double clicks and retries at the same moment, on connections of their own."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, close_old_connections, connection

from empower_lms.assessment.attempts import Attempt, Refusal
from empower_lms.assessment.responses import CaseResponse, ChoiceResponse, ResponseProblem
from empower_lms.assessment.scoring import Remedy
from empower_lms.domain.quiz import RetakeRule
from empower_lms.records import api, models
from empower_lms.records.api import records, verify_ledger
from tests.records.cases import (
    INSIDE,
    NOW,
    answer,
    assign,
    certify,
    countersign,
    hand_in,
    make_quiz,
    make_user,
    publish,
    raw,
    right_answer,
    sign,
    start,
    uid,
    wrong_answer,
)
from tests.stories import make_case_quiz, make_story

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T]:
    """Run acts in threads that begin together; an exception in one of them fails the test."""
    gate = threading.Barrier(len(acts))
    results: list[T] = []
    errors: list[BaseException] = []

    def run(act: Callable[[], T]) -> None:
        try:
            gate.wait(10)
            results.append(act())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    if errors:
        raise errors[0]
    assert len(results) == len(acts)
    return results


def test_two_tabs_start_one_attempt() -> None:
    ada = make_user("ada")
    document = make_quiz()
    attempts = at_once(*[lambda: start(ada, document)] * 6)
    assert len({attempt.id for attempt in attempts}) == 1
    assert models.Attempt.objects.count() == 1
    assert models.Holder.objects.count() == 1


def test_many_people_start_the_same_quiz_at_once() -> None:
    people = [make_user(f"person{number}") for number in range(6)]
    document = make_quiz(stem="Fresh for everybody")
    at_once(*[lambda person=person: start(person, document) for person in people])
    assert models.Attempt.objects.count() == 6
    assert models.QuizVersion.objects.count() == 1


def test_a_double_hand_in_certifies_once() -> None:
    ada = make_user("ada")
    document = make_quiz()
    attempt = start(ada, document)
    for item in attempt.form.items:
        answer(ada, attempt, item.position, right_answer(document, item), key=f"k{item.position}")
    judged = at_once(*[lambda: hand_in(ada, attempt)] * 6)
    assert len({one.model_dump_json() for one in judged}) == 1
    assert models.Certificate.objects.count() == 1
    assert models.LedgerEntry.objects.count() == 1
    assert verify_ledger().findings == ()


def test_the_same_answer_from_many_tabs_is_stored_once() -> None:
    ada = make_user("ada")
    attempt = start(ada, make_quiz(numbers=False))
    response = ChoiceResponse(options=("b",))
    at_once(*[lambda: answer(ada, attempt, 1, response, key="same")] * 6)
    assert models.AnswerEvent.objects.count() == 1


def test_no_answer_is_lost_when_many_come_at_once() -> None:
    ada = make_user("ada")
    document = make_quiz(numbers=False)
    attempt = start(ada, document)
    acts = [
        lambda position=position, letter=letter: answer(
            ada, attempt, position, ChoiceResponse(options=(letter,)), key=f"{position}{letter}"
        )
        for position in (1, 2, 3, 4)
        for letter in "ab"
    ]
    at_once(*acts)
    assert models.AnswerEvent.objects.count() == 8
    latest = records.standing(uid(ada), document, now=NOW).latest
    assert latest is not None
    assert set(latest.responses) == {1, 2, 3, 4}


def test_an_answer_and_a_hand_in_at_once_agree_on_what_counted() -> None:
    ada = make_user("ada")
    document = make_quiz(numbers=False)
    attempt = start(ada, document)
    sent = raw(attempt, 1, ChoiceResponse(options=("a",)))

    def late_answer() -> object:
        with records.transaction():
            return records.save_answer(uid(ada), attempt.id, 1, sent, key="k", language="en", now=NOW)

    saved, judged = None, None
    for result in at_once(late_answer, lambda: hand_in(ada, attempt)):
        if isinstance(result, Attempt) and not result.is_open:
            judged = result
        else:
            saved = result
    assert judged is not None
    assert isinstance(saved, Attempt) == (1 in judged.responses)


def certified(name: str) -> tuple[User, User, models.Holder]:
    publish()
    ada, sam = make_user(name), make_user(f"{name}-sponsor")
    certify(ada)
    return ada, sam, assign(sam, ada)


def test_two_sponsors_who_sign_at_once_make_one_grant() -> None:
    ada, sam, holder = certified("ada")
    other = make_user("other")
    assign(other, ada)
    at_once(*[lambda who=who: sign(who, holder) for who in (sam, other, sam, other)])
    assert models.Grant.objects.count() == 1
    countersign(ada)
    assert verify_ledger().findings == ()


def test_events_that_come_at_once_form_one_chain() -> None:
    _, sam, holder = certified("ada")

    def pass_another(course: str) -> object:
        person = holder.user
        assert isinstance(person, User)
        certify(person, course)
        return None

    at_once(
        *[lambda course=course: pass_another(course) for course in ("tools", "team", "silo")],
        lambda: sign(sam, holder),
    )
    assert list(models.LedgerEntry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 7))
    assert verify_ledger().findings == ()


TIMED = make_quiz(numbers=False, time_limit="10m", grace="1m")
TOO_LATE = NOW + timedelta(minutes=12)


def answered(user: User) -> Attempt:
    attempt = start(user, TIMED)
    for item in attempt.form.items:
        answer(user, attempt, item.position, right_answer(TIMED, item), key=f"k{item.position}")
    return attempt


def test_tabs_and_sweeps_that_find_the_time_up_at_once_close_the_attempt_once() -> None:
    ada = make_user("ada")
    attempt = answered(ada)

    def late_answer() -> object:
        with records.transaction():
            sent = raw(attempt, 1, right_answer(TIMED, attempt.form.item(1)))
            return records.save_answer(uid(ada), attempt.id, 1, sent, key="late", language="en", now=TOO_LATE)

    def late_start() -> object:
        with records.transaction():
            return records.start(uid(ada), TIMED, origin="", now=TOO_LATE)

    def sweep() -> object:
        return api.close_overdue_attempts(now=TOO_LATE)

    outcomes = at_once(late_answer, late_answer, lambda: hand_in(ada, attempt, now=TOO_LATE), late_start, sweep, sweep)
    assert sum(len(one) for one in outcomes if isinstance(one, tuple)) <= 1
    assert [one for one in outcomes if isinstance(one, Refusal)].count(Refusal.TIME_IS_UP) == 2
    assert models.Attempt.objects.get().state == "timed-out"
    assert models.Certificate.objects.count() == 1
    assert models.LedgerEntry.objects.count() == 1
    assert verify_ledger().findings == ()


def test_a_reset_and_a_hand_in_at_once_agree_on_what_happened() -> None:
    ada, staff = make_user("ada"), make_user("staff", is_staff=True)
    attempt = answered(ada)

    def reset() -> object:
        with records.transaction():
            return records.reset(uid(ada), TIMED.quiz.id, by=uid(staff), reason="x", now=NOW)

    def finish() -> object:
        with records.transaction():
            return records.hand_in(uid(ada), attempt.id, now=NOW)

    outcomes = set(map(_name_outcome, at_once(reset, finish)))
    assert outcomes in ({"voided", Refusal.VOIDED}, {"handed-in", Refusal.CERTIFIED})
    assert models.Certificate.objects.count() == ("handed-in" in outcomes)
    assert verify_ledger().findings == ()


def _name_outcome(outcome: object) -> object:
    return outcome.state.value if isinstance(outcome, Attempt) else outcome


def test_extra_time_and_answers_at_once_lose_nothing_and_do_not_wait_for_each_other() -> None:
    ada, staff = make_user("ada"), make_user("staff", is_staff=True)
    attempt = start(ada, TIMED)
    holder = str(models.Holder.objects.get(user=ada).key)

    def give_time() -> object:
        with records.transaction():
            return api.grant_extra_time(uid(staff), holder, percent=50, reason="x", now=NOW)

    def write(position: int) -> object:
        return answer(ada, attempt, position, right_answer(TIMED, attempt.form.item(position)), key=f"{position}")

    at_once(give_time, *[lambda position=position: write(position) for position in (1, 2, 3, 4)], give_time)
    row = models.Attempt.objects.get()
    assert row.extra_time == 50
    assert row.closes_at == NOW + timedelta(minutes=16)
    assert models.AnswerEvent.objects.count() == 4


def test_extra_time_and_a_start_at_once_give_the_new_attempt_its_time() -> None:
    ada, staff = make_user("ada"), make_user("staff", is_staff=True)
    holder = str(models.Holder.objects.create(user=ada).key)

    def give_time() -> object:
        with records.transaction():
            return api.grant_extra_time(uid(staff), holder, percent=100, reason="x", now=NOW)

    at_once(give_time, lambda: start(ada, TIMED))
    assert models.Attempt.objects.get().deadline == NOW + timedelta(minutes=20)


def test_the_last_try_handed_in_twice_at_once_raises_one_obstacle() -> None:
    ada = make_user("ada")
    document = make_quiz(retake=RetakeRule(tries=1, blocks=1))
    attempt = start(ada, document)
    at_once(*[lambda: hand_in(ada, attempt)] * 4)
    assert models.Obstacle.objects.count() == 1


def test_two_people_who_void_the_same_question_at_once_void_it_once() -> None:
    ada, first, second = make_user("ada"), *(make_user(name, is_staff=True) for name in ("first", "second"))
    attempt = start(ada, TIMED)
    for item in attempt.form.items:
        response = (right_answer if item.position > 2 else wrong_answer)(TIMED, item)
        answer(ada, attempt, item.position, response, key=f"k{item.position}")
    hand_in(ada, attempt)
    question = attempt.form.item(1).question

    def void(staff: User) -> object:
        try:
            return api.apply_voiding(
                uid(staff), question, Remedy.CREDIT, reason="x", withdraw=False, now=NOW + timedelta(hours=1)
            )
        except IntegrityError:
            # The other one's scoring version was there first; asking again finds nothing left to do.
            return void(staff)

    at_once(lambda: void(first), lambda: void(second))
    assert models.ScoringVersion.objects.count() == 1
    assert models.SupersededResult.objects.count() == 1
    assert models.Certificate.objects.count() == 1
    assert verify_ledger().findings == ()


def test_one_idempotency_key_gets_one_answer_even_at_once() -> None:
    ada, _, _ = certified("ada")
    answers = at_once(*[lambda: api.decide_case(uid(ada), "ada", "FIN-1", INSIDE, now=NOW, request_key="one")] * 6)
    assert len({one.id for one in answers}) == 1
    assert models.Decision.objects.count() == 1


def test_the_same_cards_published_at_once_are_published_once() -> None:
    at_once(*[publish] * 4)
    assert models.ScopeVersion.objects.count() == 2


def decide(user: User, attempt: Attempt, path: tuple[str, ...], key: str) -> Attempt | Refusal | ResponseProblem:
    """Send the form of the last decision of a path."""
    sent = raw(attempt, 1, CaseResponse(path=path))
    with records.transaction():
        return records.save_answer(uid(user), attempt.id, 1, sent, key=key, language="en", now=NOW)


def test_the_same_decision_from_many_tabs_is_taken_once() -> None:
    ada = make_user("ada")
    document = make_case_quiz("certification", make_story())
    attempt = start(ada, document)
    at_once(*[lambda number=number: decide(ada, attempt, ("a",), f"k{number}") for number in range(6)])
    latest = records.standing(uid(ada), document, now=NOW).latest
    assert latest is not None
    assert latest.responses == {1: CaseResponse(path=("a",), complete=False)}
    assert len({*models.AnswerEvent.objects.values_list("response", flat=True)}) == 1


def test_different_decisions_at_once_leave_the_first_one() -> None:
    ada = make_user("ada")
    document = make_case_quiz("certification", make_story())
    attempt = start(ada, document)
    outcomes = at_once(
        *[
            lambda letter=letter, tab=tab: decide(ada, attempt, (letter,), f"{letter}{tab}")
            for letter in "abc"
            for tab in "12"
        ]
    )
    taken = [outcome for outcome in outcomes if isinstance(outcome, Attempt)]
    assert {outcome for outcome in outcomes if not isinstance(outcome, Attempt)} == {ResponseProblem.DECIDED_ALREADY}
    paths = {outcome.responses[1].path for outcome in taken}
    assert len(taken) == 2
    assert len(paths) == 1
    latest = records.standing(uid(ada), document, now=NOW).latest
    assert latest is not None
    assert latest.responses[1].path == paths.pop()


def test_a_race_through_a_whole_case_never_skips_or_turns_back() -> None:
    ada = make_user("ada")
    story = make_story()
    document = make_case_quiz("certification", story)
    attempt = start(ada, document)
    path: tuple[str, ...] = ()
    while (step := story.walk(path)[1]) is not None:
        ways = [(*path, choice.id) for choice in step.choices[:2]]
        at_once(*[lambda way=way: decide(ada, attempt, way, "-".join(way)) for way in ways * 2])
        latest = records.standing(uid(ada), document, now=NOW).latest
        assert latest is not None
        assert latest.responses[1].path in ways
        path = latest.responses[1].path
    assert latest.responses[1].complete
