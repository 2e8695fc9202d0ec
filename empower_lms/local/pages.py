"""The frame of every page of the local LMS, those of ``records`` included."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from empower_lms.domain.translation import noop as _
from empower_lms.records.api import course_team, is_sponsor, person_name
from empower_lms.rendering.pages import Message, NavItem, PageFrame, render_page
from empower_lms.rendering.translation import best_locale, translator

_LEVELS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


def frame_for(request: HttpRequest, *, title: str, current: str = "", **more: Any) -> PageFrame:
    """Build the frame around a page: navigation by what the signed-in person may do."""
    locale = best_locale(get_language())
    translate = translator(locale).gettext
    return PageFrame(
        title=translate(title),
        locale=locale,
        static_url=static,
        path=request.get_full_path(),
        home_url=reverse("home"),
        user_name=person_name(request.user) if request.user.is_authenticated else "",
        nav=tuple(
            NavItem(label=translate(label), url=reverse(name), current=current == key)
            for key, label, name in _navigation(request)
        ),
        csrf_token=get_token(request),
        language_url=reverse("language"),
        sign_in_url=reverse("sign-in"),
        sign_out_url=reverse("sign-out"),
        messages=tuple(
            Message(level=_LEVELS.get(message.level_tag, "info"), text=str(message.message))
            for message in get_messages(request)
        ),
        **more,
    )


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    current: str = "",
    status: int = 200,
    resources: list[dict[str, str]] | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page of the local LMS. ``resources`` are the files that blocks ask for."""
    wanted = resources or []
    frame = frame_for(
        request,
        title=title,
        current=current,
        stylesheets=(
            static("empower_local/local.css"),
            *(item["url"] for item in wanted if item["type"] == "text/css"),
        ),
        scripts=tuple(item["url"] for item in wanted if item["type"] != "text/css"),
    )
    return HttpResponse(render_page(f"empower_lms.local:{template}", frame, **context), status=status)


def _navigation(request: HttpRequest) -> list[tuple[str, str, str]]:
    if not request.user.is_authenticated:
        return []
    entries = [("start", _("Home"), "home"), ("scopes", _("My scopes"), "empower:home")]
    if is_sponsor(request.user):
        entries.append(("sponsor", _("My people"), "empower:sponsor"))
    entries.append(("decide", _("Ask for a decision"), "empower:decide"))
    if course_team().courses_of(request.user):
        entries.append(("courses", _("My courses"), "empower:courses"))
    if request.user.is_staff:
        entries.append(("people", _("People"), "empower:people"))
        entries.append(("attempts", _("Tries"), "empower:attempts"))
    return entries
