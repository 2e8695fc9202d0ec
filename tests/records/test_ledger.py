"""The ledger: whatever is done to it behind our back is found, and nobody acts on it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from empower_lms.certification.status import ScopeState
from empower_lms.records import models
from empower_lms.records.api import FindingKind, GrantRefused, read_outlook, records, verify_ledger
from empower_lms.records.ledger import hash_entry, read_ledger
from empower_lms.records.projections import rebuild_projections
from tests.records.cases import NOW, countersign, give_scope, publish, sign, take_quiz, uid
from tests.records.cases import make_quiz as quiz_of

K = FindingKind


@pytest.fixture
def holder(ada: User, sam: User) -> models.Holder:
    """Somebody with two certificates, a signature and a counter-signature: four entries."""
    publish()
    return give_scope(sam, ada)


def found() -> list[tuple[FindingKind, int | None]]:
    return [(finding.kind, finding.number) for finding in verify_ledger().findings]


def entries(*numbers: int) -> "models.models.QuerySet[models.LedgerEntry]":
    rows = models.LedgerEntry.objects.order_by("number")
    return rows.filter(number__in=numbers) if numbers else rows


def test_an_untouched_ledger_has_no_findings(holder: models.Holder) -> None:
    verification = verify_ledger()
    assert verification.findings == ()
    assert (verification.entries, len(verification.anchor)) == (4, 64)


def test_entries_are_numbered_chained_and_signed_by_who_did_it(holder: models.Holder, sam: User) -> None:
    rows = list(entries())
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [row.previous_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]
    sponsor = str(models.Holder.objects.get(user=sam).key)
    assert [row.actor for row in rows] == ["system", "system", sponsor, str(holder.key)]
    holder.refresh_from_db()
    assert (holder.ledger_length, holder.ledger_head) == (4, rows[-1].hash)


def alter_payload() -> None:
    row = entries(1).get()
    entries(1).update(payload=row.payload.replace('"length":8', '"length":9'))


def alter_with_new_hash() -> None:
    row = entries(2).get()
    row.payload = row.payload.replace('"tier":"S1"', '"tier":"S4"')
    entries(2).update(payload=row.payload, hash=hash_entry(row))


def delete_middle() -> None:
    entries(2)._raw_delete("default")


def delete_tail() -> None:
    entries(4)._raw_delete("default")


def delete_all() -> None:
    entries()._raw_delete("default")


def swap() -> None:
    entries(2).update(number=99)
    entries(3).update(number=2)
    entries(99).update(number=3)


def backdate() -> None:
    entries(3).update(at=NOW.replace(year=2025))


def change_actor() -> None:
    entries(3).update(actor="00000000-0000-0000-0000-000000000000")


def shorten_with_matching_head() -> None:
    """Cut the tail and lie about it in the holder's row: only the projection remembers."""
    entries(4)._raw_delete("default")
    models.Holder.objects.filter(ledger_length=4).update(ledger_length=3, ledger_head=entries(3).get().hash)


def append_behind_the_head() -> None:
    row = entries(4).get()
    row.pk, row.number, row.previous_hash, row._state.adding = None, 5, row.hash, True
    row.hash = hash_entry(row)
    row.save(force_insert=True)


TAMPERINGS: list[tuple[Callable[[], None], set[tuple[FindingKind, int | None]]]] = [
    (alter_payload, {(K.ALTERED, 1)}),
    (alter_with_new_hash, {(K.UNLINKED, 3)}),
    (delete_middle, {(K.MISSING, 2)}),
    (delete_tail, {(K.MISSING, 4)}),
    (delete_all, {(K.MISSING, 1), (K.MISSING, 2), (K.MISSING, 3), (K.MISSING, 4)}),
    (swap, {(K.REORDERED, 2), (K.REORDERED, 3)}),
    (backdate, {(K.ALTERED, 3)}),
    (change_actor, {(K.ALTERED, 3)}),
    (shorten_with_matching_head, {(K.PROJECTION_DRIFT, None)}),
    (append_behind_the_head, {(K.UNEXPECTED, 5)}),
]


