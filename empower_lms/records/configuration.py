"""The settings that records reads, each with its default."""

from django.conf import settings

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
