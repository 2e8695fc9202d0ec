"""Columns that must be the same under every release of Django."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.UUIDField):  # type: ignore[type-arg]  # Django's fields take none when the program runs.
    """A UUID that MySQL and MariaDB keep as 32 characters.

    Django 4.2 makes such a column, Django 5 makes and expects MariaDB's own type: a platform on MariaDB
    that goes from Teak to a later release would not find a single row any more. SQLite keeps the same
    characters anyway, and PostgreSQL has had its own type all along.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "char(32)" if connection.vendor == "mysql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        written = super().get_db_prep_value(value, connection, prepared)
        return written.hex if connection.vendor == "mysql" and isinstance(written, UUID) else written
