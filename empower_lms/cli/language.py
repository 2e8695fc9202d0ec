"""The language of messages, from the environment as gettext reads it."""

import os
from collections.abc import Mapping
from gettext import NullTranslations


def message_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return the locale that the user asked for; ``en`` when there is none."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").split(":", 1)[0].split(".", 1)[0]
        if value:
            return "en" if value in {"C", "POSIX"} else value
    return "en"


def message_catalogue() -> NullTranslations:
    """Return the translations for messages of this run."""
    from empower_lms.rendering.translation import translator

    return translator(message_locale())
