"""Everything of Open edX that the plug-in imports. The blocks have a module of their own for what they ask."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey

from empower_lms.domain.base import Value


class Site(Value):
    """What the platform shows of itself: its name, its logo, and where a signed-in person goes back to."""

    name: str
    url: str
    logo_url: str


# Everything below is imported in functions: models load only when Django's apps are ready, settings are read before.


def read_titles(course_keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the titles of those of these courses that the platform has, by course key and language."""
    from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

    found = CourseOverview.objects.filter(id__in=[CourseKey.from_string(key) for key in course_keys])
    return {str(one.id): {one.language or "en": one.display_name} for one in found}


def read_site(request: HttpRequest) -> Site:
    """Return the site of this request, as its configuration and theme say."""
    from lms.djangoapps.branding.api import get_logo_url
    from openedx.core.djangoapps.site_configuration import helpers

    name = helpers.get_value("platform_name", getattr(settings, "PLATFORM_NAME", ""))
    url = reverse("dashboard") if request.user.is_authenticated else "/"
    return Site(name=str(name), url=url, logo_url=str(get_logo_url(request.is_secure()) or ""))


def language_of(user: Any) -> str | None:
    """Return the language that somebody chose for the site."""
    from openedx.core.djangoapps.lang_pref import LANGUAGE_KEY
    from openedx.core.djangoapps.user_api.models import UserPreference

    language: str | None = UserPreference.get_value(user, LANGUAGE_KEY)
    return language


def is_course_staff(user: Any, course_key: str) -> bool:
    """Say whether somebody belongs to a course's team; global staff belongs to all."""
    from lms.djangoapps.courseware.access import has_access

    return bool(has_access(user, "staff", CourseKey.from_string(course_key)))


def count_learners(course_key: str, among: Collection[int] | None = None) -> int:
    """Count who is enrolled, or how many of these accounts are."""
    enrolled = _enrolled(course_key)
    return int((enrolled if among is None else enrolled.filter(pk__in=among)).count())


def read_learners(course_key: str, start: int, stop: int) -> Sequence[Any]:
    """Return a slice of the accounts that are enrolled, by username."""
    return list(_enrolled(course_key).order_by("username")[start:stop])


def load_block(user_id: str, usage_key: str) -> Any:
    """Load a block of a course for somebody, as their own request would; the caller saves it.

    Returns:
        Nothing where account or block are gone or the person may not see the block (any more).
    """
    from common.djangoapps.track.views import task_track
    from django.contrib.auth import get_user_model
    from lms.djangoapps.courseware.block_render import get_block_for_descriptor
    from lms.djangoapps.courseware.model_data import FieldDataCache
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    user = get_user_model().objects.filter(pk=user_id).first()
    try:
        key = UsageKey.from_string(usage_key)
    except InvalidKeyError:
        return None
    course_key = key.context_key
    if user is None or not course_key.is_course:
        return None

    def track(kind: str, event: Any) -> None:
        task_track({}, {"student": user.get_username()}, kind, event, page="x_module_task")

    store = modulestore()
    # Block and course are read from one copy of the course's structure.
    with store.bulk_operations(course_key):
        try:
            block = store.get_item(key)
        except ItemNotFoundError:
            return None
        return get_block_for_descriptor(
            user=user,
            request=None,
            block=block,
            field_data_cache=FieldDataCache.cache_for_block_descendents(course_key, user, block),
            course_key=course_key,
            # With the course its rules for single people are in force, as in a request.
            course=store.get_course(course_key),
            track_function=track,
        )


def begin_grade_event() -> None:
    """Let the platform track what follows as one computing anew, and not as part of what the worker did before."""
    from common.djangoapps.track import event_transaction_utils as transactions
    from lms.djangoapps.grades.api import events

    transactions.create_new_event_transaction_id()
    transactions.set_event_transaction_type(events.GRADES_RESCORE_EVENT_TYPE)


def _enrolled(course_key: str) -> Any:
    from common.djangoapps.student.models import CourseEnrollment

    return CourseEnrollment.objects.users_enrolled_in(CourseKey.from_string(course_key))
