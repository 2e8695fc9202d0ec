"""Waiting times as people write them: ``30m``, ``24h``, ``7d``."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

_DURATION = re.compile(r"^(\d{1,5})\s*(m|h|d)$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def parse_duration(text: str) -> timedelta:
    """Read ``30m``, ``24h`` or ``7d``.

    Raises:
        ValueError: for anything else.
    """
    match = _DURATION.match(text.strip())
    if not match:
        raise ValueError(f"'{text}' is not a duration: write 30m, 24h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def format_duration(duration: timedelta) -> str:
    """Write a duration in the largest unit that keeps it exact; a single day stays 24 hours, as people say it."""
    minutes = int(duration.total_seconds() // 60)
    if minutes > 24 * 60 and minutes % (24 * 60) == 0:
        return f"{minutes // (24 * 60)}d"
    if minutes and minutes % 60 == 0:
        return f"{minutes // 60}h"
    return f"{minutes}m"


def _from_text(value: Any) -> Any:
    return parse_duration(value) if isinstance(value, str) else value


Duration = Annotated[
    timedelta,
    BeforeValidator(_from_text),
    PlainSerializer(format_duration, return_type=str),
]
