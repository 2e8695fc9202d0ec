"""Dates that people mean: validity runs to the end of a local day, instants are UTC."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def add_months(day: date, months: int) -> date:
    """Move a date by whole months; the 31st and 29 February become the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end_of_day(day: date, zone: str) -> datetime:
    """Return the first instant that is no longer on this local day, in UTC.

    It is the start of the next local day, so a day with a clock change has 23 or 25 hours.
    """
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def expiry_after(start: datetime, months: int, zone: str) -> datetime:
    """Return when something ends that starts now and is valid for whole months."""
    return end_of_day(add_months(start.astimezone(ZoneInfo(zone)).date(), months), zone)


def last_valid_day(expires_at: datetime, zone: str) -> date:
    """Return the local day that people read as "valid until"."""
    return (expires_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
