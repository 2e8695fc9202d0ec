"""A small Django project that takes in plug-ins as LMS and Studio do, with the platform's own ``edx_django_utils``.

``EMPOWER_TEST_PROJECT`` chooses ``lms.djangoapp`` (default) or ``cms.djangoapp``.
"""

import os
import tempfile
from pathlib import Path

from edx_django_utils.plugins import add_plugins, get_plugin_apps

PROJECT = os.environ.get("EMPOWER_TEST_PROJECT", "lms.djangoapp")

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver"]
# Most other plug-ins of the environment need a platform; ours are what is tried, and the one that ours adds to.
PLUGINS = [app for app in get_plugin_apps(PROJECT) if app.startswith(("empower_lms.", "event_routing_backends."))]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "celery_utils",
    "drf_spectacular",
    *PLUGINS,
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.plugin.platform_urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(tempfile.gettempdir()) / f"empower-platform-{os.getpid()}.sqlite3"),
    }
}
# As in the platform, where our apps bring another default for themselves.
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
STATIC_URL = "/static/"
LOGIN_URL = "/login"
# event-routing-backends reads it while settings are made.
LMS_ROOT_URL = "https://lms.example.org"
OAUTH2_PROVIDER = {"SCOPES": {"read": "Read access"}}
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}

# The last line of the platform's settings modules.
add_plugins(__name__, PROJECT, "common")