@pytest.mark.parametrize(("tamper", "expected"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", ""))
def test_tampering_is_found(
    tamper: Callable[[], None], expected: set[tuple[FindingKind, int | None]], holder: models.Holder
) -> None:
    anchor = verify_ledger().anchor
    tamper()
    assert expected <= set(found())
    if tamper is shorten_with_matching_head:
        assert verify_ledger().anchor != anchor, "the anchor that was kept outside shows it"


@pytest.mark.parametrize("tamper", [case[0] for case in TAMPERINGS if case[0] is not shorten_with_matching_head])
def test_nothing_follows_from_a_broken_ledger(
    tamper: Callable[[], None], holder: models.Holder, ada: User, sam: User
) -> None:
    tamper()
    outlook = read_outlook(uid(ada), now=NOW)
    assert outlook.certificates == ()
    assert {status.state for status in outlook.scopes} == {ScopeState.NOT_READY, ScopeState.FREE}
    before = models.LedgerEntry.objects.count()
    assert sign(sam, holder) is GrantRefused.RECORDS_BROKEN
    assert countersign(ada) is GrantRefused.RECORDS_BROKEN
    assert models.LedgerEntry.objects.count() == before


def test_a_broken_ledger_stops_grants_and_not_learning(holder: models.Holder, ada: User) -> None:
    delete_middle()
    attempt = take_quiz(ada, quiz_of(course="tools"))
    assert attempt.result is not None
    assert attempt.result.passed


def test_evidence_that_was_changed_or_removed_is_found(holder: models.Holder) -> None:
    row = models.Attempt.objects.order_by("started_at", "quiz").first()
    assert row is not None
    number = entries().get(payload__contains=str(row.id)).number
    models.Attempt.objects.filter(id=row.id).update(result=row.result.replace('"points":"8"', '"points":"7"'))
    assert (K.EVIDENCE_ALTERED, number) in found()
    models.Attempt.objects.filter(id=row.id).update(result=row.result)
    assert found() == []
    models.AnswerEvent.objects.filter(attempt=row, position=1).update(
        response='{"kind":"numeric","value":"1","typed":"1"}'
    )
    assert (K.EVIDENCE_ALTERED, number) in found()


def test_a_missing_attempt_is_found(holder: models.Holder) -> None:
    certificate = models.Certificate.objects.first()
    assert certificate is not None
    attempt = certificate.attempt_id
    models.Certificate.objects.filter(attempt=attempt).delete()
    models.AnswerEvent.objects.filter(attempt=attempt)._raw_delete("default")
    models.Attempt.objects.filter(id=attempt).delete()
    assert {K.EVIDENCE_MISSING, K.PROJECTION_DRIFT} == {kind for kind, _ in found()}


def test_an_altered_or_missing_card_is_found(holder: models.Holder) -> None:
    row = models.ScopeVersion.objects.get(scope="FIN-1")
    models.ScopeVersion.objects.filter(pk=row.pk).update(document=row.document.replace("100 EUR", "900 EUR"))
    assert (K.CARD_ALTERED, None) in found()
    models.ScopeVersion.objects.filter(pk=row.pk)._raw_delete("default")
    assert found() == [(K.EVIDENCE_MISSING, 3)]


def test_projections_that_drifted_are_found_and_can_be_rebuilt(holder: models.Holder) -> None:
    models.Grant.objects.update(confirmed_at=NOW)
    models.Certificate.objects.filter(course="trust").delete()
    assert found() == [(K.PROJECTION_DRIFT, None)] * 2
    holder.refresh_from_db()
    with records.transaction():
        rebuild_projections(holder, read_ledger(holder).standing)
    assert found() == []


def test_the_chain_can_not_fork(holder: models.Holder) -> None:
    row = entries(4).get()
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_head_that_was_changed_is_found(holder: models.Holder) -> None:
    models.Holder.objects.filter(ledger_length=4).update(ledger_head="0" * 64)
    assert found() == [(K.HEAD_MISMATCH, 4)]
    models.Holder.objects.filter(ledger_length=4).update(ledger_length=F("ledger_length") - 4)
    assert {kind for kind, _ in found()} == {K.UNEXPECTED, K.HEAD_MISMATCH}


def test_retirement_keeps_history_and_forgets_the_name(holder: models.Holder, ada: User) -> None:
    ada.delete()
    kept = models.Holder.objects.get(key=holder.key)
    assert kept.user is None
    assert kept.ledger_length == 4
    assert found() == []
