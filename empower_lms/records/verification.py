"""Verification: does everything that was recorded still hold together?

It reads all ledgers and reports every flaw; it repairs nothing. The anchor is one digest over all
ledgers: an operator who keeps it elsewhere notices even that a whole database was exchanged.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import ValidationError

from empower_lms.assessment.judge import Result
from empower_lms.certification.events import AnyEvent, CertificateIssued, GrantSigned, ResultRescored
from empower_lms.certification.standing import fold
from empower_lms.domain.base import Value
from empower_lms.domain.digest import digest_of
from empower_lms.records.attempt_rows import stored_results
from empower_lms.records.attempts import judge_again
from empower_lms.records.ledger import hash_entry, read_event
from empower_lms.records.models import Attempt, Certificate, Grant, Holder, LedgerEntry, QuizVersion, ScopeVersion
from empower_lms.records.projections import certificate_columns, grant_columns
from empower_lms.records.quiz_versions import QuizVersionAltered
from empower_lms.records.register import RegisterUnreadable, parse_card


class FindingKind(StrEnum):
    """What can be wrong with the records."""

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    UNLINKED = "unlinked"
    UNEXPECTED = "unexpected"
    UNREADABLE = "unreadable"
    HEAD_MISMATCH = "head-mismatch"
    PROJECTION_DRIFT = "projection-drift"
    EVIDENCE_MISSING = "evidence-missing"
    EVIDENCE_ALTERED = "evidence-altered"
    CARD_ALTERED = "card-altered"


class Finding(Value):
    """One flaw: whose ledger, which entry, and what it is about."""

    kind: FindingKind
    holder: str = ""
    number: int | None = None
    subject: str = ""


class Verification(Value):
    """All flaws, how much was read, and the anchor to keep outside."""

    findings: tuple[Finding, ...]
    holders: int
    entries: int
    anchor: str


def verify_ledger() -> Verification:
    """Check every ledger, projection, certificate's evidence and published card."""
    findings: list[Finding] = list(_check_cards())
    heads: list[tuple[str, int, str]] = []
    count = holders = 0
    for holder in Holder.objects.order_by("key").iterator(chunk_size=500):
        entries = list(LedgerEntry.objects.filter(holder=holder).order_by("number"))
        count += len(entries)
        holders += 1
        if holder.ledger_length:
            # Somebody without entries is no news: the anchor changes when a ledger does.
            heads.append((str(holder.key), holder.ledger_length, holder.ledger_head))
        findings.extend(_check_chain(holder, entries))
        events = [event for entry in entries if (event := read_event(entry)) is not None]
        findings.extend(_check_projections(holder, events))
        findings.extend(_check_evidence(holder, events))
    return Verification(findings=tuple(findings), holders=holders, entries=count, anchor=digest_of(heads))


def _check_chain(holder: Holder, entries: Sequence[LedgerEntry]) -> Iterator[Finding]:
    key = str(holder.key)
    by_number = {entry.number: entry for entry in entries}
    length = max(holder.ledger_length, len(entries))
    for number in range(1, holder.ledger_length + 1):
        if number not in by_number:
            yield Finding(kind=FindingKind.MISSING, holder=key, number=number)
    for entry in entries:
        if entry.number > holder.ledger_length:
            yield Finding(kind=FindingKind.UNEXPECTED, holder=key, number=entry.number, subject=entry.kind)
        yield from _check_entry(entry, by_number.get(entry.number - 1), length)
    last = by_number.get(holder.ledger_length)
    if last is not None and last.hash != holder.ledger_head:
        yield Finding(kind=FindingKind.HEAD_MISMATCH, holder=key, number=last.number)
    if holder.ledger_length == 0 and holder.ledger_head:
        yield Finding(kind=FindingKind.HEAD_MISMATCH, holder=key)


def _check_entry(entry: LedgerEntry, before: LedgerEntry | None, length: int) -> Iterator[Finding]:
    key = str(entry.holder_id)
    if entry.hash != hash_entry(entry):
        moved = any(entry.hash == hash_entry(entry, number=number) for number in range(1, length + 1))
        kind = FindingKind.REORDERED if moved else FindingKind.ALTERED
        yield Finding(kind=kind, holder=key, number=entry.number, subject=entry.kind)
    elif entry.previous_hash != (before.hash if before else "") and (before or entry.number == 1):
        yield Finding(kind=FindingKind.UNLINKED, holder=key, number=entry.number, subject=entry.kind)
    if read_event(entry) is None:
        yield Finding(kind=FindingKind.UNREADABLE, holder=key, number=entry.number, subject=entry.kind)


