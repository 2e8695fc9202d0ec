"""The host platform: everything that a block asks of Open edX, Django or another runtime.

Each function works without the platform, too, so that blocks run in the local LMS, in the
workbench and in tests.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import transaction
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from xblock.core import XBlock
from xblock.validation import ValidationMessage

try:
    import crum
except ImportError:
    crum = None

try:
    from common.djangoapps.student.models import CourseEnrollment
except ImportError:
    CourseEnrollment = None

try:
    from openedx.core.djangoapps.xblock.learning_context.manager import get_learning_context_impl
except ImportError:
    get_learning_context_impl = None

try:
    from xmodule.modulestore.django import modulestore
    from xmodule.validation import StudioValidationMessage
except ImportError:
    modulestore = StudioValidationMessage = None

__all__ = ["DatabaseError", "ImproperlyConfigured"]

USER_ID = "edx-platform.user_id"
WORKBENCH_USER_ID = "xblock-workbench.user_id"


def learner_id(block: XBlock) -> str | None:
    """Return the platform's id of the signed-in learner, or nothing for a visitor."""
    attributes = _user_attributes(block)
    if attributes.get("edx-platform.is_authenticated", True) is False:
        return None
    user_id = attributes.get(USER_ID) or attributes.get(WORKBENCH_USER_ID)
    return str(user_id) if user_id else None


@lru_cache(maxsize=1024)
def device_tag(user_id: str) -> str:
    """Return a name for a learner that a shared device may keep: it leads back to nobody."""
    secret = settings.SECRET_KEY if settings.configured else ""
    return hashlib.blake2b(user_id.encode(), key=secret.encode()[:64], digest_size=8).hexdigest()


def page_url(block: XBlock) -> str:
    """Return where the course's unit with a block ``{name}`` is; empty where a block stands in no course."""
    course = getattr(block.scope_ids.usage_id, "course_key", None)
    return f"/courses/{course}/jump_to_id/{{name}}" if course is not None else ""


def csrf_token(block: XBlock) -> str:
    """Return the token that a plain form needs; the local LMS offers it as a service."""
    service = block.runtime.service(block, "empower_csrf")
    if service is not None:
        return str(service() if callable(service) else service)
    request = _current_request()
    return str(get_token(request)) if request is not None else ""


