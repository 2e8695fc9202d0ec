"""Isolation: a platform opens a request's transaction before we do, and some set another level than Django's."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from empower_lms.records import checks, models
from empower_lms.records.api import records, verify_ledger
from tests.records.cases import (
    NOW,
    answer,
    assign,
    certify,
    countersign,
    hand_in,
    make_quiz,
    make_user,
    publish,
    right_answer,
    sign,
    start,
    uid,
)

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Run acts at the same time, each in a transaction that has read before, as under ATOMIC_REQUESTS.

    Returns what the database refused; any other exception fails the test.
    """
    gate = threading.Barrier(len(acts))
    errors: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                list(User.objects.all())
                gate.wait(20)
                act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for error in errors:
        if not isinstance(error, DatabaseError):
            raise error
    return errors


@pytest.fixture
def is_recommended() -> bool:
    """Say whether this run uses the isolation level that the system check asks for; SQLite has its own test below."""
    if connection.vendor == "sqlite":
        pytest.skip("a writer on SQLite waits at BEGIN, so no two transactions can read first")
    return not [found for found in checks.check_isolation(None, ["default"]) if found.id.endswith("W002")]


def test_starts_at_once_make_one_attempt(is_recommended: bool) -> None:
    ada, document = make_user("ada"), make_quiz()
    refused = at_once(*[lambda: start(ada, document)] * THREADS)
    assert not (is_recommended and refused)
    assert (models.Holder.objects.count(), models.Attempt.objects.count()) == (1, 1)


def test_hand_ins_at_once_certify_once(is_recommended: bool) -> None:
    ada, document = make_user("ada"), make_quiz()
    attempt = start(ada, document)
    for item in attempt.form.items:
        answer(ada, attempt, item.position, right_answer(document, item), key=f"k{item.position}")
    refused = at_once(*[lambda: hand_in(ada, attempt)] * THREADS)
    assert not (is_recommended and refused)
    assert (models.Certificate.objects.count(), models.LedgerEntry.objects.count()) == (1, 1)
    assert verify_ledger().findings == ()


def test_every_answer_that_was_taken_counts_at_the_end(is_recommended: bool) -> None:
    ada, document = make_user("ada"), make_quiz()
    attempt = start(ada, document)
    acts = [
        lambda item=item: answer(ada, attempt, item.position, right_answer(document, item), key=f"k{item.position}")
        for item in attempt.form.items
    ]
    refused = at_once(*acts)
    assert not (is_recommended and refused)
    judged = hand_in(ada, attempt)
    assert len(judged.responses) == len(acts) - len(refused)
    assert verify_ledger().findings == ()


def test_signatures_at_once_make_one_grant(is_recommended: bool) -> None:
    publish()
    ada, sam = make_user("ada"), make_user("sam")
    certify(ada)
    holder = assign(sam, ada)
    refused = at_once(*[lambda: sign(sam, holder)] * THREADS)
    assert not (is_recommended and refused)
    if is_recommended:
        assert models.Grant.objects.count() == 1
        countersign(ada)
    assert verify_ledger().findings == ()


def test_people_who_start_a_new_quiz_at_once_keep_one_version_of_it(is_recommended: bool) -> None:
    people = [make_user(f"person{number}") for number in range(THREADS)]
    document = make_quiz(stem="Fresh for everybody")
    refused = at_once(*[lambda person=person: start(person, document) for person in people])
    assert not (is_recommended and refused)
    assert models.QuizVersion.objects.count() == 1
    assert models.Attempt.objects.count() == THREADS - len(refused)
    assert all(records.standing(uid(person), document, now=NOW) for person in people)
