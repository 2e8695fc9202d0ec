"""Voiding a faulty question: first the blast radius, then each person's change in their ledger."""

import json

import pytest
from django.contrib.auth.models import User

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.judge import Result
from empower_lms.assessment.retake import MayStart
from empower_lms.assessment.scoring import Remedy
from empower_lms.assessment.voiding import Effect
from empower_lms.certification.status import ScopeState
from empower_lms.records import api, models
from empower_lms.records.api import FindingKind, HelpRefused, VoidingReport, records
from tests.records.cases import (
    DAY,
    NOW,
    answer,
    assign,
    certify,
    countersign,
    hand_in,
    make_quiz,
    make_strong_quiz,
    make_user,
    publish,
    right_answer,
    sign,
    start,
    take_quiz,
    uid,
    wrong_answer,
)

QUIZ = make_quiz()
LATER = NOW + DAY


def take(user: User, *, wrong: int, faulty_right: bool) -> tuple[Attempt, str]:
    """Answer ``wrong`` of the other questions wrongly; the faulty question is the last one on the form."""
    attempt = start(user, QUIZ)
    for item in attempt.form.items:
        right = faulty_right if item.position == 4 else item.position > wrong
        answer(
            user, attempt, item.position, (right_answer if right else wrong_answer)(QUIZ, item), key=f"k{item.position}"
        )
    return hand_in(user, attempt), attempt.form.item(4).question


def plan(question: str, remedy: Remedy) -> api.VoidingPlan:
    found = api.plan_voiding(question, remedy, now=LATER)
    assert found is not None
    return found


def apply(staff: User, question: str, remedy: Remedy, *, withdraw: bool = False, now=LATER) -> VoidingReport:
    report = api.apply_voiding(uid(staff), question, remedy, reason="Two keys", withdraw=withdraw, now=now)
    assert isinstance(report, VoidingReport)
    return report


def snapshot() -> list[object]:
    tables = (models.Attempt, models.LedgerEntry, models.Certificate, models.ScoringVersion, models.SupersededResult)
    return [sorted(map(str, table.objects.values_list())) for table in tables]


