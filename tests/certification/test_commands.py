"""Commands: what may be written, and why not."""

from datetime import timedelta

import pytest

from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.strength import Strength, strength_of
from empower_lms.certification.commands import (
    CommandRefused,
    confirm_grant,
    countersign_grant,
    decline_grant,
    issue_certificate,
    reinstate_grant,
    sign_grant,
    suspend_grant,
)
from empower_lms.certification.events import EVENT, GrantCountersigned, GrantSigned, GrantSuspended
from empower_lms.certification.standing import fold
from empower_lms.certification.status import ScopeState, assess_scope
from tests.answers import right_response
from tests.assessment.strength.documents import plain_quiz
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


def pass_quiz(document):
    form = draw_form(document, seed="s")
    answers = {item.position: right_response(document.question_by_id[item.question], item) for item in form.items}
    result = judge(document, form, answers)
    return issue_certificate(
        document, result, attempt="a", certificate="c", passed_at=at(1), now=at(1), zone="Europe/Berlin"
    )


@pytest.mark.parametrize(
    ("document", "strength"),
    [
        (plain_quiz(10, 9), Strength(grade="A", carries="S1")),
        (plain_quiz(10, 9, tier="S3"), Strength(grade="C", carries="S1")),
        (plain_quiz(4, 3), Strength(grade="F", carries="S0")),
    ],
)
def test_every_certificate_says_how_strong_its_quiz_was(document, strength):
    event = pass_quiz(document)
    assert event.strength == strength == strength_of(document)
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


def test_an_event_that_was_written_before_quizzes_were_graded_is_still_read():
    payload = EVENT.dump_python(pass_quiz(plain_quiz(10, 9)), mode="json")
    del payload["strength"]
    old = EVENT.validate_python(payload)
    assert old.strength is None
    assert fold([old]).certificates[0].carries("S4")


def test_a_sponsor_can_not_sign_on_a_weak_certificate():
    weak = [event.model_copy(update={"strength": Strength(grade="F")}) for event in CERTIFIED]
    assert sign(weak) is CommandRefused.NOT_READY