def _check_projections(holder: Holder, events: Sequence[AnyEvent]) -> Iterator[Finding]:
    """Compare the rows for lists with what the ledger amounts to."""
    standing = fold(events)
    expected = {
        **{UUID(one.id): ("certificate", certificate_columns(one)) for one in standing.certificates},
        **{UUID(one.id): ("grant", grant_columns(one)) for one in standing.grants},
    }
    rows: dict[UUID, Certificate | Grant] = {
        **{row.id: row for row in Certificate.objects.filter(holder=holder)},
        **{row.id: row for row in Grant.objects.filter(holder=holder)},
    }
    for row_id in sorted(expected.keys() | rows.keys(), key=str):
        _, columns = expected.get(row_id, ("", {}))
        row = rows.get(row_id)
        if row is None or not columns or any(getattr(row, name) != value for name, value in columns.items()):
            yield Finding(kind=FindingKind.PROJECTION_DRIFT, holder=str(holder.key), subject=str(row_id))


def _check_evidence(holder: Holder, events: Sequence[AnyEvent]) -> Iterator[Finding]:
    """Look for the attempt behind each certificate and the card behind each grant."""
    key = str(holder.key)
    for number, event in enumerate(events, start=1):
        if isinstance(event, CertificateIssued):
            kind = _check_attempt(holder, event)
            if kind is not None:
                yield Finding(kind=kind, holder=key, number=number, subject=f"attempt {event.attempt}")
        elif isinstance(event, ResultRescored):
            if not _is_rescoring_explained(holder, event):
                kind = FindingKind.EVIDENCE_ALTERED
                yield Finding(kind=kind, holder=key, number=number, subject=f"attempt {event.attempt}")
        elif isinstance(event, GrantSigned):
            cards = ScopeVersion.objects.filter(
                scope=event.scope, version=event.scope_version, digest=event.scope_digest
            )
            if not cards.exists():
                subject = f"{event.scope} v{event.scope_version}"
                yield Finding(kind=FindingKind.EVIDENCE_MISSING, holder=key, number=number, subject=subject)


def _check_attempt(holder: Holder, event: CertificateIssued) -> FindingKind | None:
    """Judge the attempt once more: stored answers, form, rules and results have to agree with the certificate."""
    row = Attempt.objects.filter(id=event.attempt, holder=holder).first()
    if row is None:
        return FindingKind.EVIDENCE_MISSING
    try:
        certified = judge_again(row, scoring=event.scoring)
        is_explained = all(_can_be_computed(row, text) for text in stored_results(row))
    except QuizVersion.DoesNotExist:
        return FindingKind.EVIDENCE_MISSING
    except (QuizVersionAltered, ValidationError, ValueError, LookupError):
        return FindingKind.EVIDENCE_ALTERED
    agrees = (
        row.version_id == event.document
        and is_explained
        and certified.passed
        and (certified.points, certified.length) == (event.points, event.length)
    )
    return None if agrees else FindingKind.EVIDENCE_ALTERED


def _is_rescoring_explained(holder: Holder, event: ResultRescored) -> bool:
    """Say whether every result that the attempt had follows from its answers, and the one that was entered is there."""
    row = Attempt.objects.filter(id=event.attempt, holder=holder).first()
    if row is None:
        return False
    try:
        result = judge_again(row, scoring=event.scoring)
        is_explained = all(_can_be_computed(row, text) for text in stored_results(row))
    except (QuizVersion.DoesNotExist, QuizVersionAltered, ValidationError, ValueError, LookupError):
        return False
    return is_explained and (result.points, result.length, result.passed) == (event.points, event.length, event.passed)


def _can_be_computed(row: Attempt, text: str) -> bool:
    """Say whether a stored result follows from the answers and the scoring version that it names.

    A result that an older version of this program stored lacks the fields that came later: what it has must agree.
    """
    stored = Result.model_validate_json(text)
    computed = judge_again(row, scoring=stored.scoring)
    return stored.model_fields_set >= FIRST_FIELDS and all(
        getattr(stored, name) == getattr(computed, name) for name in stored.model_fields_set
    )


FIRST_FIELDS = frozenset({"points", "length", "cut", "strata", "missed_critical", "passed"})
"""What every stored result has had from the first release on."""


def _check_cards() -> Iterator[Finding]:
    for row in ScopeVersion.objects.order_by("scope", "version").iterator(chunk_size=200):
        try:
            parse_card(row)
        except RegisterUnreadable:
            yield Finding(kind=FindingKind.CARD_ALTERED, subject=f"{row.scope} v{row.version}")
