"""What older versions of this program stored is read, continued, verified and voided as if it were written today.

``stored/schema-1.json`` holds the rows that the release before question kinds, deadlines and scoring versions wrote:
somebody who passed, somebody who failed, and somebody in the middle of an attempt.
"""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import models as django_models

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.retake import MayStart, MustWait
from empower_lms.assessment.scoring import Remedy
from empower_lms.domain.digest import digest_of
from empower_lms.domain.documents import QuizDocument, read_document
from empower_lms.domain.quiz import Feedback
from empower_lms.records import api, models
from empower_lms.records.api import VoidingReport, records
from empower_lms.records.quiz_versions import QuizVersionAltered, read_version
from tests.records.cases import DAY, NOW, answer, hand_in, make_quiz, make_user, right_answer, uid

STORED = json.loads((Path(__file__).parent / "stored" / "schema-1.json").read_text(encoding="utf-8"))
TABLES = (
    models.Holder,
    models.QuizVersion,
    models.Attempt,
    models.AnswerEvent,
    models.LedgerEntry,
    models.Certificate,
)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Restore the stored rows; the people get new accounts, as after a move to another server."""
    found = {old: make_user(name) for old, name in STORED["users"].items()}
    for table in TABLES:
        for stored in STORED["rows"][table.__name__]:
            columns = {name: _parse(table, name, value) for name, value in stored.items()}
            if "user_id" in columns:
                columns["user_id"] = found[str(stored["user_id"])].pk
            table.objects.bulk_create([table(**columns)])
    return {user.username: user for user in found.values()}


def _parse(table: type[django_models.Model], name: str, value: object) -> object:
    field = next(one for one in table._meta.concrete_fields if one.attname == name)
    return field.to_python(value)


def version() -> QuizDocument:
    return read_version(models.QuizVersion.objects.get().digest)


def test_a_stored_quiz_keeps_its_identity_and_its_rules(people: dict[str, User]) -> None:
    document = version()
    assert document.digest == STORED["rows"]["QuizVersion"][0]["digest"]
    assert (document.quiz.time_limit, document.quiz.stance) == (None, None)
    assert document.quiz.feedback is Feedback.AFTER_PASS
    assert (document.quiz.retake.tries, document.quiz.retake.blocks) == (2, 2)


def test_everything_that_was_stored_still_verifies(people: dict[str, User]) -> None:
    verification = api.verify_ledger()
    assert (verification.findings, verification.entries) == ((), 1)


def test_an_old_result_has_what_results_have_today(people: dict[str, User]) -> None:
    latest = records.standing(uid(people["ada"]), version(), now=NOW).latest
    assert latest is not None
    assert latest.result is not None
    assert (latest.result.points, latest.result.passed, latest.result.scoring) == (4, True, 0)
    assert (latest.result.quadrant, latest.result.profile.total, latest.result.confident_errors) == (None, 0, 0)
    assert (latest.deadline, latest.extra_time) == (None, 0)
    assert isinstance(records.standing(uid(people["bob"]), version(), now=NOW).next, MustWait)
    assert records.standing(uid(people["bob"]), version(), now=NOW + DAY).next == MayStart(number=2, left_in_block=1)


def test_an_attempt_that_was_under_way_goes_on_and_is_certified(people: dict[str, User]) -> None:
    eve = people["eve"]
    latest = records.standing(uid(eve), version(), now=NOW).latest
    assert latest is not None
    assert latest.is_answering
    assert latest.unanswered == (3, 4)
    for position in latest.unanswered:
        answer(eve, latest, position, right_answer(version(), latest.form.item(position)), key=f"n{position}")
    judged = hand_in(eve, latest)
    assert judged.state is AttemptState.HANDED_IN
    assert judged.result is not None
    assert judged.result.passed
    assert api.verify_ledger().findings == ()


def test_a_question_of_an_old_version_can_be_voided(people: dict[str, User]) -> None:
    staff = make_user("staff", is_staff=True)
    bobs = models.Attempt.objects.get(holder__user=people["bob"])
    question = json.loads(bobs.form)["items"][0]["question"]
    report = api.apply_voiding(uid(staff), question, Remedy.CREDIT, reason="Two keys", withdraw=False, now=NOW + DAY)
    assert isinstance(report, VoidingReport)
    assert [one.name for one in report.changed] == ["bob"]
    assert api.verify_ledger().findings == ()


def test_an_old_failure_can_be_reset(people: dict[str, User]) -> None:
    with records.transaction():
        outcome = records.reset(uid(people["bob"]), "scope.certification", by="", reason="x", now=NOW)
    assert isinstance(outcome, Attempt)
    assert api.verify_ledger().findings == ()


def test_a_document_from_before_a_field_existed_keeps_its_identity(db: None) -> None:
    raw = json.loads(make_quiz().to_json())
    for name in ("feedback", "retired"):
        del raw["quiz"][name]
    for name in ("remediation", "pause"):
        del raw["quiz"]["retake"][name]
    text, digest = json.dumps(raw), digest_of(raw)
    models.QuizVersion.objects.create(digest=digest, quiz="scope.certification", document=text)
    read_version.cache_clear()
    assert read_version(digest).digest == digest
    assert read_document(QuizDocument, text).digest != digest
    models.QuizVersion.objects.create(digest="0" * 64, quiz="scope.certification", document=text)
    with pytest.raises(QuizVersionAltered):
        read_version("0" * 64)
