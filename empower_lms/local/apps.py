"""The Django app of the local LMS."""

from typing import Any

import django
from django.apps import AppConfig
from django.db.backends.signals import connection_created


class LocalConfig(AppConfig):
    """Tables for learner state, progress and grades of the embedded LMS."""

    name = "empower_lms.local"
    label = "empower_local"
    verbose_name = "empower-lms local LMS"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(prepare_sqlite, dispatch_uid="empower_local.prepare_sqlite")


def prepare_sqlite(connection: Any, **_: Any) -> None:
    """Make SQLite keep what it acknowledged and let readers read while somebody writes."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    if django.VERSION < (5, 1):
        # Django 4.2 has no transaction_mode option; its atomic() calls this method to begin.
        def begin_immediately() -> None:
            connection.cursor().execute("BEGIN IMMEDIATE")

        connection._start_transaction_under_autocommit = begin_immediately
