"""Middleware of the local LMS."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import best_locale, translator

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """Let pages load from this server only and run no inline script, whatever gets into them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class EndedSession:
    """Tell whoever sends a form after their session has ended that it was not stored, before they sign in again."""

    LOST = _("Your session had ended, so what you sent was not stored. Sign in, then send it again.")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_sent_away = response.status_code == 302 and response.headers["Location"].startswith(f"{reverse('sign-in')}?")
        if request.method == "POST" and is_sent_away:
            messages.warning(request, translator(best_locale(get_language())).gettext(self.LOST))
        return response
