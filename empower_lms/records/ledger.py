"""The ledger: numbered, hash-chained entries per holder, appended and read.

An entry's hash covers its content and the hash before it, so altering, swapping or deleting an entry
breaks the chain; deleting the newest ones contradicts the holder's row. Reading checks all of it, so
nobody acts on a ledger that was touched.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from empower_lms.certification.events import EVENT, AnyEvent
from empower_lms.certification.standing import Standing, fold
from empower_lms.domain.base import Value
from empower_lms.domain.digest import canonical_json
from empower_lms.records.models import Holder, LedgerEntry
from empower_lms.records.transactions import require_transaction

_PAYLOAD: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_COLUMNS = frozenset({"kind", "at", "actor"})


class Ledger(Value):
    """What happened to one holder, oldest first. One that can't be relied on is not ``is_intact`` and has no events."""

    events: tuple[AnyEvent, ...] = ()
    is_intact: bool = True

    @property
    def standing(self) -> Standing:
        """Fold the events. A broken ledger has none, so nothing follows from it."""
        return fold(self.events)


def append_event(holder: Holder, event: AnyEvent) -> LedgerEntry:
    """Append to a ledger. The holder's row is locked by the caller and moves on with its head."""
    require_transaction()
    entry = LedgerEntry(
        holder=holder,
        number=holder.ledger_length + 1,
        kind=event.kind,
        at=event.at.astimezone(UTC),
        actor=event.actor,
        payload=canonical_json(EVENT.dump_python(event, mode="json", exclude=set(_COLUMNS))),
        previous_hash=holder.ledger_head,
    )
    entry.hash = hash_entry(entry)
    entry.save(force_insert=True)
    holder.ledger_length = entry.number
    holder.ledger_head = entry.hash
    holder.save(update_fields=["ledger_length", "ledger_head"])
    return entry


def hash_entry(entry: LedgerEntry, *, number: int | None = None) -> str:
    """Hash an entry as it stands, or as it would be under another number."""
    content = {
        "holder": str(entry.holder_id),
        "number": entry.number if number is None else number,
        "kind": entry.kind,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "payload": entry.payload,
        "previous_hash": entry.previous_hash,
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def read_ledger(holder: Holder | None) -> Ledger:
    """Read one holder's ledger and check its chain."""
    if holder is None:
        return Ledger()
    return assemble_ledger(holder, LedgerEntry.objects.filter(holder=holder).order_by("number"))


def read_ledgers(holders: Sequence[Holder]) -> dict[str, Ledger]:
    """Read several ledgers with one query, by holder key."""
    entries: dict[str, list[LedgerEntry]] = {str(holder.key): [] for holder in holders}
    for entry in LedgerEntry.objects.filter(holder__in=holders).order_by("holder_id", "number"):
        entries[str(entry.holder_id)].append(entry)
    return {str(holder.key): assemble_ledger(holder, entries[str(holder.key)]) for holder in holders}


def assemble_ledger(holder: Holder, entries: Iterable[LedgerEntry]) -> Ledger:
    """Check the chain of one holder's entries, ordered by number, and read their events."""
    events: list[AnyEvent] = []
    head = ""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number or entry.previous_hash != head or entry.hash != hash_entry(entry):
            return Ledger(is_intact=False)
        event = read_event(entry)
        if event is None:
            return Ledger(is_intact=False)
        events.append(event)
        head = entry.hash
    if len(events) != holder.ledger_length or head != holder.ledger_head:
        return Ledger(is_intact=False)
    return Ledger(events=tuple(events))


def read_event(entry: LedgerEntry) -> AnyEvent | None:
    """Read the event of an entry, or nothing when its content is none."""
    try:
        payload = _PAYLOAD.validate_json(entry.payload)
        return EVENT.validate_python({**payload, "kind": entry.kind, "at": entry.at, "actor": entry.actor})
    except ValidationError:
        return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