def page_query(block: XBlock, context: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Return the query of the page that the block stands on; ``empower_query`` in the context wins."""
    given = (context or {}).get("empower_query")
    if given is not None:
        return dict(given.items())
    request = _current_request()
    return dict(request.GET.items()) if request is not None else {}


def locale_of(block: XBlock) -> str:
    """Return the language that the platform speaks with this person."""
    return (translation.get_language() if settings.configured else None) or "en"


def zone_of(block: XBlock) -> str:
    """Return the time zone to show instants in: the person's preference, else the site's."""
    preferences = _user_attributes(block).get("edx-platform.user_preferences") or {}
    if preferences.get("time_zone"):
        return str(preferences["time_zone"])
    return timezone.get_current_timezone_name() if settings.configured else "UTC"


def may_write(block: XBlock, user_id: str) -> bool:
    """Say whether what this request does may be stored for the learner.

    The platform answers handlers of people who are not enrolled, and of staff who look at the
    course through a learner's eyes; neither must leave a trace.
    """
    request = _current_request()
    actor = getattr(request, "user", None)
    if actor is not None and actor.is_authenticated and str(actor.pk) != user_id:
        return False
    if CourseEnrollment is None or _user_attributes(block).get("edx-platform.user_is_staff"):
        return True
    course = getattr(block.scope_ids.usage_id, "course_key", None)
    return course is None or actor is None or bool(CourseEnrollment.is_enrolled(actor, course))


def may_author(block: XBlock) -> bool:
    """Say whether this request comes from somebody who may edit the block, in a place where blocks are edited.

    Studio answers handlers to everybody who is signed in, so its permission service decides; the LMS has none, and
    there nobody is an author. Blocks of a library that is no course are asked for by the library's own rules.
    """
    key = block.scope_ids.usage_id
    permissions = block.runtime.service(block, "studio_user_permissions")
    if permissions is not None:
        return bool(permissions.can_write(getattr(key, "course_key", None)))
    user = getattr(block.runtime, "user", None)
    is_in_studio = settings.configured and getattr(settings, "ROOT_URLCONF", "") == "cms.urls"
    if get_learning_context_impl is None or user is None or not is_in_studio:
        return False
    try:
        return bool(get_learning_context_impl(key).can_edit_block(user, key))
    except (AttributeError, NotImplementedError, TypeError):
        return False


def stable_name(block: XBlock) -> str:
    """Return the block's name in the world, the same in draft and published branch."""
    key = block.scope_ids.usage_id
    course = getattr(key, "course_key", None)
    if course is None or not hasattr(course, "for_branch"):
        return str(key)
    return str(key.map_into_course(course.for_branch(None)))


def course_name(block: XBlock) -> str:
    """Return what the platform calls the course or library of a block."""
    context = getattr(block.scope_ids.usage_id, "context_key", None)
    return str(getattr(context, "course", "") or getattr(context, "slug", "") or "course")


def is_from_library(block: XBlock) -> bool:
    """Say whether a block was taken from a content library, and not copied from another place in a course."""
    return bool(getattr(block, "upstream", None)) and not getattr(block, "copied_from_block", None)


def is_synchronised(block: XBlock) -> bool:
    """Say whether a library writes this block again at the next synchronisation."""
    # A block inside a library of the new kind refuses even to be asked for its parent.
    parent = block.parent if course_of(block) is not None else None
    return is_from_library(block) or getattr(parent, "block_type", "") == "library_content"


def course_of(block: XBlock) -> Any:
    """Return the key of the course run that a block stands in; nothing for a library, and without a platform."""
    course = getattr(block.scope_ids.usage_id, "course_key", None)
    return course if getattr(course, "is_course", False) else None


def blocks_beside(block: XBlock) -> Iterable[XBlock]:
    """Return the other blocks of the same type in the same course run; a library and other runs count for nothing.

    Costs one query of the course's structure and one of its blocks: for authors, never for learners.
    """
    key = block.scope_ids.usage_id
    offered = block.runtime.service(block, "empower_course_blocks")
    if offered is not None:
        return tuple(one for one in offered(block) if one.scope_ids.usage_id != key)
    course = course_of(block)
    if modulestore is None or course is None:
        return ()
    asked = {"qualifiers": {"category": key.block_type}, "include_orphans": False, "lazy": False}
    found = modulestore().get_items(course.for_branch(None), **asked)
    return tuple(one for one in found if stable_name(one) != stable_name(block))


def unit_title(block: XBlock) -> str:
    """Return the title of the unit that a block stands in."""
    parent = block.get_parent() if getattr(block, "parent", None) is not None else None
    return str(getattr(parent, "display_name", None) or "")


def author_warning(text: str, action: str) -> ValidationMessage:
    """Make a warning of Studio's, with a button that opens the editor."""
    if StudioValidationMessage is None:
        return ValidationMessage(ValidationMessage.WARNING, text)
    return StudioValidationMessage(ValidationMessage.WARNING, text, action_class="edit-button", action_label=action)


def author_id(block: XBlock) -> int | None:
    """Return the platform's id of whoever copies a block in Studio."""
    user = getattr(_current_request(), "user", None)
    return getattr(user, "pk", None) or _user_attributes(block).get(USER_ID)


def is_past_due(block: XBlock, now: datetime) -> bool:
    """Say whether the platform's due date, with its grace period, has passed: nobody else checks it."""
    # A field that the platform mixes in; the workbench hangs a mere attribute of this name on every block.
    due = block.due if "due" in block.fields else None
    if due is None:
        return False
    grace = block.graceperiod if "graceperiod" in block.fields else None
    return bool(now > (due + grace if grace else due))


def user_of_anonymous_id(anonymous_id: str) -> str | None:
    """Return the platform's id of somebody whom it names by a pseudonym of the course."""
    try:
        from common.djangoapps.student.models import user_by_anonymous_id
    except ImportError:
        return None
    user = user_by_anonymous_id(anonymous_id)
    return str(user.pk) if user is not None else None


def forget_grade(block: XBlock, user_id: str) -> None:
    """Tell the grade book that a learner's score is gone, as soon as the platform has deleted what it stored.

    The platform leaves this to blocks that clear their own state.
    """
    transaction.on_commit(lambda: _tell_of_deletion(block, user_id, timezone.now()))


def clear_grade(block: XBlock, user_id: str) -> None:
    """Take a learner's score out of the grade book; the rest of their state stays. Twice is once."""
    possible = block.max_score()
    try:
        from lms.djangoapps.courseware.model_data import set_score
    except ImportError:
        block.runtime.publish(block, "grade", {"value": 0.0, "max_value": possible})
        return
    # Without points earned the platform takes the quiz as not attempted, which no score of 0 says.
    modified = set_score(int(user_id), block.scope_ids.usage_id, None, possible)
    _tell_of_deletion(block, user_id, modified)


def _tell_of_deletion(block: XBlock, user_id: str, modified: datetime) -> None:
    try:
        from lms.djangoapps.grades.api import constants, signals
    except ImportError:
        return
    possible = block.max_score()
    if possible is not None:
        signals.PROBLEM_RAW_SCORE_CHANGED.send(
            sender=None,
            raw_earned=0,
            raw_possible=possible,
            weight=block.weight,
            user_id=int(user_id),
            course_id=str(block.scope_ids.usage_id.course_key),
            usage_id=str(block.scope_ids.usage_id),
            score_deleted=True,
            only_if_higher=False,
            modified=modified,
            score_db_table=constants.ScoreDatabaseTableEnum.courseware_student_module,
        )


def _user_attributes(block: XBlock) -> Mapping[str, Any]:
    service = block.runtime.service(block, "user")
    return service.get_current_user().opt_attrs if service is not None else {}


def _current_request() -> Any:
    return crum.get_current_request() if crum is not None else None
