"""Withdrawals: sponsors hear once, from whoever rests on the course, and nothing else changes."""

import pytest
from django.contrib.auth.models import User
from django.core import mail

from empower_lms.records import api, models
from empower_lms.records.api import OutsideTransaction, Sweep, run_sweep
from tests.records.cases import DAY, NOW, assign, certify, give_scope, make_user, publish, uid


def note(user: User, course: str = "scope") -> int:
    with api.records.transaction():
        return api.note_withdrawal(uid(user), course, now=NOW)


def letters() -> list[str]:
    before = len(mail.outbox)
    run_sweep(Sweep.REMIND, now=NOW)
    return [f"{one.to[0]}: {one.body}" for one in mail.outbox[before:]]


def test_every_sponsor_hears_once(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    assign(make_user("eva"), ada)
    assert note(ada) == 2
    assert note(ada) == 2
    told = letters()
    assert sorted(one.split(":")[0] for one in told) == ["eva@example.org", "sam@example.org"]
    assert all("withdrew Ada Learner's course certificate for Decision scope" in one for one in told)
    assert letters() == []
    status = api.read_outlook(uid(ada), now=NOW).status_of("FIN-1")
    assert status is not None
    assert status.state.may_decide
    assert models.Certificate.objects.count() == 2


@pytest.mark.parametrize("course", ["tools", "nonsense"])
def test_a_course_that_no_right_rests_on_is_no_news(ada: User, sam: User, course: str) -> None:
    publish()
    give_scope(sam, ada)
    assert note(ada, course) == 0


def test_somebody_without_a_right_or_without_a_history_is_no_news(ada: User, sam: User) -> None:
    publish()
    certify(ada)
    assign(sam, ada)
    assert note(ada) == 0
    assert note(make_user("new")) == 0


def test_about_somebody_who_has_left_there_is_nobody_to_talk_to(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    note(ada)
    with api.records.transaction():
        api.release_holder(uid(ada), now=NOW + DAY)
    assert letters() == []


def test_writing_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(OutsideTransaction):
        api.note_withdrawal("1", "scope", now=NOW)
