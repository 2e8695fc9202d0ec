"""Defaults in LMS and Studio. An operator overrides them like any other setting of the platform."""

from typing import Any

from empower_lms.openedx.courses import OfferedCourses


def plugin_settings(settings: Any) -> None:
    """Add our settings to the platform's settings module."""
    # Organisation and run are those of the shipped catalogue; whoever builds another one names its own.
    settings.EMPOWER_COURSE_KEY = "course-v1:Empower+{course}+2026"
    settings.EMPOWER_COURSE_URL = "/courses/course-v1:Empower+{course}+2026/about"
    settings.EMPOWER_COURSE_TITLES = OfferedCourses()
