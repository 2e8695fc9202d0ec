"""The settings that records reads, each with its default."""

from django.conf import settings


def company_zone() -> str:
    """Return the time zone in which certificates and grants end at the end of a day."""
    return str(getattr(settings, "EMPOWER_ZONE", "Europe/Berlin"))


def course_url(course: str) -> str:
    """Return the page where a course is learned, or nothing when the platform named none."""
    template = str(getattr(settings, "EMPOWER_COURSE_URL", ""))
    return template.format(course=course) if template else ""


def course_titles(locale: str) -> dict[str, str]:
    """Return the courses' titles for a locale, as far as the platform told us (``{course: {locale: title}}``)."""
    titles: dict[str, dict[str, str]] = getattr(settings, "EMPOWER_COURSE_TITLES", {})
    return {course: by_locale[locale] for course, by_locale in titles.items() if locale in by_locale}