def test_a_dry_run_writes_nothing(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    before = snapshot()
    for remedy in Remedy:
        plan(question, remedy)
    assert snapshot() == before


def test_credit_certifies_who_missed_by_the_faulty_question(ada: User, staff: User) -> None:
    failed, question = take(ada, wrong=1, faulty_right=False)
    (foreseen,) = plan(question, Remedy.CREDIT).affected
    assert (foreseen.effect, foreseen.name, foreseen.points_before, foreseen.points) == (
        Effect.PASSES,
        "Ada Learner",
        2,
        3,
    )
    report = apply(staff, question, Remedy.CREDIT)
    assert [one.effect for one in report.changed] == [Effect.PASSES]
    kinds = list(models.LedgerEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["result-rescored", "certificate-issued"]
    entry = models.LedgerEntry.objects.first()
    assert entry is not None
    assert entry.actor == str(models.Holder.objects.get(user=staff).key)
    assert json.loads(entry.payload) | {"reason": "Two keys", "points_before": "2", "points": "3"} == json.loads(
        entry.payload
    )
    latest = records.standing(uid(ada), QUIZ, now=LATER).latest
    assert latest is not None
    assert latest.result is not None
    assert (latest.result.passed, latest.result.scoring) == (True, 1)
    old = models.SupersededResult.objects.get()
    assert Result.model_validate_json(old.result) == failed.result
    assert not api.verify_ledger().findings


def test_who_had_it_right_is_left_alone_by_credit(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=0, faulty_right=True)
    assert plan(question, Remedy.CREDIT).asked == 1
    assert apply(staff, question, Remedy.CREDIT).changed == ()
    assert not models.SupersededResult.objects.exists()
    assert not api.verify_ledger().findings


def test_nobody_loses_a_pass_unless_the_person_who_applies_says_so(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=True)
    (loss,) = plan(question, Remedy.DROP).losses
    assert loss.certificate
    report = apply(staff, question, Remedy.DROP)
    assert (len(report.changed), len(report.kept)) == (0, 1)
    assert models.Attempt.objects.get().passed
    assert [row.is_valid_at(LATER) for row in records.outlook(uid(ada), now=LATER).certificates] == [True]
    assert not api.verify_ledger().findings
    again = apply(staff, question, Remedy.DROP, withdraw=True)
    assert [one.effect for one in again.changed] == [Effect.FAILS]
    assert [row.is_valid_at(LATER) for row in records.outlook(uid(ada), now=LATER).certificates] == [False]
    certificate = models.Certificate.objects.get()
    assert certificate.withdrawn_at == LATER
    kinds = list(models.LedgerEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["certificate-issued", "result-rescored", "certificate-withdrawn"]
    assert not api.verify_ledger().findings


def test_the_blast_radius_names_scopes_that_would_lapse(ada: User, sam: User, staff: User) -> None:
    publish()
    strong = make_strong_quiz()
    attempt = start(ada, strong)
    for item in attempt.form.items:
        response = (wrong_answer if item.position == 1 else right_answer)(strong, item)
        answer(ada, attempt, item.position, response, key=f"k{item.position}")
    hand_in(ada, attempt)
    question = attempt.form.item(8).question
    certify(ada, "trust")
    holder = assign(sam, ada)
    sign(sam, holder)
    countersign(ada)
    (loss,) = plan(question, Remedy.DROP).losses
    assert loss.scopes_lost == ("FIN-1",)
    apply(staff, question, Remedy.DROP, withdraw=True)
    status = records.outlook(uid(ada), now=LATER).status_of("FIN-1")
    assert status is not None
    assert status.state is ScopeState.LAPSED
    assert not api.verify_ledger().findings


@pytest.mark.parametrize(("faulty_right", "effect"), [(False, Effect.RETEST), (True, Effect.RETEST_PASSED)])
def test_retest_lets_somebody_try_again_at_once_without_counting(
    faulty_right: bool, effect: Effect, ada: User, staff: User
) -> None:
    _, question = take(ada, wrong=1, faulty_right=faulty_right)
    report = apply(staff, question, Remedy.RETEST, withdraw=True)
    assert [one.effect for one in report.changed] == [effect]
    assert models.Attempt.objects.get().state == "voided"
    assert records.standing(uid(ada), QUIZ, now=LATER).next == MayStart(number=2, left_in_block=2)
    assert models.Certificate.objects.filter(withdrawn_at=None).count() == 0
    again = take_quiz(ada, QUIZ, now=LATER)
    assert again.result is not None
    assert again.result.passed
    assert models.Certificate.objects.filter(withdrawn_at=None).count() == 1
    assert not api.verify_ledger().findings


def test_who_is_asked_the_question_afterwards_is_judged_with_the_remedy(ada: User, staff: User) -> None:
    running = start(ada, QUIZ)
    question = running.form.item(4).question
    assert plan(question, Remedy.CREDIT).running == 1
    apply(staff, question, Remedy.CREDIT)
    for item in running.form.items:
        response = (wrong_answer if item.position in {1, 4} else right_answer)(QUIZ, item)
        answer(ada, running, item.position, response, key=f"k{item.position}")
    judged = hand_in(ada, running)
    assert judged.result is not None
    assert (judged.result.points, judged.result.passed, judged.result.scoring) == (3, True, 1)
    assert not api.verify_ledger().findings


def test_applying_twice_changes_nothing_more(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    apply(staff, question, Remedy.CREDIT)
    before = snapshot()
    assert apply(staff, question, Remedy.CREDIT, now=LATER + DAY).changed == ()
    assert plan(question, Remedy.CREDIT).affected == ()
    assert snapshot() == before


def test_a_second_remedy_makes_a_second_version_and_both_stay_computable(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=2, faulty_right=False)
    apply(staff, question, Remedy.CREDIT)
    apply(staff, question, Remedy.DROP, now=LATER + DAY)
    assert list(models.ScoringVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    results = [Result.model_validate_json(row.result) for row in models.SupersededResult.objects.order_by("number")]
    assert [(one.points, one.length, one.scoring) for one in results] == [(1, 4, 0), (2, 4, 1)]
    assert not api.verify_ledger().findings


@pytest.mark.parametrize("where", ["superseded", "current", "scoring"])
def test_a_number_that_was_touched_is_found(where: str, ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    apply(staff, question, Remedy.CREDIT)
    if where == "superseded":
        row = models.SupersededResult.objects.get()
        models.SupersededResult.objects.update(result=row.result.replace('"points":"2"', '"points":"1"', 1))
    elif where == "current":
        text = models.Attempt.objects.get().result
        models.Attempt.objects.update(result=text.replace('"points":"3"', '"points":"4"', 1))
    else:
        models.ScoringVersion.objects.update(scoring='{"number": 1, "voided": []}')
    assert {one.kind for one in api.verify_ledger().findings} == {FindingKind.EVIDENCE_ALTERED}


def test_practice_and_other_peoples_questions_are_left_alone(ada: User, staff: User) -> None:
    take_quiz(ada, make_quiz(practice=True), right=False)
    assert api.plan_voiding("scope.q1", Remedy.CREDIT, now=LATER) is None
    assert api.plan_voiding("scope.none", Remedy.CREDIT, now=LATER) is None


def test_only_the_named_version_of_a_question_is_meant(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    mended = make_quiz(stem="Mended")
    bob = make_user("bob")
    take_quiz(bob, mended, right=False)
    faulty = QUIZ.question_by_id[question].version
    assert faulty != mended.question_by_id[question].version
    found = api.plan_voiding(question, Remedy.CREDIT, versions=(faulty,), now=LATER)
    assert found is not None
    assert (found.versions, found.asked) == ((faulty,), 1)
    assert api.plan_voiding(question, Remedy.CREDIT, versions=("other",), now=LATER) is None


def test_voiding_is_a_named_training_admins_act(ada: User, sam: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    for who, reason, refused in (
        (sam, "Because", HelpRefused.NOT_ALLOWED),
        (ada, "Because", HelpRefused.NOT_ALLOWED),
        (staff, "  ", HelpRefused.REASON_NEEDED),
    ):
        outcome = api.apply_voiding(uid(who), question, Remedy.CREDIT, reason=reason, withdraw=False, now=LATER)
        assert outcome is refused
    assert not models.ScoringVersion.objects.exists()


def test_an_account_that_is_gone_is_rescored_without_a_name(ada: User, staff: User) -> None:
    _, question = take(ada, wrong=1, faulty_right=False)
    with records.transaction():
        api.release_holder(uid(ada))
    report = apply(staff, question, Remedy.CREDIT)
    assert [(one.name, one.effect) for one in report.changed] == [("", Effect.PASSES)]


def test_many_people_are_taken_one_by_one(staff: User) -> None:
    people = [make_user(f"person{number}") for number in range(4)]
    questions = {take(person, wrong=1, faulty_right=False)[1] for person in people}
    for question in questions:
        apply(staff, question, Remedy.CREDIT)
    assert models.Attempt.objects.filter(passed=True).count() >= 1
    assert not api.verify_ledger().findings
