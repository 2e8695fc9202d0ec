"""The frame around the records' pages.

A platform with a navigation of its own names its function in ``EMPOWER_PAGE_FRAME``: it takes the
request, ``title`` and ``current`` and returns a ``PageFrame``.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string

from empower_lms.domain.translation import noop as _
from empower_lms.records.api import course_team, is_sponsor
from empower_lms.records.holders import person_name
from empower_lms.records.locale import current_locale, translate_now
from empower_lms.records.pages.links import Links
from empower_lms.rendering.pages import Message, NavItem, PageFrame, render_page

_LEVELS = {"success": "success", "warning": "warning", "error": "error"}


def show_page(
    request: HttpRequest, template: str, *, title: str, current: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the records; ``title`` is a message of the catalogue or finished text."""
    path = getattr(settings, "EMPOWER_PAGE_FRAME", "")
    build = cast(Callable[..., PageFrame], import_string(path)) if path else build_frame
    frame = build(request, title=title, current=current)
    html = render_page(f"empower_lms.records:{template}", frame, urls=Links(), **context)
    return HttpResponse(html, status=status)


def build_frame(request: HttpRequest, *, title: str, current: str) -> PageFrame:
    """Build the frame that stands alone: navigation by what the signed-in person may do."""
    return PageFrame(
        title=translate_now(title),
        locale=current_locale(),
        static_url=static,
        path=request.get_full_path(),
        home_url=reverse("empower:home"),
        user_name=person_name(request.user) if request.user.is_authenticated else "",
        nav=tuple(
            NavItem(label=translate_now(label), url=reverse(f"empower:{name}"), current=key == current)
            for key, label, name in _navigation(request)
        ),
        csrf_token=get_token(request),
        messages=tuple(
            Message(level=_LEVELS.get(message.level_tag, "info"), text=str(message.message))
            for message in get_messages(request)
        ),
    )


def _navigation(request: HttpRequest) -> list[tuple[str, str, str]]:
    if not request.user.is_authenticated:
        return []
    entries = [("scopes", _("My scopes"), "home")]
    if is_sponsor(request.user):
        entries.append(("sponsor", _("My people"), "sponsor"))
    entries.append(("decide", _("Ask for a decision"), "decide"))
    if course_team().courses_of(request.user):
        entries.append(("courses", _("My courses"), "courses"))
    if request.user.is_staff:
        entries.append(("people", _("People"), "people"))
        entries.append(("attempts", _("Tries"), "attempts"))
    return entries
