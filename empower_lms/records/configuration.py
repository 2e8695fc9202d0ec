"""The settings that records reads, each with its default."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.module_loading import import_string

from empower_lms.domain.pillar import PILLAR_NAMES
from empower_lms.rendering.translation import best_locale, translator


def company_zone() -> str:
    """Return the time zone in which certificates and grants end at the end of a day."""
    return str(getattr(settings, "EMPOWER_ZONE", "Europe/Berlin"))


def is_offered(course: str) -> bool:
    """Say whether a course can be taken here; a platform that names no courses offers what cards ask for."""
    titles = getattr(settings, "EMPOWER_COURSE_TITLES", None)
    return titles is None or course in titles


def course_url(course: str) -> str:
    """Return the page where a course is learned, or nothing when there is none."""
    template = str(getattr(settings, "EMPOWER_COURSE_URL", ""))
    return template.format(course=course) if template and is_offered(course) else ""


def course_titles(locale: str) -> dict[str, str]:
    """Return the names of courses: those that the platform set (``{course: {locale: title}}``), else their pillar's."""
    translate = translator(locale).gettext
    titles = {pillar.value: translate(name) for pillar, name in PILLAR_NAMES.items()}
    own: dict[str, dict[str, str]] = getattr(settings, "EMPOWER_COURSE_TITLES", {})
    language = best_locale(locale)
    return titles | {course: by_locale[language] for course, by_locale in own.items() if language in by_locale}


def site_url() -> str:
    """Return the address that links in mails begin with, without a slash at its end; empty when nobody named one."""
    return str(getattr(settings, "EMPOWER_SITE_URL", "")).rstrip("/")


def language_of(user: AbstractBaseUser) -> str:
    """Return the language to write to somebody in, as the platform knows it; empty when it doesn't."""
    path = str(getattr(settings, "EMPOWER_PERSON_LANGUAGE", ""))
    read = cast(Callable[[AbstractBaseUser], str | None], import_string(path)) if path else None
    return (read(user) if read is not None else None) or ""


def report_readers() -> tuple[str, ...]:
    """Return the usernames of those who get the summary of the whole company."""
    return tuple(getattr(settings, "EMPOWER_REPORT_TO", ()))


def decisions_kept_days() -> int | None:
    """Return for how long recorded decisions are kept; nothing means for ever."""
    days = getattr(settings, "EMPOWER_KEEP_DECISIONS_DAYS", None)
    return None if days is None else int(days)


def api_classes(setting: str, default: Sequence[str]) -> list[Any]:
    """Return the classes of Django REST framework that a setting names; nothing set means its own defaults."""
    return [import_string(path) for path in getattr(settings, setting, default)]
