"""Somebody leaves: their history stays, and belongs to nobody who could be named."""

import pytest
from django.contrib.auth.models import User

from empower_lms.certification.status import ScopeState
from empower_lms.records import api, models
from empower_lms.records.api import OutsideTransaction, records
from tests.records.cases import NOW, assign, give_scope, make_user, publish, uid


def release(user: User) -> None:
    with records.transaction():
        api.release_holder(uid(user))


def test_the_history_of_a_retired_person_stays_and_names_nobody(ada: User, sam: User) -> None:
    publish()
    holder = give_scope(sam, ada)
    before = models.LedgerEntry.objects.filter(holder=holder).count()
    release(ada)
    holder.refresh_from_db()
    assert holder.user is None
    assert models.LedgerEntry.objects.filter(holder=holder).count() == before > 0
    assert models.Certificate.objects.filter(holder=holder).count() == 2
    assert not api.verify_ledger().findings


def test_the_account_holds_nothing_any_more(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    release(ada)
    status = api.read_outlook(uid(ada), now=NOW).status_of("FIN-1")
    assert status is not None
    assert status.state is ScopeState.NOT_READY


def test_a_retired_sponsor_signs_for_nobody_and_what_they_signed_stays(ada: User, sam: User) -> None:
    publish()
    holder = give_scope(sam, ada)
    release(sam)
    assert not api.is_sponsor(sam)
    assert models.Grant.objects.filter(holder=holder).exists()


def test_releasing_twice_or_somebody_without_a_history_changes_nothing(ada: User, sam: User) -> None:
    other = assign(sam, make_user("other"))
    release(ada)
    release(ada)
    other.refresh_from_db()
    assert other.user is not None
    assert api.is_sponsor(sam)


def test_releasing_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(OutsideTransaction):
        api.release_holder("1")
