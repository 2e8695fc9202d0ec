"""A worker's Django: the tests' settings with tasks, and letters that take their time and become files."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "empower_lms.openedx.apps.OpenEdxConfig"]
DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
EMAIL_BACKEND = "tests.plugin.slow_mail.SlowBackend"
EMAIL_FILE_PATH = os.environ["WORKER_MAIL"]
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": os.environ["WORKER_QUEUE"],
    "data_folder_out": os.environ["WORKER_QUEUE"],
}
EMPOWER_GRADE_BOOK = "tests.plugin.slow_grades.SlowGradeBook"
