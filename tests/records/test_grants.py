"""Grants: signed by the person's own sponsor, counter-signed by the holder, stopped by a name with a reason."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from empower_lms.certification.commands import CommandRefused
from empower_lms.certification.events import GrantCountersigned, GrantSigned
from empower_lms.certification.status import ScopeState
from empower_lms.records import api, models
from empower_lms.records.api import GrantRefused, OutsideTransaction, SponsorRefused, records
from tests.certification.cards import STOP, make_scope
from tests.records.cases import (
    DAY,
    NOW,
    assign,
    certify,
    countersign,
    give_scope,
    make_user,
    publish,
    sign,
    uid,
)

CARD = make_scope()


def state_of(user: User, scope: str = "FIN-1") -> ScopeState:
    status = api.read_outlook(uid(user), now=NOW).status_of(scope)
    assert status is not None
    return status.state


@pytest.fixture(autouse=True)
def cards(db: None) -> None:
    publish()


def test_the_way_to_a_scope_takes_every_step(ada: User, sam: User) -> None:
    assert state_of(ada) is ScopeState.NOT_READY
    certify(ada, "scope")
    assert state_of(ada) is ScopeState.NOT_READY
    certify(ada, "trust")
    assert state_of(ada) is ScopeState.READY
    holder = assign(sam, ada)
    signed = sign(sam, holder)
    assert isinstance(signed, GrantSigned)
    assert (signed.statement, signed.scope_digest, len(signed.certificates)) == ("I back you.", CARD.digest, 2)
    assert state_of(ada) is ScopeState.SIGNED
    accepted = countersign(ada)
    assert isinstance(accepted, GrantCountersigned)
    assert state_of(ada) is ScopeState.ON_PROBATION
    with records.transaction():
        api.confirm_grant(uid(sam), str(holder.key), "FIN-1", now=NOW)
    assert state_of(ada) is ScopeState.ACTIVE


def test_the_free_right_is_everybodys_and_nobody_signs_it(ada: User, sam: User) -> None:
    assert state_of(ada, "STP-0") is ScopeState.FREE
    assert sign(sam, assign(sam, ada), STOP) is CommandRefused.NOT_GATED


def test_nobody_signs_before_every_certificate_is_there(ada: User, sam: User) -> None:
    certify(ada, "scope")
    assert sign(sam, assign(sam, ada)) is CommandRefused.NOT_READY


def test_only_the_persons_sponsor_signs(ada: User, sam: User, staff: User) -> None:
    certify(ada)
    holder = assign(sam, ada)
    root = make_user("root", is_staff=True, is_superuser=True)
    for somebody in (root, staff, ada, make_user("eve")):
        assert sign(somebody, holder) is GrantRefused.NOT_YOUR_PERSON
    with records.transaction():
        for key in ("", "x", "00000000-0000-0000-0000-000000000000"):
            outcome = api.sign_grant(uid(sam), key, "FIN-1", statement="x", card=CARD.digest, now=NOW)
            assert outcome is GrantRefused.NOT_YOUR_PERSON


def test_a_removed_sponsor_signs_no_more_and_their_signature_stays(ada: User, sam: User, staff: User) -> None:
    holder = give_scope(sam, ada)
    with records.transaction():
        assert api.remove_sponsor(uid(staff), uid(sam), uid(ada)) is None
        refused = api.suspend_grant(uid(sam), str(holder.key), "FIN-1", reason="x", now=NOW)
    assert refused is GrantRefused.NOT_YOUR_PERSON
    assert state_of(ada) is ScopeState.ON_PROBATION


def test_sponsors_are_assigned_by_staff_to_others_who_exist(ada: User, sam: User, staff: User) -> None:
    eve = make_user("eve")
    gone = make_user("gone", is_active=False)
    cases = [
        (eve, sam, ada, SponsorRefused.NOT_STAFF),
        (staff, ada, ada, SponsorRefused.OWN_SPONSOR),
        (staff, gone, ada, SponsorRefused.NO_SUCH_PERSON),
        (staff, sam, gone, SponsorRefused.NO_SUCH_PERSON),
    ]
    for who, sponsor, person, expected in cases:
        with records.transaction():
            assert api.assign_sponsor(uid(who), uid(sponsor), uid(person), now=NOW) is expected
    assert not models.Sponsorship.objects.exists()


def test_signing_twice_writes_once(ada: User, sam: User) -> None:
    certify(ada)
    holder = assign(sam, ada)
    sign(sam, holder)
    assert sign(sam, holder) is CommandRefused.ALREADY_DONE
    countersign(ada)
    assert countersign(ada) is CommandRefused.ALREADY_DONE
    assert models.LedgerEntry.objects.count() == 4


def test_a_signature_needs_its_statement_and_the_card_that_was_read(ada: User, sam: User) -> None:
    certify(ada)
    key = str(assign(sam, ada).key)
    with records.transaction():
        blank = api.sign_grant(uid(sam), key, "FIN-1", statement=" ", card=CARD.digest, now=NOW)
        other = api.sign_grant(uid(sam), key, "FIN-1", statement="x", card=make_scope(version=2).digest, now=NOW)
        nowhere = api.sign_grant(uid(sam), key, "XYZ-1", statement="x", card=CARD.digest, now=NOW)
    assert (blank, other, nowhere) == (
        GrantRefused.STATEMENT_NEEDED,
        GrantRefused.CARD_CHANGED,
        GrantRefused.NO_SUCH_SCOPE,
    )


def test_a_new_version_of_the_card_ends_a_grant_until_it_is_signed_again(ada: User, sam: User) -> None:
    holder = give_scope(sam, ada)
    narrower = make_scope(version=2, validity_months=6)
    publish(narrower)
    assert state_of(ada) is ScopeState.LAPSED
    assert isinstance(sign(sam, holder, narrower), GrantSigned)
    assert isinstance(countersign(ada, narrower), GrantCountersigned)
    assert state_of(ada) is ScopeState.ON_PROBATION


def test_suspending_needs_a_reason_and_is_lifted_by_a_person(ada: User, sam: User) -> None:
    key = str(give_scope(sam, ada).key)
    with records.transaction():
        assert api.suspend_grant(uid(sam), key, "FIN-1", reason=" ", now=NOW) is CommandRefused.REASON_NEEDED
        api.suspend_grant(uid(sam), key, "FIN-1", reason="Audit", now=NOW)
    assert state_of(ada) is ScopeState.SUSPENDED
    assert models.Grant.objects.get().suspended_at == NOW
    with records.transaction():
        api.reinstate_grant(uid(sam), key, "FIN-1", reason="Audit is over", now=NOW)
    assert state_of(ada) is ScopeState.ON_PROBATION
    assert models.Grant.objects.get().suspended_at is None


def test_a_decline_is_read_by_the_holder_and_can_be_followed_by_a_signature(ada: User, sam: User) -> None:
    certify(ada)
    holder = assign(sam, ada)
    with records.transaction():
        api.decline_grant(uid(sam), str(holder.key), "FIN-1", reason="Shadow Kim first.", now=NOW)
    status = api.read_outlook(uid(ada), now=NOW).status_of("FIN-1")
    assert status is not None
    assert status.declined is not None
    assert status.declined.reason == "Shadow Kim first."
    assert isinstance(sign(sam, holder), GrantSigned)


def test_sponsors_see_states_of_their_people_only(ada: User, sam: User) -> None:
    holder = give_scope(sam, ada)
    assign(sam, make_user("bea"))
    assign(make_user("other"), make_user("eve"))
    rows = api.read_people(uid(sam), now=NOW)
    assert [(row.name, row.scope.id, row.state) for row in rows] == [
        ("Ada Learner", "FIN-1", ScopeState.ON_PROBATION),
        ("bea", "FIN-1", ScopeState.NOT_READY),
    ]
    assert api.read_person_scope(uid(sam), str(holder.key), "FIN-1", now=NOW) == rows[0]
    assert api.read_person_scope(uid(ada), str(holder.key), "FIN-1", now=NOW) is None


def test_a_grant_ends_with_the_first_certificate_that_it_rests_on(ada: User, sam: User) -> None:
    give_scope(sam, ada)
    grant = models.Grant.objects.get()
    assert grant.expires_at <= min(models.Certificate.objects.values_list("expires_at", flat=True))


@pytest.mark.parametrize(
    "write",
    [
        lambda: api.sign_grant("1", "x", "FIN-1", statement="x", card="", now=NOW),
        lambda: api.decline_grant("1", "x", "FIN-1", reason="x", now=NOW),
        lambda: api.confirm_grant("1", "x", "FIN-1", now=NOW),
        lambda: api.suspend_grant("1", "x", "FIN-1", reason="x", now=NOW),
        lambda: api.reinstate_grant("1", "x", "FIN-1", reason="x", now=NOW),
        lambda: api.countersign_grant("1", "FIN-1", statement="x", missing="", card="", now=NOW),
        lambda: api.assign_sponsor("1", "2", "3", now=NOW),
        lambda: api.remove_sponsor("1", "2", "3"),
        lambda: api.publish_scopes([CARD], published_by="x", now=NOW + DAY),
    ],
)
def test_writers_refuse_to_run_outside_a_transaction(write: Callable[[], object], transactional_db: None) -> None:
    with pytest.raises(OutsideTransaction):
        write()
