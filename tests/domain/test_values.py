"""Values guard their own invariants."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from empower_lms.domain.documents import SCHEMA_VERSION, QuizDocument, read_document, upgrade
from empower_lms.domain.duration import format_duration, parse_duration
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.tier import Tier
from tests.assessment.conftest import build_demo_quiz
from tests.certification.cards import both, make_scope
from tests.strategies import TEXT


def quiz(**changes):
    fields = {
        "id": "demo.quiz",
        "mode": QuizMode.CERTIFICATION,
        "title": TEXT,
        "strata": (Stratum(id="one", objectives=("demo.one",), count=4, at_least=3),),
        "cut": 3,
    }
    return Quiz(**fields | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cut": 5}, "can't be reached"),
        ({"cut": 0}, "needs a cut"),
        ({"retake": RetakeRule(tries=None)}, "passed by everybody"),
        (
            {
                "strata": (
                    Stratum(id="one", objectives=("demo.one",), count=2),
                    Stratum(id="two", objectives=("demo.one",), count=2),
                )
            },
            "drawn twice",
        ),
        ({"strata": (Stratum(id="one", objectives=("demo.one",), count=2),) * 2}, "same id"),
    ],
)
def test_a_quiz_that_cannot_work_is_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        quiz(**changes)


def test_a_minimum_above_the_count_is_refused():
    with pytest.raises(ValidationError, match="never be right"):
        Stratum(id="one", objectives=("demo.one",), count=2, at_least=3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"limits": []}, "at least one limit"),
        ({"inform": []}, "whom to inform"),
        ({"outside": None}, "outside of it"),
        ({"facts": []}, "needs a quantity fact"),
        ({"id": "FIN-2"}, r"must start with 'FIN-2\.'"),
    ],
)
def test_a_card_that_a_stranger_could_not_decide_from_is_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        make_scope(**changes)


def test_the_digest_follows_the_content():
    assert make_scope().digest == make_scope().digest
    assert make_scope().digest != make_scope(title=both("Other")).digest
    changed = make_scope(
        inform=[{"id": "FIN-1.tell", "whom": both("x"), "within": "1h", "text": both("y")}]
    ).clause_digests()
    assert {name for name, digest in make_scope().clause_digests().items() if changed[name] != digest} == {"FIN-1.tell"}


@pytest.mark.parametrize("version", [None, "1", 0, SCHEMA_VERSION + 1])
def test_a_document_of_an_unknown_version_is_refused(version):
    with pytest.raises(ValueError, match="schema version"):
        upgrade({"schema_version": version})


def test_a_document_reads_back_what_was_written():
    from tests.assessment.conftest import build_demo_quiz

    document = build_demo_quiz()
    assert read_document(QuizDocument, document.to_json()) == document
    assert read_document(QuizDocument, document.to_json()).digest == document.digest


@pytest.mark.parametrize(
    ("text", "duration"), [("30m", timedelta(minutes=30)), ("24h", timedelta(days=1)), ("7d", timedelta(days=7))]
)
def test_durations_are_read_and_written(text, duration):
    assert parse_duration(text) == duration
    assert parse_duration(format_duration(duration)) == duration


def test_text_falls_back_to_a_language_that_is_there():
    text = LocalizedText({"en": "yes", "de": "ja"})
    assert [text.to(locale) for locale in ("de", "de-AT", "de_CH", "fr", "en-GB")] == ["ja", "ja", "ja", "yes", "yes"]
    assert LocalizedText({"fr": "oui"}).to("de") == "oui"


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_has_its_defaults(tier):
    assert tier.certificate_months in {6, 12, 24}
    assert tier.probation_uses in {0, 3, 5}
    assert [other for other in Tier if tier.covers(other)] == [other for other in Tier if other <= tier]


def test_a_changed_copy_forgets_what_was_computed_from_the_old_content():
    document = build_demo_quiz()
    assert len(document.pool_of("one")) == 6
    assert len(document.question_by_id) == 12
    shorter = document.model_copy(update={"questions": document.questions[1:]})
    assert (len(shorter.pool_of("one")), len(shorter.question_by_id)) == (5, 11)
    assert shorter.digest != document.digest
    assert document.model_copy().digest == document.digest
