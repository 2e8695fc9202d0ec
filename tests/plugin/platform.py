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
# Other plug-ins of the environment need a platform; ours are what is tried.
PLUGINS = [app for app in get_plugin_apps(PROJECT) if app.startswith("empower_lms.")]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
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
OAUTH2_PROVIDER = {"SCOPES": {"read": "Read access"}}
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}

# The last line of the platform's settings modules.
add_plugins(__name__, PROJECT, "common")
