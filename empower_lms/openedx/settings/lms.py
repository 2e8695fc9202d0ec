"""Defaults in the LMS. An operator overrides them like any other setting of the platform."""

from typing import Any

from celery.schedules import crontab
from django.conf import settings as django_settings

from empower_lms.openedx.settings import common, statements

TASK = "empower_lms.openedx.tasks.sweep"

SCOPES = {
    "empower:decide": "Ask whether somebody may decide something",
    "empower:cards": "Read the scope cards in effect",
    "empower:people": "Learn which account a key belongs to",
}


class SiteAddress:
    """The address of the LMS, always today's: the operator's settings are read after ours."""

    def __str__(self) -> str:
        return str(getattr(django_settings, "LMS_ROOT_URL", "") or "")


def plugin_settings(settings: Any) -> None:
    """Add our settings to the platform's settings module."""
    common.plugin_settings(settings)
    settings.EMPOWER_PAGE_FRAME = "empower_lms.openedx.site.build_frame"
    settings.EMPOWER_SITE_URL = SiteAddress()
    settings.EMPOWER_PERSON_LANGUAGE = "empower_lms.openedx.compat.language_of"
    settings.EMPOWER_COURSE_TEAM = "empower_lms.openedx.team.PlatformTeam"
    settings.EMPOWER_GRADE_BOOK = "empower_lms.openedx.grade_book.PlatformGradeBook"
    settings.EMPOWER_API_AUTHENTICATION = [
        "edx_rest_framework_extensions.auth.jwt.authentication.JwtAuthentication",
        "openedx.core.lib.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ]
    settings.EMPOWER_API_PERMISSIONS = ["empower_lms.openedx.access.PERSON_OR_SCOPE"]
    _offer_scopes(settings)
    _schedule(settings)
    statements.allow_statements(settings)


def _offer_scopes(settings: Any) -> None:
    """Let tokens be limited to one use of our API; an application gets none of them by default."""
    provider = settings.OAUTH2_PROVIDER
    settings.OAUTH2_PROVIDER = {**provider, "SCOPES": {**provider.get("SCOPES", {}), **SCOPES}}


def _schedule(settings: Any) -> None:
    """Plan the sweeps for the platform's beat, if it runs one. Times are those of ``CELERY_TIMEZONE``."""
    settings.CELERYBEAT_SCHEDULE = {
        **getattr(settings, "CELERYBEAT_SCHEDULE", {}),
        "empower-close": {"task": TASK, "schedule": crontab(minute="*/10"), "args": ("close",)},
        "empower-grades": {"task": TASK, "schedule": crontab(minute=35), "args": ("grades",)},
        "empower-deprovision": {"task": TASK, "schedule": crontab(minute=20), "args": ("deprovision",)},
        "empower-remind": {"task": TASK, "schedule": crontab(hour=5, minute=40), "args": ("remind",)},
        "empower-report": {"task": TASK, "schedule": crontab(hour=6, minute=10), "args": ("report",)},
        "empower-forget": {"task": TASK, "schedule": crontab(hour=3, minute=50), "args": ("forget",)},
    }
