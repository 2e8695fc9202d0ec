"""The composition root of the blocks: which records they talk to."""

from datetime import UTC, datetime
from typing import Protocol, cast

from xblock.core import XBlock

from empower_lms.assessment.attempts import AttemptStore
from empower_lms.certification.outlook import OutlookReader
from empower_lms.domain.scope import Scope
from empower_xblocks import compat


class Records(AttemptStore, OutlookReader, Protocol):
    """What a block needs of the records: attempts to write, an outlook to read."""


def records_for(block: XBlock) -> Records:
    """Return the records that the runtime offers, else the database."""
    offered = block.runtime.service(block, "empower_records")
    if offered is not None:
        return cast(Records, offered)
    # Models load only where Django is set up, which an in-memory runtime does without.
    from empower_lms.records import api

    return cast(Records, api.records)


def read_cards() -> tuple[Scope, ...]:
    """Return the scope cards in force, for authors; nothing where there is no register."""
    try:
        from empower_lms.records import api

        return api.scopes_in_effect(now=read_clock())
    except (compat.DatabaseError, ImportError, compat.ImproperlyConfigured, RuntimeError):
        return ()


def read_clock() -> datetime:
    """Return the instant of this request: the only clock of the blocks."""
    return datetime.now(UTC)
