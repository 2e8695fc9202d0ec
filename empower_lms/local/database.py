"""Where the local LMS keeps its records: a SQLite file in its home, or the server that an address names."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

from empower_lms.local.home import Home

VARIABLE = "EMPOWER_DATABASE_URL"

_SERVERS = {"mysql": "mysql", "mariadb": "mysql", "postgresql": "postgresql", "postgres": "postgresql"}


def is_in_home(environment: Mapping[str, str]) -> bool:
    """Say whether the records are a file in the home."""
    return not environment.get(VARIABLE)


def read_database(home: Home, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's settings of the database.

    Raises:
        ImproperlyConfigured: when the address names no server that we know, or its driver is missing. The message
            never repeats the address, which holds a password.
    """
    return _sqlite(home) if is_in_home(environment) else _server(environment[VARIABLE])


def _sqlite(home: Home) -> dict[str, Any]:
    options: dict[str, object] = {"timeout": 20}
    if django.VERSION >= (5, 1):
        # Writers queue for the lock at BEGIN instead of failing half-way: without it concurrent updates get lost.
        options |= {"transaction_mode": "IMMEDIATE"}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home.database),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def _server(address: str) -> dict[str, Any]:
    import dj_database_url

    scheme, _, rest = address.partition("://")
    kind = _SERVERS.get(scheme.lower())
    if kind is None:
        raise ImproperlyConfigured(
            f"{VARIABLE} begins with none of mysql://, mariadb:// and postgresql://. "
            "Without it the records are a SQLite file in the home."
        )
    # A server ends connections that nobody used for hours; each request looks first whether its own still lives.
    read = dj_database_url.parse(f"{kind}://{rest}", conn_max_age=None, conn_health_checks=True)
    database: dict[str, Any] = dict(read)
    if kind == "mysql":
        _load_mysql_driver()
        database["OPTIONS"] = {
            "charset": "utf8mb4",
            "isolation_level": "read committed",
            "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
            **database.get("OPTIONS", {}),
        }
    return database


def _load_mysql_driver() -> None:
    """Take mysqlclient, or PyMySQL in its place: it needs no compiler."""
    try:
        import_module("MySQLdb")
    except ImportError:
        try:
            import_module("pymysql").install_as_MySQLdb()
        except ImportError as error:
            raise ImproperlyConfigured(
                f"{VARIABLE} names a MySQL or MariaDB server, and no driver is here. "
                "Install one with: pip install 'empower-lms[local,mariadb]'"
            ) from error
