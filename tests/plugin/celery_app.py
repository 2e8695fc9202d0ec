"""The Celery app of a worker, made as the platform makes its own: settings of Django, tasks found by app."""

import os

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.plugin.celery_settings")
django.setup()
APP = Celery("tests")
APP.config_from_object("django.conf:settings", namespace="CELERY")
APP.autodiscover_tasks()
