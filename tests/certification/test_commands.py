"""Commands: what may be written, and why not."""

from datetime import timedelta

import pytest

from empower_lms.certification.commands import (
    CommandRefused,
    confirm_grant,
    countersign_grant,
    decline_grant,
    reinstate_grant,
    sign_grant,
    suspend_grant,
)
from empower_lms.certification.events import GrantCountersigned, GrantSigned, GrantSuspended
from empower_lms.certification.standing import fold
from empower_lms.certification.status import ScopeState, assess_scope
from tests.certification.cards import STOP
from tests.certification.test_decide import SCOPE, at, full_history

CERTIFIED = full_history()[:2]


def sign(history, **changes):
    call = {
        "grant": "g9",
        "holder": "me",
        "sponsor": "boss",
        "statement": "s",
        "now": at(10),
        "zone": "Europe/Berlin",
    } | changes
    return sign_grant(call.pop("scope", SCOPE), fold(history), **call)


def test_a_grant_ends_with_the_first_certificate_that_it_rests_on():
    event = sign(CERTIFIED)
    assert isinstance(event, GrantSigned)
    assert event.expires_at == at(1000)
    assert event.certificates == ("c0", "c1")
    assert (event.scope_version, event.scope_digest) == (1, SCOPE.digest)


@pytest.mark.parametrize(
    ("history", "changes", "refused"),
    [
        (CERTIFIED, {"sponsor": "me"}, CommandRefused.OWN_GRANT),
        (CERTIFIED[:1], {}, CommandRefused.NOT_READY),
        (full_history()[:3], {}, CommandRefused.ALREADY_DONE),
        (full_history(), {}, CommandRefused.ALREADY_DONE),
        (CERTIFIED, {"scope": STOP}, CommandRefused.NOT_GATED),
    ],
)
def test_nobody_signs_what_is_not_theirs_to_sign(history, changes, refused):
    assert sign(history, **changes) is refused


def test_a_suspended_grant_is_not_signed_away():
    history = full_history()
    stop = suspend_grant(fold(history), "FIN-1", actor="boss", reason="review", now=at(5))
    assert isinstance(stop, GrantSuspended)
    assert sign([*history, stop]) is CommandRefused.ALREADY_DONE


def test_the_holder_accepts_once():
    history = full_history()[:3]
    first = countersign_grant(SCOPE, fold(history), holder="me", statement="ok", missing=" none ", now=at(5))
    assert isinstance(first, GrantCountersigned)
    assert first.missing == "none"
    again = countersign_grant(SCOPE, fold([*history, first]), holder="me", statement="ok", missing="", now=at(6))
    assert again is CommandRefused.ALREADY_DONE
    nothing = countersign_grant(SCOPE, fold(CERTIFIED), holder="me", statement="ok", missing="", now=at(6))
    assert nothing is CommandRefused.NO_GRANT


def test_a_no_needs_a_reason_and_is_shown():
    no = decline_grant(SCOPE, fold(CERTIFIED), holder="me", sponsor="boss", reason=" later ", now=at(5))
    status = assess_scope(SCOPE, fold([*CERTIFIED, no]), now=at(6))
    assert (status.state, status.declined.reason) == (ScopeState.DECLINED, "later")
    assert status.is_signable
    empty = decline_grant(SCOPE, fold(CERTIFIED), holder="me", sponsor="boss", reason="  ", now=at(5))
    assert empty is CommandRefused.REASON_NEEDED


def test_suspension_and_reinstatement_need_reasons_and_a_grant():
    standing = fold(full_history())
    assert suspend_grant(standing, "FIN-1", actor="b", reason="", now=at(5)) is CommandRefused.REASON_NEEDED
    assert suspend_grant(fold([]), "FIN-1", actor="b", reason="r", now=at(5)) is CommandRefused.NO_GRANT
    assert reinstate_grant(standing, "FIN-1", actor="b", reason="r", now=at(5)) is CommandRefused.NOT_SUSPENDED


def test_probation_ends_once():
    history = full_history()
    confirmed = confirm_grant(SCOPE, fold(history), sponsor="boss", now=at(5))
    status = assess_scope(SCOPE, fold([*history, confirmed]), now=at(6))
    assert status.state is ScopeState.ACTIVE
    assert confirm_grant(SCOPE, fold([*history, confirmed]), sponsor="boss", now=at(6)) is CommandRefused.NO_GRANT


def test_renewal_is_due_in_the_last_thirty_days():
    standing = fold(full_history())
    before = assess_scope(SCOPE, standing, now=at(900) - timedelta(days=30, seconds=1))
    assert before.state is ScopeState.ON_PROBATION
    due = assess_scope(SCOPE, standing, now=at(900) - timedelta(days=30))
    assert due.state is ScopeState.DUE
    assert due.is_signable
