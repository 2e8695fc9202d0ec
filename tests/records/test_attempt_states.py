"""Time limits, extra time, resets and the retake rule, as they are stored."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from empower_lms.assessment.attempts import Attempt, AttemptState, Refusal
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import AlreadyPassed, MayStart, MustWait, NeedsRemediation, NoTriesLeft, Retired
from empower_lms.domain.documents import LessonDocument, QuizDocument
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.quiz import StanceRule
from empower_lms.records import api, models
from empower_lms.records.api import HelpRefused, records
from tests.records.cases import (
    DAY,
    NOW,
    answer,
    assign,
    hand_in,
    make_quiz,
    make_user,
    raw,
    right_answer,
    start,
    take_quiz,
    uid,
)
from tests.records.test_attempts import count_statements
from tests.strategies import TEXT, objective

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
TIMED = make_quiz(time_limit="10m", grace="1m", numbers=False)
CLOSES = NOW + 11 * MINUTE
QUIZ = "scope.certification"


def send(user: User, attempt: Attempt, position: int, *, now, key: str = "k", document: QuizDocument = TIMED):
    with records.transaction():
        sent = raw(attempt, position, right_answer(document, attempt.form.item(position)))
        return records.save_answer(uid(user), attempt.id, position, sent, key=key, language="en", now=now)


def fill(user: User, attempt: Attempt, document: QuizDocument = TIMED) -> None:
    for item in attempt.form.items:
        answer(user, attempt, item.position, right_answer(document, item), key=f"k{item.position}")


def standing(user: User, document: QuizDocument = TIMED, *, now):
    return records.standing(uid(user), document, now=now)


# Time


def test_the_deadline_is_stored_with_the_attempt(ada: User) -> None:
    attempt = start(ada, TIMED)
    assert (attempt.deadline, attempt.closes_at) == (NOW + 10 * MINUTE, CLOSES)
    latest = standing(ada, now=NOW).latest
    assert latest == attempt


def test_an_answer_after_grace_is_refused_and_closes_the_attempt_with_the_answers_before(ada: User) -> None:
    attempt = start(ada, TIMED)
    assert isinstance(send(ada, attempt, 1, now=CLOSES), Attempt)
    assert send(ada, attempt, 2, now=CLOSES + SECOND) is Refusal.TIME_IS_UP
    row = models.Attempt.objects.get()
    assert (row.state, row.finished_at, row.open_marker, row.passed) == ("timed-out", CLOSES, None, False)
    assert send(ada, attempt, 2, now=CLOSES + SECOND) is Refusal.TIME_IS_UP
    latest = standing(ada, now=CLOSES + DAY).latest
    assert latest is not None
    assert latest.result is not None
    assert latest.result.points == 1


def test_reading_shows_an_overdue_attempt_as_timed_out_and_writes_nothing(ada: User) -> None:
    fill(ada, start(ada, TIMED))
    with CaptureQueriesContext(connection) as captured:
        shown = standing(ada, now=CLOSES + SECOND)
    assert shown.latest is not None
    assert shown.latest.state is AttemptState.TIMED_OUT
    assert shown.latest.result is not None
    assert shown.latest.result.passed
    assert shown.next == AlreadyPassed(number=1)
    assert not [query for query in captured if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert models.Attempt.objects.get().state == "open"


def test_handing_in_late_certifies_what_was_answered_in_time(ada: User) -> None:
    attempt = start(ada, TIMED)
    fill(ada, attempt)
    late = hand_in(ada, attempt, now=CLOSES + DAY)
    assert (late.state, late.finished_at) == (AttemptState.TIMED_OUT, CLOSES)
    certificate = models.Certificate.objects.get()
    assert certificate.issued_at == CLOSES + DAY
    assert hand_in(ada, attempt, now=CLOSES + 2 * DAY) == late
    assert not api.verify_ledger().findings


def test_a_late_certificate_ends_when_one_in_time_would_have_ended(ada: User) -> None:
    for user, when in ((ada, CLOSES), (make_user("bob"), CLOSES + 40 * DAY)):
        attempt = start(user, TIMED)
        fill(user, attempt)
        hand_in(user, attempt, now=when)
    first, second = models.Certificate.objects.order_by("issued_at")
    assert first.expires_at == second.expires_at


def test_a_pass_that_is_found_after_its_certificate_would_have_ended_certifies_nothing(ada: User) -> None:
    attempt = start(ada, TIMED)
    fill(ada, attempt)
    assert hand_in(ada, attempt, now=NOW + 1000 * DAY).result.passed  # type: ignore[union-attr]
    assert not models.Certificate.objects.exists()


def test_the_sweep_closes_what_is_overdue_once_and_nothing_else(ada: User) -> None:
    begun = start(ada, TIMED)
    fill(ada, begun)
    other = start(make_user("bob"), make_quiz(course="trust"))
    assert api.close_overdue_attempts(now=CLOSES) == ()
    assert api.close_overdue_attempts(now=CLOSES + SECOND) == (begun.id,)
    assert api.close_overdue_attempts(now=CLOSES + SECOND) == ()
    assert models.Certificate.objects.count() == 1
    assert models.Attempt.objects.get(id=other.id).state == "open"


def test_the_sweep_takes_no_more_than_its_limit(ada: User) -> None:
    for name in "abc":
        start(make_user(name), TIMED)
    assert [len(api.close_overdue_attempts(now=CLOSES + DAY, limit=2)) for _ in range(3)] == [2, 1, 0]


def test_starting_over_an_overdue_attempt_closes_it_first(ada: User) -> None:
    start(ada, TIMED)
    with records.transaction():
        assert records.start(uid(ada), TIMED, origin="", now=CLOSES + MINUTE) is Refusal.NOT_ALLOWED_YET
    assert models.Attempt.objects.get().state == "timed-out"
    assert standing(ada, now=CLOSES + MINUTE).next == MustWait(number=2, until=CLOSES + DAY, opens_block=False)
    assert start(ada, TIMED, now=CLOSES + DAY).number == 2


def give_time(staff: User, user: User, percent: int, *, now=NOW, reason: str = "Dyslexia"):
    holder = models.Holder.objects.get_or_create(user=user)[0]
    with records.transaction():
        return api.grant_extra_time(uid(staff), str(holder.key), percent=percent, reason=reason, now=now)


def test_extra_time_holds_for_tries_under_way_and_to_come(ada: User, staff: User) -> None:
    attempt = start(ada, TIMED)
    assert give_time(staff, ada, 50) is None
    assert isinstance(send(ada, attempt, 1, now=CLOSES + MINUTE), Attempt)
    latest = standing(ada, now=NOW).latest
    assert latest is not None
    assert (latest.deadline, latest.extra_time) == (NOW + 15 * MINUTE, 50)
    hand_in(ada, attempt)
    assert start(ada, TIMED, now=NOW + DAY).deadline == NOW + DAY + 15 * MINUTE
    assert give_time(staff, ada, 0, reason="Not needed any more") is None
    latest = standing(ada, now=NOW + DAY).latest
    assert latest is not None
    assert latest.deadline == NOW + DAY + 10 * MINUTE


def test_extra_time_does_not_wake_an_attempt_whose_time_is_up(ada: User, staff: User) -> None:
    start(ada, TIMED)
    give_time(staff, ada, 100, now=CLOSES + SECOND)
    latest = standing(ada, now=CLOSES + SECOND).latest
    assert latest is not None
    assert latest.state is AttemptState.TIMED_OUT


def test_extra_time_is_nobodys_business_but_the_staffs(ada: User, sam: User, staff: User) -> None:
    assign(sam, ada)
    assert give_time(sam, ada, 50) is HelpRefused.NOT_ALLOWED
    assert give_time(staff, staff, 50) is HelpRefused.OWN_ATTEMPT
    assert give_time(staff, ada, 50, reason=" ") is HelpRefused.REASON_NEEDED
    assert give_time(staff, ada, 301) is HelpRefused.OUT_OF_RANGE
    assert give_time(staff, ada, -1) is HelpRefused.OUT_OF_RANGE
    assert not models.Support.objects.exists()
    assert not models.LedgerEntry.objects.exists()


# Stance


def test_an_answer_without_the_stance_that_counts_is_not_stored(ada: User) -> None:
    document = make_quiz(numbers=False, stance=StanceRule(confident_errors=1))
    assert send(ada, start(ada, document), 1, now=NOW, document=document) is ResponseProblem.NO_STANCE
    assert not models.AnswerEvent.objects.exists()


# Reset


def reset(staff: User, user: User, attempt: Attempt, *, reason: str = "The network broke"):
    holder = models.Holder.objects.get(user=user)
    with records.transaction():
        return api.reset_attempt(uid(staff), str(holder.key), attempt.id, reason=reason, now=NOW)


def test_a_reset_attempt_counts_for_nothing_and_leaves_a_trace(ada: User, staff: User) -> None:
    attempt = start(ada, TIMED)
    send(ada, attempt, 1, now=NOW)
    voided = reset(staff, ada, attempt)
    assert isinstance(voided, Attempt)
    entry = models.LedgerEntry.objects.get()
    assert (entry.kind, entry.actor) == ("attempt-voided", str(models.Holder.objects.get(user=staff).key))
    assert "The network broke" in entry.payload
    assert send(ada, attempt, 2, now=NOW) is Refusal.VOIDED
    with records.transaction():
        assert records.hand_in(uid(ada), attempt.id, now=NOW) is Refusal.VOIDED
    shown = standing(ada, now=NOW)
    assert (shown.latest, shown.next) == (None, MayStart(number=2, left_in_block=2))
    again = start(ada, TIMED)
    assert again.number == 2
    assert {item.question for item in attempt.form.items}.isdisjoint(item.question for item in again.form.items)
    assert reset(staff, ada, attempt) is Refusal.VOIDED
    assert not api.verify_ledger().findings


def test_a_certified_attempt_is_not_reset(ada: User, staff: User) -> None:
    attempt = take_quiz(ada, TIMED)
    assert reset(staff, ada, attempt) is Refusal.CERTIFIED
    with records.transaction():
        assert records.reset(uid(ada), QUIZ, by=uid(staff), reason="x", now=NOW) is Refusal.CERTIFIED


def test_only_staff_resets_and_only_with_a_reason(ada: User, sam: User, staff: User) -> None:
    attempt = start(ada, TIMED)
    assign(sam, ada)
    assert reset(sam, ada, attempt) is HelpRefused.NOT_ALLOWED
    assert reset(staff, ada, attempt, reason="") is HelpRefused.REASON_NEEDED
    start(make_user("bob"), TIMED)
    other = models.Attempt.objects.get(holder__user__username="bob")
    assert reset(staff, ada, attempt.model_copy(update={"id": str(other.id)})) is Refusal.NO_SUCH_ATTEMPT
    assert set(models.Attempt.objects.values_list("state", flat=True)) == {"open"}


def test_the_course_team_resets_the_newest_try_that_counts(ada: User, staff: User) -> None:
    take_quiz(ada, TIMED, right=False)
    with records.transaction():
        assert isinstance(records.reset(uid(ada), QUIZ, by="", reason="x", now=NOW), Attempt)
        assert records.reset(uid(ada), QUIZ, by=uid(staff), reason="x", now=NOW) is Refusal.NO_SUCH_ATTEMPT
    assert models.LedgerEntry.objects.get().actor == "course-team"


# Retakes


def test_tries_are_counted_over_languages_and_course_runs(ada: User) -> None:
    for number, (origin, language) in enumerate([("course-v1:A+1+2025", "en"), ("course-v1:A+1+2026", "de")], start=1):
        with records.transaction():
            attempt = records.start(uid(ada), TIMED, origin=origin, now=NOW + number * DAY)
            assert isinstance(attempt, Attempt)
            sent = raw(attempt, 1, right_answer(TIMED, attempt.form.item(1)))
            records.save_answer(uid(ada), attempt.id, 1, sent, key="k", language=language, now=NOW + number * DAY)
        assert attempt.number == number
        hand_in(ada, attempt, now=NOW + number * DAY)
    status = standing(ada, now=NOW + 3 * DAY).next
    assert status == MustWait(number=3, until=NOW + 9 * DAY, opens_block=True, needs_remediation=True)
    assert models.Attempt.objects.values("origin").distinct().count() == 2


def fail(user: User, *days: int, document: QuizDocument = TIMED) -> None:
    for day in days:
        take_quiz(user, document, right=False, now=NOW + day * DAY)


def read_lesson(user: User, name: str, *, now) -> None:
    lesson = Lesson(id=f"scope.{name}", title=TEXT, minutes=5, objectives=(f"scope.{name}",), body=TEXT)
    document = LessonDocument(course="scope", lesson=lesson, objectives=(objective(f"scope.{name}"),))
    with records.transaction():
        records.record_reading(uid(user), document, now=now)


def test_reading_the_missed_lessons_again_is_the_remediation(ada: User) -> None:
    read_lesson(ada, "locate", now=NOW)
    fail(ada, 0, 1)
    due = NOW + 8 * DAY
    assert standing(ada, now=due).next == NeedsRemediation(number=3)
    read_lesson(ada, "other", now=NOW + 2 * DAY)
    assert standing(ada, now=due).next == NeedsRemediation(number=3)
    read_lesson(ada, "locate", now=NOW + 2 * DAY)
    assert standing(ada, now=due).next == MayStart(number=3, left_in_block=2)
    assert start(ada, TIMED, now=due).number == 3


@pytest.mark.parametrize("helper", ["sam", "staff"])
def test_a_talk_with_sponsor_or_staff_is_the_remediation_too(helper: str, ada: User, sam: User, staff: User) -> None:
    holder = assign(sam, ada)
    fail(ada, 0, 1)
    who = {"sam": sam, "staff": staff}[helper]
    with records.transaction():
        assert api.confirm_talk(uid(who), str(holder.key), QUIZ, note="Limits", now=NOW + 2 * DAY) is None
    assert standing(ada, now=NOW + 8 * DAY).next == MayStart(number=3, left_in_block=2)
    assert isinstance(standing(ada, now=NOW + 7 * DAY).next, MustWait)


def test_nobody_confirms_their_own_talk_and_strangers_confirm_nothing(ada: User, sam: User, staff: User) -> None:
    holder = assign(sam, ada)
    fail(ada, 0, 1)
    eve = make_user("eve")
    with records.transaction():
        assert api.confirm_talk(uid(ada), str(holder.key), QUIZ, note="x", now=NOW) is HelpRefused.NOT_ALLOWED
        assert api.confirm_talk(uid(eve), str(holder.key), QUIZ, note="x", now=NOW) is HelpRefused.NOT_ALLOWED
        assert api.confirm_talk(uid(sam), str(holder.key), QUIZ, note="", now=NOW) is HelpRefused.REASON_NEEDED
        assert api.confirm_talk(uid(staff), "nobody", QUIZ, note="x", now=NOW) is HelpRefused.NO_SUCH_PERSON
    assert not models.Support.objects.exists()


def use_all_tries(user: User) -> None:
    fail(user, 0, 1)
    read_lesson(user, "locate", now=NOW + 2 * DAY)
    fail(user, 8, 9)


def test_after_the_second_block_the_sponsor_has_an_obstacle_to_remove(ada: User, sam: User) -> None:
    holder = assign(sam, ada)
    use_all_tries(ada)
    obstacle = models.Obstacle.objects.get()
    assert (obstacle.quiz, obstacle.since, obstacle.resolved_at) == (QUIZ, NOW + 9 * DAY, None)
    read_lesson(ada, "locate", now=NOW + 10 * DAY)
    assert standing(ada, now=NOW + 100 * DAY).next == NoTriesLeft(used=4, until=NOW + 365 * DAY)
    with records.transaction():
        assert api.resolve_obstacle(uid(sam), str(holder.key), QUIZ, note="Time to learn", now=NOW + 12 * DAY) is None
    with records.transaction():
        again = api.resolve_obstacle(uid(sam), str(holder.key), QUIZ, note="Again", now=NOW + 13 * DAY)
    assert again is HelpRefused.NO_OBSTACLE
    assert standing(ada, now=NOW + 38 * DAY).next == MustWait(number=5, until=NOW + 39 * DAY, opens_block=True)
    assert start(ada, TIMED, now=NOW + 39 * DAY).number == 5
    obstacle.refresh_from_db()
    assert (obstacle.resolved_by, obstacle.note) == (sam, "Time to learn")


def test_unlocking_opens_the_next_try_at_once_and_only_that(ada: User, sam: User) -> None:
    holder = assign(sam, ada)
    use_all_tries(ada)
    with records.transaction():
        assert api.unlock_next_try(uid(sam), str(holder.key), QUIZ, reason="Trained", now=NOW + 10 * DAY) is None
    assert models.Obstacle.objects.get().resolved_at == NOW + 10 * DAY
    fail(ada, 10)
    assert isinstance(standing(ada, now=NOW + 10 * DAY).next, MustWait)


def test_what_sponsors_and_staff_see_of_tries_are_states(ada: User, sam: User, staff: User) -> None:
    assign(sam, ada)
    fail(ada, 0)
    assert api.read_needs(uid(sam), now=NOW + DAY) == ()
    fail(ada, 1)
    (need,) = api.read_needs(uid(sam), now=NOW + 2 * DAY)
    assert (need.kind, need.name, need.quiz, need.since) == (api.NeedKind.TALK, "Ada Learner", QUIZ, NOW + DAY)
    read_lesson(ada, "locate", now=NOW + 2 * DAY)
    assert api.read_needs(uid(sam), now=NOW + 2 * DAY) == ()
    fail(ada, 8, 9)
    (need,) = api.read_needs(uid(sam), now=NOW + 10 * DAY)
    assert need.kind is api.NeedKind.OBSTACLE
    assert api.read_needs(uid(staff), now=NOW) == ()
    assert not set(api.LearnerNeed.model_fields) & {"points", "result", "number", "tries", "passed"}
    assert not set(api.TryRow.model_fields) & {"points", "result", "passed", "responses"}
    person = api.read_person_tries("ada", now=NOW + 10 * DAY)
    assert person is not None
    assert len(person.tries) == 4
    assert api.read_person_tries("nobody", now=NOW) is None


def test_a_retired_quiz_is_started_by_nobody_and_finished_by_those_who_began(ada: User) -> None:
    attempt = start(ada, TIMED)
    retired = make_quiz(time_limit="10m", numbers=False, retired="2026-03-03")
    assert start(ada, retired) == attempt
    bob = make_user("bob")
    assert isinstance(standing(bob, retired, now=NOW).next, MayStart)
    # The company's day begins an hour before that of UTC.
    tomorrow = NOW.replace(hour=23, minute=0)
    assert standing(bob, retired, now=tomorrow).next == Retired()
    with records.transaction():
        assert records.start(uid(bob), retired, origin="", now=tomorrow) is Refusal.RETIRED
    assert hand_in(ada, attempt).state is AttemptState.HANDED_IN


def test_statements_of_a_timed_quiz_stay_in_their_budget(ada: User) -> None:
    attempt = start(ada, TIMED)
    with CaptureQueriesContext(connection) as saving:
        send(ada, attempt, 1, now=NOW)
    with CaptureQueriesContext(connection) as late:
        standing(ada, now=CLOSES + SECOND)
    assert count_statements(saving) <= 3
    assert count_statements(late) <= 5


def test_what_was_done_for_somebody_is_theirs_to_see_and_goes_with_them(ada: User, sam: User, staff: User) -> None:
    assign(sam, ada)
    give_time(staff, ada, 50)
    use_all_tries(ada)
    exported = api.export_person("ada")
    assert exported is not None
    assert [one["kind"] for one in exported["support"]] == ["extra-time", "lesson-read"]
    assert exported["support"][0]["content"] == {"percent": 50, "note": "Dyslexia"}
    assert [one["quiz"] for one in exported["obstacles"]] == [QUIZ]
    with records.transaction():
        api.release_holder(uid(staff))
    assert models.Support.objects.filter(given_by=staff).count() == 0
    with records.transaction():
        api.release_holder(uid(ada))
    assert not models.Support.objects.exists()
    assert models.Attempt.objects.count() == 4
