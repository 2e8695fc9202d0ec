"""The decision function, for arbitrary histories."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empower_lms.assessment.strength import Grade, Strength
from empower_lms.certification.decide import Granted, ReasonCode, Refused, decide, examine
from empower_lms.certification.events import (
    CertificateIssued,
    GrantConfirmed,
    GrantCountersigned,
    GrantDeclined,
    GrantReinstated,
    GrantSigned,
    GrantSuspended,
)
from empower_lms.certification.standing import fold
from empower_lms.certification.status import assess_scope
from tests.certification.cards import STOP, make_scope

SCOPE = make_scope()
CHANGED = make_scope(version=2, validity_months=6)
INSIDE = {"amount": "40 EUR", "waited": True, "topic": "service"}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def at(hours: int) -> datetime:
    return EPOCH + timedelta(hours=hours)


hours = st.integers(0, 200)
courses = st.sampled_from(["scope", "trust", "tools"])
tiers = st.sampled_from(["S0", "S1", "S2"])
grants = st.sampled_from(["g1", "g2"])
scopes = st.sampled_from(["FIN-1", "FIN-1", "FIN-1", "INC-1"])
digests = st.sampled_from([SCOPE.digest, SCOPE.digest, CHANGED.digest])


# Nothing: an event from before quizzes were graded.
strengths = st.sampled_from(
    [None, Strength(grade="A", carries="S2"), Strength(grade="C", carries="S1"), Strength(grade="F", carries="S0")]
)


@st.composite
def certificate(draw, course=courses):
    issued = draw(hours)
    return CertificateIssued(
        at=at(issued),
        certificate=f"c{draw(st.integers(0, 99))}",
        course=draw(course),
        quiz="scope.certification",
        tier=draw(tiers),
        document="d",
        attempt="a",
        points=Fraction(17),
        length=20,
        expires_at=at(issued + draw(st.integers(0, 300))),
        strength=draw(strengths),
    )


@st.composite
def signature(draw):
    signed = draw(hours)
    return GrantSigned(
        at=at(signed),
        actor="sponsor",
        scope=draw(scopes),
        grant=draw(grants),
        scope_version=1,
        scope_digest=draw(digests),
        certificates=(),
        statement="I expect you to decide.",
        expires_at=at(signed + draw(st.integers(0, 300))),
    )


def about_grant(kind, **fields):
    return st.builds(kind, at=hours.map(at), actor=st.just("p"), scope=scopes, grant=grants, **fields)


event = st.one_of(
    certificate(),
    certificate(),
    signature(),
    signature(),
    about_grant(GrantCountersigned, statement=st.just("yes")),
    about_grant(GrantCountersigned, statement=st.just("yes")),
    about_grant(GrantConfirmed),
    about_grant(GrantSuspended, reason=st.just("r")),
    about_grant(GrantReinstated, reason=st.just("r")),
    st.builds(GrantDeclined, at=hours.map(at), actor=st.just("p"), scope=scopes, reason=st.just("no")),
)
histories = st.lists(event, max_size=14).map(lambda events: sorted(events, key=lambda e: e.at))

facts = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.one_of(
            st.decimals(0, 200, places=2).map(lambda d: f"{d} EUR"), st.sampled_from(["1.000", "90 USD", "x"])
        ),
        "waited": st.sampled_from([True, True, "yes", "no", "perhaps"]),
        "topic": st.sampled_from(["service", "service", "security", "other"]),
        "stranger": st.just("1"),
    },
)


def oracle(history, given_facts, now) -> bool:
    """What the issue demands, written the long way from the events themselves."""
    certificates = [e for e in history if isinstance(e, CertificateIssued)]
    certified = all(
        any(
            c.course == course
            and c.tier != "S0"
            and c.at <= now < c.expires_at
            and (c.strength is None or c.strength.carries != "S0")
            for c in certificates
        )
        for course in ("scope", "trust")
    )
    mine = [e for e in history if getattr(e, "scope", None) == "FIN-1"]
    signed = [e for e in mine if isinstance(e, GrantSigned) and e.at <= now]
    accepted = [
        s
        for s in signed
        if any(
            isinstance(e, GrantCountersigned) and e.grant == s.grant and mine.index(e) > mine.index(s) and e.at <= now
            for e in mine
        )
    ]
    # One that stands: signed, counter-signed, of this very card, not over.
    standing = any(s.scope_digest == SCOPE.digest and now < s.expires_at for s in accepted)
    stops = [e for e in mine if isinstance(e, GrantSuspended | GrantReinstated)]
    suspended = (
        bool(stops)
        and isinstance(stops[-1], GrantSuspended)
        and any(mine.index(s) < mine.index(stops[-1]) for s in signed)
    )
    return certified and standing and not suspended and inside(given_facts)


def inside(given_facts) -> bool:
    if set(given_facts) != {"amount", "waited", "topic"}:
        return False
    amount = str(given_facts["amount"])
    return (
        amount.endswith(" EUR")
        and Decimal(amount.removesuffix(" EUR")) <= 100
        and given_facts["waited"] in (True, "yes")
        and given_facts["topic"] == "service"
    )


@settings(max_examples=400)
@given(history=histories, given_facts=st.one_of(st.just(INSIDE), facts), moment=st.integers(200, 400))
def test_nothing_is_granted_that_the_history_does_not_support(history, given_facts, moment):
    now = at(moment)
    decision = decide(SCOPE, fold(history), given_facts, now=now)
    if isinstance(decision, Granted):
        assert oracle(history, given_facts, now)
        assert decision.clauses == ("FIN-1.amount", "FIN-1.waited", "FIN-1.no-security")
        assert decision.inform == ("FIN-1.tell",)
    else:
        assert decision.reasons


def full_history(**signed_changes):
    return [
        *(
            CertificateIssued(
                at=at(n),
                certificate=f"c{n}",
                course=course,
                quiz="scope.certification",
                tier="S2",
                document="d",
                attempt="a",
                points=Fraction(18),
                length=20,
                expires_at=at(1000),
            )
            for n, course in enumerate(["scope", "trust"])
        ),
        GrantSigned(
            **{
                "at": at(2),
                "actor": "boss",
                "scope": "FIN-1",
                "grant": "g1",
                "scope_version": 1,
                "scope_digest": SCOPE.digest,
                "certificates": ("c0", "c1"),
                "statement": "s",
                "expires_at": at(900),
            }
            | signed_changes
        ),
        GrantCountersigned(at=at(3), actor="me", scope="FIN-1", grant="g1", statement="ok"),
    ]


def earned_with(strength, history=None):
    """The whole story, with certificates from a quiz of this strength."""
    return [
        e.model_copy(update={"strength": strength}) if isinstance(e, CertificateIssued) else e
        for e in history or full_history()
    ]


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("carries", ["S0", "S1", "S2"])
def test_a_grant_refuses_certificates_of_quizzes_too_weak_for_its_tier(grade, carries):
    decision = decide(SCOPE, fold(earned_with(Strength(grade=grade, carries=carries))), INSIDE, now=at(4))
    if carries == "S0":
        assert ReasonCode.CERTIFICATE_TOO_WEAK in codes(decision)
        assert {(r.course, r.tier) for r in decision.reasons if r.course} == {("scope", "S1"), ("trust", "S1")}
    else:
        # What counts is the tier of the need, not the one that the quiz wished for.
        assert isinstance(decision, Granted)


def test_a_certificate_from_before_quizzes_were_graded_keeps_what_it_carried():
    assert isinstance(decide(SCOPE, fold(earned_with(None)), INSIDE, now=at(4)), Granted)


def test_a_weak_certificate_that_is_over_is_expired_first_of_all():
    weak = earned_with(Strength(grade="F"), full_history(expires_at=at(5000)))
    assert ReasonCode.CERTIFICATE_EXPIRED in codes(decide(SCOPE, fold(weak), INSIDE, now=at(1000)))


def test_an_older_strong_certificate_counts_beside_a_newer_weak_one():
    newer = earned_with(Strength(grade="F"))[0].model_copy(update={"certificate": "c9", "expires_at": at(2000)})
    history = [*full_history(), newer]
    decision = decide(SCOPE, fold(history), INSIDE, now=at(4))
    assert isinstance(decision, Granted)
    assert decision.certificates == ("c0", "c1")
    need = assess_scope(SCOPE, fold(history), now=at(1001)).needs[0]
    assert (need.is_met, need.is_too_weak, need.certificate.id) == (False, True, "c9")


def codes(decision) -> set[ReasonCode]:
    assert isinstance(decision, Refused)
    return {reason.code for reason in decision.reasons}


def test_the_whole_story_ends_in_a_grant_on_probation():
    decision = decide(SCOPE, fold(full_history()), INSIDE, now=at(4))
    assert isinstance(decision, Granted)
    assert decision.on_probation
    assert decision.certificates == ("c0", "c1")
    confirmed = [*full_history(), GrantConfirmed(at=at(5), actor="boss", scope="FIN-1", grant="g1")]
    assert not decide(SCOPE, fold(confirmed), INSIDE, now=at(6)).on_probation


@pytest.mark.parametrize(
    ("leave_out", "code"),
    [
        (0, ReasonCode.CERTIFICATE_MISSING),
        (1, ReasonCode.CERTIFICATE_MISSING),
        (2, ReasonCode.NOT_SIGNED),
        (3, ReasonCode.NOT_COUNTERSIGNED),
    ],
)
def test_every_missing_step_refuses(leave_out, code):
    history = full_history()
    del history[leave_out]
    assert code in codes(decide(SCOPE, fold(history), INSIDE, now=at(4)))


def test_a_grant_ends_to_the_second():
    history = full_history()
    assert isinstance(decide(SCOPE, fold(history), INSIDE, now=at(900) - timedelta(seconds=1)), Granted)
    assert codes(decide(SCOPE, fold(history), INSIDE, now=at(900))) == {ReasonCode.GRANT_EXPIRED}


def test_a_certificate_that_ends_takes_the_grant_with_it():
    history = full_history(expires_at=at(5000))
    assert codes(decide(SCOPE, fold(history), INSIDE, now=at(1000))) == {ReasonCode.CERTIFICATE_EXPIRED}


def test_a_changed_card_needs_a_new_signature():
    assert codes(decide(CHANGED, fold(full_history()), INSIDE, now=at(4))) == {ReasonCode.CARD_CHANGED}


def test_a_suspension_stops_at_once_and_a_person_lifts_it():
    stop = GrantSuspended(at=at(5), actor="boss", scope="FIN-1", grant="g1", reason="under review")
    history = [*full_history(), stop]
    refused = decide(SCOPE, fold(history), INSIDE, now=at(5))
    assert codes(refused) == {ReasonCode.SUSPENDED}
    assert refused.reasons[0].note == "under review"
    lift = GrantReinstated(at=at(6), actor="boss", scope="FIN-1", grant="g1", reason="cleared")
    assert isinstance(decide(SCOPE, fold([*history, lift]), INSIDE, now=at(6)), Granted)


def test_a_signature_under_a_suspension_does_not_lift_it():
    stop = GrantSuspended(at=at(5), actor="boss", scope="FIN-1", grant="g1", reason="under review")
    again = full_history(at=at(6), grant="g2")[2]
    yes = GrantCountersigned(at=at(7), actor="me", scope="FIN-1", grant="g2", statement="ok")
    history = [*full_history(), stop, again, yes]
    assert codes(decide(SCOPE, fold(history), INSIDE, now=at(8))) == {ReasonCode.SUSPENDED}
    lift = GrantReinstated(at=at(9), actor="boss", scope="FIN-1", grant="g2", reason="cleared")
    assert isinstance(decide(SCOPE, fold([*history, lift]), INSIDE, now=at(9)), Granted)


def test_a_renewal_that_waits_for_the_holder_leaves_the_old_grant_in_force():
    second = full_history(at=at(890), grant="g2", expires_at=at(1800))[2]
    history = [*full_history(), second]
    assert isinstance(decide(SCOPE, fold(history), INSIDE, now=at(895)), Granted)
    assert codes(decide(SCOPE, fold(history), INSIDE, now=at(901))) == {ReasonCode.NOT_COUNTERSIGNED}


def test_a_declined_renewal_takes_nothing_away():
    no = GrantDeclined(at=at(890), actor="boss", scope="FIN-1", reason="not now")
    history = [*full_history(), no]
    assert isinstance(decide(SCOPE, fold(history), INSIDE, now=at(895)), Granted)
    assert codes(decide(SCOPE, fold(history), INSIDE, now=at(900))) == {ReasonCode.DECLINED}


def test_stopping_needs_nothing():
    assert isinstance(decide(STOP, fold([]), {}, now=at(0)), Granted)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": "100 EUR"}, []),
        ({"amount": "100.00 €"}, []),
        ({"amount": "100,00"}, []),
        ({"amount": "100.01 EUR"}, [(ReasonCode.OVER_LIMIT, "FIN-1.amount")]),
        ({"amount": "90 USD"}, [(ReasonCode.OTHER_UNIT, "FIN-1.amount")]),
        ({"amount": "1.000"}, [(ReasonCode.FACT_AMBIGUOUS, None)]),
        ({"amount": "-5 EUR"}, [(ReasonCode.FACT_UNREADABLE, None)]),
        ({"amount": ""}, [(ReasonCode.FACT_MISSING, None)]),
        ({"waited": "nein"}, [(ReasonCode.CONDITION_NOT_MET, "FIN-1.waited")]),
        ({"waited": "perhaps"}, [(ReasonCode.FACT_UNREADABLE, None)]),
        ({"topic": "security"}, [(ReasonCode.EXCLUDED, "FIN-1.no-security")]),
        ({"topic": "money"}, [(ReasonCode.FACT_UNREADABLE, None)]),
        ({"colour": "red"}, [(ReasonCode.FACT_UNKNOWN, None)]),
        (
            {"amount": "500 EUR", "waited": False, "topic": "security"},
            [
                (ReasonCode.OVER_LIMIT, "FIN-1.amount"),
                (ReasonCode.CONDITION_NOT_MET, "FIN-1.waited"),
                (ReasonCode.EXCLUDED, "FIN-1.no-security"),
            ],
        ),
    ],
)
def test_every_clause_is_checked_and_every_reason_named(change, expected):
    assert [(reason.code, reason.clause) for reason in examine(SCOPE, INSIDE | change)] == expected
