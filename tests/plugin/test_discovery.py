"""The plug-in discovered by the platform's real machinery: apps, settings, addresses and receivers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from empower_lms.openedx.apps import CMS, LMS
from empower_lms.openedx.courses import COURSE_KEY

ROOT = Path(__file__).parents[2]

# Stand-ins for the modules of a platform that the plug-in names: a signal, a model and an authentication.
SIGNALS = "from django.dispatch import Signal\nUSER_RETIRE_LMS_MISC = Signal()\n"
OVERVIEWS = """
class CourseOverview:
    class objects:
        @staticmethod
        def filter(id__in):
            from types import SimpleNamespace
            keys = [key for key in id__in if "scope" in str(key)]
            return [SimpleNamespace(id=key, language="de", display_name="Spielraum") for key in keys]
"""

AUTHENTICATION = """
from rest_framework.authentication import BaseAuthentication
class BearerAuthentication(BaseAuthentication):
    pass
"""

DRIVER = """
import json
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from edx_django_utils.plugins import connect_plugin_receivers
connect_plugin_receivers(settings.PROJECT)
call_command("migrate", verbosity=0)
ours = [config for config in apps.get_app_configs() if config.name.startswith("empower_lms.")]
from openedx.core.djangoapps.user_api.accounts.signals import USER_RETIRE_LMS_MISC
from empower_lms.records.api import grades_waiting
from empower_lms.records.models import Holder
ada = get_user_model().objects.create(username="ada", is_active=True)
Holder.objects.create(user=ada)
answered = USER_RETIRE_LMS_MISC.send(sender=None, user=ada)
try:
    address = reverse("empower:home")
except NoReverseMatch:
    address = ""
try:
    page = resolve("/empower/").func.__module__
except Resolver404:
    page = ""
print(json.dumps({
    "apps": sorted(type(config).__name__ for config in ours),
    "labels": sorted(config.label for config in ours),
    "course key": settings.EMPOWER_COURSE_KEY,
    "titles": {course: title for course, title in settings.EMPOWER_COURSE_TITLES.items()},
    "address": address,
    "page": page,
    "receivers": len(answered),
    "grades are waited for": grades_waiting.has_listeners(),
    "scopes": sorted(settings.OAUTH2_PROVIDER["SCOPES"]),
    "forgotten": Holder.objects.filter(user=None).count(),
    "user key": Holder._meta.get_field("user").target_field.get_internal_type(),
    "own key": apps.get_model("empower_records", "LedgerEntry")._meta.pk.get_internal_type(),
    "pending": call_command("makemigrations", "empower_records", check=True, dry_run=True, verbosity=0),
}))
"""


@pytest.fixture
def platform(tmp_path) -> Path:
    """A folder with what the plug-in imports from a platform."""
    for module, text in {
        "openedx/core/djangoapps/user_api/accounts/signals.py": SIGNALS,
        "openedx/core/djangoapps/content/course_overviews/models.py": OVERVIEWS,
        "openedx/core/lib/api/authentication.py": AUTHENTICATION,
    }.items():
        path = tmp_path / "platform" / module
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path / "platform"


def discover(platform: Path, project: str) -> dict[str, object]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(platform), str(ROOT), str(ROOT / "xblocks")]),
        "DJANGO_SETTINGS_MODULE": "tests.plugin.platform",
        "EMPOWER_TEST_PROJECT": project,
        "TMPDIR": str(platform),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DRIVER], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_lms_gets_apps_settings_pages_and_receivers(platform):
    assert discover(platform, LMS) == {
        "apps": ["OpenEdxConfig", "RecordsPlugin"],
        "labels": ["empower_openedx", "empower_records"],
        "course key": COURSE_KEY,
        "titles": {"scope": {"de": "Spielraum"}},
        "address": "/empower/",
        "page": "empower_lms.records.pages.own",
        "receivers": 1,
        "grades are waited for": True,
        "scopes": ["empower:cards", "empower:decide", "empower:people", "read"],
        "forgotten": 1,
        "user key": "AutoField",
        "own key": "BigAutoField",
        "pending": None,
    }


def test_studio_gets_tables_and_settings_and_no_pages(platform):
    found = discover(platform, CMS)
    assert found["apps"] == ["OpenEdxConfig", "RecordsPlugin"]
    assert found["course key"] == COURSE_KEY
    assert (found["address"], found["page"]) == ("", "")
    assert (found["receivers"], found["forgotten"]) == (0, 0)
    assert not found["grades are waited for"]
