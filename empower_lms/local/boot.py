"""The composition root of every program that uses the local LMS's database."""

import os
from pathlib import Path

from empower_lms.local.home import ENVIRONMENT_VARIABLE

SETTINGS = "empower_lms.local.settings"


def configure(home: Path | None = None) -> None:
    """Set Django up once: with the settings that the environment names, else with the local LMS in ``home``."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    if home is not None:
        os.environ[ENVIRONMENT_VARIABLE] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
