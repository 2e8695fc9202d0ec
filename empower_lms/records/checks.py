"""System checks: a database that is set up so that it can lose an answer is named at start."""

from collections.abc import Sequence
from typing import Any

import django
from django.apps import AppConfig
from django.core import checks
from django.db import connections

READ_COMMITTED = "read committed"
ALL_CHARACTERS = "utf8mb4"


def register_checks() -> None:
    checks.register(check_isolation, checks.Tags.database)
    checks.register(check_characters, checks.Tags.database)


def check_isolation(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_: Any
) -> list[checks.CheckMessage]:
    """Warn about databases whose transactions read old rows after they waited for a lock."""
    return [message for alias in databases or () for message in _check_connection(alias)]


def _check_connection(alias: str) -> list[checks.CheckMessage]:
    connection = connections[alias]
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "sqlite" and django.VERSION >= (5, 1) and options.get("transaction_mode") != "IMMEDIATE":
        return [
            checks.Warning(
                f"The SQLite database '{alias}' begins transactions without the write lock.",
                hint="Set OPTIONS['transaction_mode'] to 'IMMEDIATE', or concurrent answers fail with 'locked'.",
                id="empower_records.W001",
            )
        ]
    # Django's own default is read committed; only a setting can make it worse.
    if connection.vendor == "mysql" and (options.get("isolation_level") or READ_COMMITTED).lower() != READ_COMMITTED:
        return [
            checks.Warning(
                f"The database '{alias}' does not use the isolation level 'read committed'.",
                hint="Remove OPTIONS['isolation_level']: an attempt must see the answers that it waited for.",
                id="empower_records.W002",
            )
        ]
    return []


def check_characters(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_: Any
) -> list[checks.CheckMessage]:
    """Warn about MySQL databases that can't store every character that a learner can type."""
    return [
        checks.Warning(
            f"The database '{alias}' can't store every character: {', '.join(narrow)}.",
            hint=f"Convert it to {ALL_CHARACTERS} and set OPTIONS['charset'] to it, "
            "or an answer with such a character fails.",
            id="empower_records.W003",
        )
        for alias in databases or ()
        if (narrow := _narrow_places(alias))
    ]


def _narrow_places(alias: str) -> list[str]:
    """Return which of connection, database and our tables have another character set, as ``name (set)``."""
    connection = connections[alias]
    if connection.vendor != "mysql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@character_set_connection, @@character_set_database")
        of_connection, of_database = cursor.fetchone()
        cursor.execute(
            "SELECT table_name, table_collation FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_name LIKE %s ORDER BY table_name",
            ["empower%"],
        )
        sets = [("connection", of_connection), ("database", of_database)]
        sets += [(name, str(collation).partition("_")[0]) for name, collation in cursor.fetchall()]
    return [f"{name} ({found})" for name, found in sets if found != ALL_CHARACTERS]
