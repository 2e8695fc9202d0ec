"""Django settings of the local LMS: one machine, one SQLite file, no service besides.

``EMPOWER_DATABASE_URL`` names a database server instead of the file.
"""

import os
from importlib.resources import files
from pathlib import Path

from empower_lms.local.content import ServedTitles
from empower_lms.local.database import read_database
from empower_lms.local.home import Home

HOME = Home.from_environment()

SECRET_KEY = HOME.secret_key()
DEBUG = False
# The server listens on the loopback address unless its operator binds another one and names the hosts.
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *(host for host in os.environ.get("EMPOWER_HOSTS", "").split(",") if host),
]

INSTALLED_APPS = [
    "django.contrib.admin",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "empower_lms.local.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "empower_lms.local.urls"
WSGI_APPLICATION = "empower_lms.local.wsgi.application"
# Only Django's own admin needs Django templates; every page of ours is rendered by ``empower_lms.rendering``.
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

DATABASES = {"default": read_database(HOME, os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [("empower_xblocks", str(Path(str(files("empower_xblocks"))) / "public"))]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}

EMPOWER_COURSE_URL = "/course/{course}/"
EMPOWER_PACKAGES = str(HOME.packages)
EMPOWER_COURSE_TITLES = ServedTitles(HOME.packages)
EMPOWER_ZONE = os.environ.get("EMPOWER_ZONE", "Europe/Berlin")
EMPOWER_SITE_URL = os.environ.get("EMPOWER_SITE_URL", "")
EMPOWER_COURSE_TEAM = "empower_lms.local.team.LocalTeam"
EMPOWER_GRADE_BOOK = "empower_lms.local.grade_book.LocalGradeBook"
EMPOWER_REPORT_TO = [name for name in os.environ.get("EMPOWER_REPORT_TO", "").split(",") if name]
EMPOWER_KEEP_DECISIONS_DAYS = os.environ.get("EMPOWER_KEEP_DECISIONS_DAYS") or None

# Letters go to files in the home until somebody names a mail server: a trial writes to nobody by accident.
_MAIL_HOST, _, _MAIL_PORT = os.environ.get("EMPOWER_MAIL_SERVER", "").partition(":")
if _MAIL_HOST:
    EMAIL_HOST, EMAIL_PORT = _MAIL_HOST, int(_MAIL_PORT or 25)
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(HOME.root / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("EMPOWER_MAIL_FROM", "empower@localhost")
EMPOWER_PAGE_FRAME = "empower_lms.local.pages.frame_for"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
