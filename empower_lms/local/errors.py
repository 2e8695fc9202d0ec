"""Pages for what went wrong: an address that leads nowhere, a form that came too late, a fault of ours.

They say what it means and where to go on, in the reader's language; Django's own are bare and in English.
"""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language

from empower_lms.domain.translation import noop as _
from empower_lms.local.pages import show
from empower_lms.rendering.pages import PageFrame, render_page
from empower_lms.rendering.translation import best_locale, translator

TEMPLATE = "error.html.j2"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here, or nothing for this person: the two look the same on purpose."""
    return _show(
        request,
        404,
        _("There is nothing here"),
        _("The address is mistyped, the page is gone, or it belongs to somebody else."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed."""
    return _show(request, 403, _("This is not for you"), _("Your account may not do this. Nothing was changed."))


def form_too_late(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not accepted, because somebody signed in or out since it was opened."""
    return _show(
        request,
        403,
        _("This page was open too long"),
        _(
            "Somebody signed in or out in this browser since the page was opened, so what you sent was not stored. "
            "Go back, copy what you wrote, load the page again and send it once more."
        ),
    )


def fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours. Uses neither session nor database: they may be what failed."""
    locale = best_locale(get_language())
    translate = translator(locale).gettext
    frame = PageFrame(
        title=translate(_("This went wrong, and it is our fault")),
        locale=locale,
        static_url=static,
    )
    text = translate(_("What you had stored before is safe. Try again in a moment; if it stays, tell who runs this."))
    return HttpResponse(render_page(f"empower_lms.local:{TEMPLATE}", frame, text=text), status=500)


def _show(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    translate = translator(best_locale(get_language())).gettext
    return show(request, TEMPLATE, title=title, status=status, text=translate(text))
