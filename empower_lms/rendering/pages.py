"""Pages: the frame that every full page of ours shares."""

from collections.abc import Callable
from typing import Any, Literal

from empower_lms.domain.base import Value
from empower_lms.rendering.environment import render
from empower_lms.rendering.translation import LOCALES

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}


class NavItem(Value):
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool = False


class Message(Value):
    """One thing to say at the top of the next page."""

    level: Literal["info", "success", "warning", "error"] = "info"
    text: str


class PageFrame(Value):
    """What stands around the content of a page.

    ``static_url`` maps ``empower/app.css`` to its address. ``language_url`` takes a POST with
    ``language`` and ``next``, as Django's ``set_language`` view does. An empty address hides its form.
    """

    title: str
    locale: str
    static_url: Callable[[str], str]
    path: str = "/"
    home_url: str = "/"
    site_name: str = ""
    """The platform that our pages are part of; with ``site_url`` its name or logo leads back there."""
    site_url: str = ""
    logo_url: str = ""
    user_name: str = ""
    nav: tuple[NavItem, ...] = ()
    csrf_token: str = ""
    language_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    messages: tuple[Message, ...] = ()
    wide: bool = False
    stylesheets: tuple[str, ...] = ()
    """Further addresses of stylesheets, such as those of the blocks on the page."""
    scripts: tuple[str, ...] = ()


def render_page(template: str, frame: PageFrame, **context: Any) -> str:
    """Render a template that extends ``page/base.html.j2``."""
    languages = [(code, LANGUAGE_NAMES[code]) for code in LOCALES]
    return str(render(template, frame.locale, frame=frame, languages=languages, **context))
