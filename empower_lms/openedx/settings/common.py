"""Defaults in LMS and Studio. An operator overrides them like any other setting of the platform."""

from typing import Any

from empower_lms.openedx.courses import COURSE_KEY, OfferedCourses


def plugin_settings(settings: Any) -> None:
    """Add our settings to the platform's settings module."""
    settings.EMPOWER_COURSE_KEY = COURSE_KEY
    settings.EMPOWER_COURSE_URL = f"/courses/{COURSE_KEY}/about"
    settings.EMPOWER_COURSE_TITLES = OfferedCourses()
