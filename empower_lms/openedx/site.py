"""Our pages on the platform's site: its name and logo, the way back to it, its theme."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from empower_lms.openedx import compat
from empower_lms.records.pages import frame
from empower_lms.rendering.pages import PageFrame

# Empty in our package; a theme of the platform replaces it like any other static file.
THEME = "empower/theme.css"


def build_frame(request: HttpRequest, *, title: str, current: str) -> PageFrame:
    """Build the records' frame with the platform's site around it."""
    site = compat.read_site(request)
    return frame.build_frame(request, title=title, current=current).model_copy(
        update={
            "site_name": site.name,
            "site_url": site.url,
            "logo_url": site.logo_url,
            "stylesheets": (*theme_addresses(getattr(settings, "MFE_CONFIG", {})), static(THEME)),
        }
    )


def theme_addresses(mfe_config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the brand's own stylesheets of the micro-frontends' theme, which set Paragon's variables.

    Paragon's whole stylesheet is left out: it would style our elements, too, with four hundred kilobytes.
    """
    urls = mfe_config.get("PARAGON_THEME_URLS") or {}
    parts = [urls.get("core") or {}, (urls.get("variants") or {}).get("light") or {}]
    found = [(part.get("urls") or {}).get("brandOverride") for part in parts]
    # Addresses with a place for a version are filled in by the micro-frontends' build.
    return tuple(address for address in found if address and "$" not in address)
