"""Flags: questions that a learner wants to come back to, kept with one attempt in the block's own state.

A flag is a note to oneself and no answer, so it needs none of the care that the records take.
"""

from collections.abc import Mapping
from typing import Any

Stored = dict[str, Any]


def read_flags(stored: Mapping[str, Any], attempt: str) -> frozenset[int]:
    """Return the flagged positions of an attempt; flags of an earlier attempt are none."""
    if stored.get("attempt") != attempt:
        return frozenset()
    return frozenset(position for position in stored.get("positions", ()) if isinstance(position, int))


def write_flag(stored: Mapping[str, Any], attempt: str, position: int, *, flagged: bool) -> Stored:
    """Return what to store when a flag is put up or taken down."""
    others = read_flags(stored, attempt) - {position}
    return {"attempt": attempt, "positions": sorted(others | {position} if flagged else others)}
