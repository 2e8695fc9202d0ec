"""Django settings of the tests: the records app and what it needs, on a real database.

``EMPOWER_TEST_DATABASE`` chooses ``sqlite`` (default), ``mariadb`` or ``postgresql``;
``tests/run_databases.sh`` starts private servers for the other two. ``EMPOWER_TEST_ISOLATION`` and
``EMPOWER_TEST_COLLATION`` set MariaDB up as some platforms do.
"""

import os
import tempfile
from importlib import import_module
from pathlib import Path

import django

SECRET_KEY = "only for tests"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "empower_lms.records.apps.RecordsConfig",
    "empower_lms.local.apps.LocalConfig",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "tests.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Hashing a password slowly is the point in production and a waste in tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
LOGIN_URL = "/sign-in/"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}

EMPOWER_ZONE = "Europe/Berlin"
EMPOWER_PACKAGES = str(Path(tempfile.gettempdir()) / "empower-no-packages")
EMPOWER_COURSE_URL = "/course/{course}/"


def _sqlite() -> dict[str, object]:
    # A file, because an in-memory database is one connection and hides every race.
    file = Path(tempfile.gettempdir()) / f"empower-tests-{os.getpid()}.sqlite3"
    options: dict[str, object] = {"timeout": 20}
    if django.VERSION >= (5, 1):
        options["transaction_mode"] = "IMMEDIATE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": options,
        "TEST": {"NAME": str(file)},
    }


def _mariadb() -> dict[str, object]:
    # PyMySQL stands in for mysqlclient, which has to be compiled.
    import_module("pymysql").install_as_MySQLdb()
    return {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "empower",
        "USER": "root",
        "OPTIONS": {
            "unix_socket": os.environ["EMPOWER_TEST_SOCKET"],
            "charset": "utf8mb4",
            "isolation_level": os.environ.get("EMPOWER_TEST_ISOLATION", "read committed"),
            "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
        },
        "TEST": {
            "CHARSET": "utf8mb4",
            "COLLATION": os.environ.get("EMPOWER_TEST_COLLATION", "utf8mb4_unicode_ci"),
        },
    }


def _postgresql() -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": os.environ["EMPOWER_TEST_SOCKET"],
    }


_DATABASES = {"sqlite": _sqlite, "mariadb": _mariadb, "postgresql": _postgresql}
DATABASES = {"default": _DATABASES[os.environ.get("EMPOWER_TEST_DATABASE", "sqlite")]()}
