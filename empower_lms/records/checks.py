"""System checks: a database that is set up so that it can lose an answer is named at start."""

from collections.abc import Sequence
from typing import Any

import django
from django.apps import AppConfig
from django.core import checks
from django.db import connections

READ_COMMITTED = "read committed"


def register_checks() -> None:
    checks.register(check_isolation, checks.Tags.database)


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
