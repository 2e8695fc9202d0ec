"""Everything of Open edX that the plug-in imports. The blocks have a module of their own for what they ask."""

from collections.abc import Iterable

from opaque_keys.edx.keys import CourseKey


def read_titles(course_keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the titles of those of these courses that the platform has, by course key and language."""
    # The model loads only when Django's apps are ready; settings are read before.
    from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

    found = CourseOverview.objects.filter(id__in=[CourseKey.from_string(key) for key in course_keys])
    return {str(one.id): {one.language or "en": one.display_name} for one in found}
