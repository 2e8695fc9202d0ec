"""Dates that people mean."""

from datetime import UTC, date, datetime, timedelta

import pytest

from empower_lms.certification.calendar import add_months, end_of_day, expiry_after, last_valid_day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
    ],
)
def test_months_end_where_the_month_ends(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 3, 28), "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 10, 25), "Europe/Berlin", datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 6, 1), "America/Los_Angeles", datetime(2026, 6, 2, 7, tzinfo=UTC)),
    ],
)
def test_a_day_ends_by_local_clocks_also_when_they_change(day, zone, expected):
    assert end_of_day(day, zone) == expected


def test_validity_is_counted_from_the_local_day():
    late_evening_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    expires_at = expiry_after(late_evening_utc, 12, "Europe/Berlin")
    assert last_valid_day(expires_at, "Europe/Berlin") == date(2027, 11, 23)
    assert expires_at - timedelta(seconds=1) < end_of_day(date(2027, 11, 23), "Europe/Berlin")
