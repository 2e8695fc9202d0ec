"""The language of a request, and text in it."""

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request

from empower_lms.rendering.translation import best_locale, translator


def current_locale() -> str:
    """Return the locale that Django's middleware chose for this request."""
    return best_locale(get_language())


def requested_locale(request: HttpRequest) -> str:
    """Return the locale that the request itself asks for, with or without Django's middleware."""
    return best_locale(get_language_from_request(request))


def translate_now(message: str) -> str:
    """Translate into the language of the present request."""
    return translator(current_locale()).gettext(message)
