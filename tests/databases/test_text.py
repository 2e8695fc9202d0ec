"""Text in a database that ignores case, accents or blanks when it compares, and people who write in emoji."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from empower_lms.assessment.responses import TextResponse
from empower_lms.certification.decide import ReasonCode
from empower_lms.local.learner_state import LearnerFields, read_places
from empower_lms.records import api
from empower_lms.records.api import records, verify_ledger
from empower_lms.records.holders import find_active_user
from empower_lms.records.models import AnswerEvent, Decision, Grant, LedgerEntry
from tests.records.cases import (
    INSIDE,
    NOW,
    answer,
    assign,
    certify,
    give_scope,
    make_quiz,
    make_user,
    publish,
    right_answer,
    sign,
    start,
    uid,
)

pytestmark = pytest.mark.django_db

EMOJI = "Zoë 😀 𝄞 🏳️‍🌈 é̂ «ß»"


def decide(
    holder: str, scope: str = "FIN-1", facts: dict[str, object] | None = None, **more: str
) -> api.RecordedDecision:
    return api.decide_case(None, holder, scope, INSIDE if facts is None else facts, now=NOW, **more)


def codes(answered: api.RecordedDecision) -> list[ReasonCode]:
    return [reason.code for reason in getattr(answered.decision, "reasons", ())]


@pytest.fixture
def granted(db: None) -> str:
    """Somebody who may decide within FIN-1."""
    publish()
    give_scope(make_user("sam"), make_user("ada"))
    return "ada"


@pytest.mark.parametrize("other", ["Ada", "ADA", "ada ", " ada", "adá", "ａda", "ada\u200b"])
def test_only_the_very_name_is_the_person(granted: str, other: str) -> None:
    assert decide(granted).is_granted
    assert find_active_user(other) is None
    assert ReasonCode.UNKNOWN_HOLDER in codes(decide(other))


@pytest.mark.parametrize("other", ["fin-1", "FIN-1 ", "FÍN-1", "FIN‑1"])
def test_only_the_very_id_is_the_card(granted: str, other: str) -> None:
    assert ReasonCode.UNKNOWN_SCOPE in codes(decide(granted, other))


@pytest.mark.parametrize("other", ["KEY", "key ", "kéy"])
def test_only_the_very_key_repeats_a_request(granted: str, other: str) -> None:
    first = decide(granted, request_key="key")
    assert decide(granted, request_key="key").id == first.id
    assert decide(granted, request_key=other).id != first.id


@pytest.mark.parametrize("other", ["TOKEN", "token ", "tóken"])
def test_answers_with_keys_that_look_alike_are_two_answers(other: str) -> None:
    ada = make_user("ada")
    document = make_quiz()
    attempt = start(ada, document)
    for key in ("token", other, "token"):
        answer(ada, attempt, 1, right_answer(document, attempt.form.item(1)), key=key)
    assert AnswerEvent.objects.count() == 2


@pytest.mark.parametrize("typed", [EMOJI, "é", "e\u0301", "1 ", " 1", "É", "\\u00e9", "\r\n", "'\";--"])
def test_typed_text_comes_back_as_it_was_typed(typed: str) -> None:
    ada = make_user("ada")
    attempt = start(ada, make_quiz())
    response = TextResponse(typed=typed)
    AnswerEvent.objects.create(
        attempt_id=attempt.id, position=1, key_digest="k", response=response.model_dump_json(), language="en", at=NOW
    )
    latest = records.standing(uid(ada), make_quiz(), now=NOW).latest
    assert latest is not None
    assert latest.responses == {1: response}


def test_names_reasons_and_facts_may_be_written_in_any_characters() -> None:
    publish()
    ada = make_user("ada", first_name=EMOJI, last_name="🙂")
    sam = make_user("sam")
    certify(ada)
    holder = assign(sam, ada)
    sign(sam, holder)
    with records.transaction():
        api.countersign_grant(
            uid(ada), "FIN-1", statement="Ich übernehme das 🤝", missing=f"Zeit ⏳ {EMOJI} ",
            card=records.outlook(uid(ada), now=NOW).scopes[0].scope.digest, now=NOW,
        )  # fmt: skip
    (person,) = [one for one in api.read_people(uid(sam), now=NOW) if one.scope.id == "FIN-1"]
    assert person.name == f"{EMOJI} 🙂"
    assert EMOJI in person.missing_for_holder
    asked = decide("ada", facts={**INSIDE, "topic": "💥", "note 🤔": EMOJI})
    assert asked.id is not None
    assert EMOJI in Decision.objects.get(id=asked.id).facts
    assert verify_ledger().findings == ()


def test_a_ledger_is_the_same_bytes_that_were_hashed() -> None:
    publish()
    give_scope(make_user("sam"), make_user("ada"))
    before = verify_ledger()
    row = LedgerEntry.objects.order_by("number").first()
    assert row is not None
    for changed in (row.payload.upper(), row.payload + " ", row.payload.replace("e", "é")):
        LedgerEntry.objects.filter(pk=row.pk).update(payload=changed)
        assert verify_ledger().findings, "a change that the database calls equal is a change"
    LedgerEntry.objects.filter(pk=row.pk).update(payload=row.payload)
    assert verify_ledger() == before


def test_lists_are_found_by_scope_whatever_compares_text(granted: str) -> None:
    assert Grant.objects.filter(scope="FIN-1").count() == 1


def test_places_of_a_learner_are_kept_apart_by_course() -> None:
    ada = get_user_model().objects.create(username="ada")
    fields = LearnerFields(ada.pk)
    for course in ("scope", "lead"):
        fields.record_place(course, f"{course}-one 😀")
    assert read_places(ada.pk) == {"scope": "scope-one 😀", "lead": "lead-one 😀"}


def test_the_collation_is_the_one_that_was_asked_for() -> None:
    """Else the runs of tests/run_databases.sh with other collations would prove nothing."""
    if connection.vendor != "mysql":
        pytest.skip("only MySQL and MariaDB have collations to choose from")
    expected = connection.settings_dict["TEST"]["COLLATION"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT table_collation FROM information_schema.tables WHERE table_schema = DATABASE()")
        assert cursor.fetchall() == ((expected,),)
