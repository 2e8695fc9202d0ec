"""What people should hear and when, and what systems hear of a state: pure, for every state and instant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.certification.announcements import GrantState, announce_status, lapse_of
from empower_lms.certification.outlook import Outlook
from empower_lms.certification.reminders import ReminderKind, remind_holder, remind_sponsor
from empower_lms.certification.standing import Certificate, Declined, Grant, Standing
from empower_lms.certification.status import ScopeState, ScopeStatus, assess_scope
from tests.certification.cards import make_scope

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
ZONE = "Europe/Berlin"
SCOPE = make_scope()


def certificate(course: str, *, issued: datetime = NOW, years: int = 2) -> Certificate:
    return Certificate(
        id=f"c-{course}",
        course=course,
        quiz=f"{course}.certification",
        tier="S1",
        document="d",
        attempt="a",
        issued_at=issued,
        expires_at=issued + years * YEAR,
    )


def grant(**changes: object) -> Grant:
    values = {
        "id": "g",
        "scope": "FIN-1",
        "scope_version": 1,
        "scope_digest": SCOPE.digest,
        "sponsor": "sam",
        "certificates": (),
        "signed_at": NOW,
        "statement": "x",
        "expires_at": NOW + YEAR,
        "countersigned_at": NOW,
    }
    return Grant.model_validate(values | changes)


def outlook(*grants: Grant, declined: tuple[Declined, ...] = (), now: datetime = NOW) -> Outlook:
    standing = Standing(certificates=(certificate("scope"), certificate("trust")), grants=grants, declined=declined)
    return Outlook(certificates=standing.certificates, scopes=(assess_scope(SCOPE, standing, now=now),))


WAYS = st.sampled_from([(), (grant(),), (grant(countersigned_at=None),), (grant(confirmed_at=NOW),)])


@given(way=WAYS, minutes=st.integers(min_value=0, max_value=3 * 365 * 24 * 60))
def test_nothing_is_due_before_its_day_or_after_the_end(way: tuple[Grant, ...], minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    seen = outlook(*way, now=now)
    for reminder in (*remind_holder(seen, now=now, zone=ZONE), *remind_sponsor("h", seen, now=now, zone=ZONE)):
        assert reminder.due <= (now + timedelta(hours=2)).date()
        assert reminder.ends_at is None or now < reminder.ends_at


@given(way=WAYS, minutes=st.integers(min_value=0, max_value=3 * 365 * 24 * 60))
def test_a_thing_has_at_most_one_reminder_at_a_time(way: tuple[Grant, ...], minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    seen = outlook(*way, now=now)
    reminders = [*remind_holder(seen, now=now, zone=ZONE), *remind_sponsor("h", seen, now=now, zone=ZONE)]
    things = [(one.kind, one.subject, one.detail) for one in reminders]
    assert len(things) == len(set(things))


def test_over_a_whole_life_each_step_comes_once() -> None:
    days = [NOW + timedelta(hours=6 * step) for step in range(4 * 400)]
    told = {
        (one.kind, one.due)
        for now in days
        for one in (
            *remind_holder(outlook(grant(), now=now), now=now, zone=ZONE),
            *remind_sponsor("h", outlook(grant(), now=now), now=now, zone=ZONE),
        )
    }
    kinds = [kind for kind, _ in told]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        ReminderKind.PROBATION: 2,
        ReminderKind.GRANT_ENDS: 2,
        # In renewal time, and again a fortnight later.
        ReminderKind.SIGN: 2,
    }


def test_a_renewal_that_would_not_last_longer_is_nothing_to_sign() -> None:
    now = NOW + 2 * YEAR - timedelta(days=20)
    ends_with_certificate = grant(signed_at=NOW + YEAR, countersigned_at=NOW + YEAR, expires_at=NOW + 2 * YEAR)
    assert remind_sponsor("h", outlook(ends_with_certificate, now=now), now=now, zone=ZONE) == ()


def test_a_withdrawn_certificate_needs_no_reminder_of_its_end() -> None:
    gone = certificate("scope").model_copy(update={"withdrawn_at": NOW + YEAR})
    now = gone.expires_at - timedelta(days=5)
    assert remind_holder(Outlook(certificates=(gone,)), now=now, zone=ZONE) == ()
    assert len(remind_holder(Outlook(certificates=(certificate("scope"),)), now=now, zone=ZONE)) == 1


def test_a_card_without_needs_waits_since_it_is_in_effect() -> None:
    card = make_scope(needs=[])
    seen = Outlook(scopes=(assess_scope(card, Standing(), now=NOW),))
    (reminder,) = remind_sponsor("h", seen, now=NOW, zone=ZONE)
    assert reminder.kind is ReminderKind.SIGN
    assert reminder.due.isoformat() == "2026-01-15"


@pytest.mark.parametrize("state", ScopeState)
def test_every_state_is_announced_or_has_no_grant(state: ScopeState) -> None:
    no = Declined(scope="FIN-1", sponsor="sam", at=NOW, reason="x")
    status = ScopeStatus(scope=SCOPE, state=state, grant=grant(), declined=no)
    said = announce_status("h", status, now=NOW)
    if state in {ScopeState.FREE, ScopeState.NOT_READY, ScopeState.READY}:
        assert said is None
        return
    assert said is not None
    assert said.sponsor == "sam"
    assert said.state.may_decide == state.may_decide
    assert (said.grant is None) == (state is ScopeState.DECLINED)


def test_only_two_announced_states_give_a_right() -> None:
    assert {state for state in GrantState if state.may_decide} == {GrantState.ON_PROBATION, GrantState.ACTIVE}


def test_a_lapse_is_the_first_end_and_never_before_the_grant_began() -> None:
    def lapse(one: Grant, card: object = SCOPE, *, now: datetime = NOW + 2 * YEAR) -> datetime | None:
        standing = Standing(grants=(one,))
        return lapse_of(one, assess_scope(card, standing, now=now), now=now, zone=ZONE)  # type: ignore[arg-type]

    assert lapse(grant()) == NOW + YEAR
    assert lapse(grant(), now=NOW + YEAR - timedelta(microseconds=1)) is None
    assert lapse(grant(countersigned_at=None)) is None
    later = make_scope(version=2, effective="2026-06-01", validity_months=6)
    assert lapse(grant(), later) == datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    published_late = make_scope(version=2, validity_months=6)
    assert lapse(grant(), published_late) == NOW
