"""Fresh databases on the servers that ``tests/run_databases.sh`` starts, and nothing where it did not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import quote
from uuid import uuid4

KIND = os.environ.get("EMPOWER_TEST_DATABASE", "sqlite")
UTF8MB4 = "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"


@contextmanager
def fresh_database(options: str = UTF8MB4) -> Iterator[str]:
    """Give the address of a new, empty database; the empty text means SQLite. ``options`` are for MariaDB."""
    if KIND == "sqlite":
        yield ""
        return
    name = f"empower_{uuid4().hex[:12]}"
    socket = os.environ["EMPOWER_TEST_SOCKET"]
    _run(f"CREATE DATABASE {name} {options if KIND == 'mariadb' else ''}")
    try:
        if KIND == "mariadb":
            yield f"mariadb://root@/{name}?unix_socket={quote(socket, safe='')}"
        else:
            yield f"postgresql://postgres@{quote(socket, safe='')}/{name}"
    finally:
        _run(f"DROP DATABASE {name}")


def _run(statement: str) -> None:
    socket = os.environ["EMPOWER_TEST_SOCKET"]
    connection: Any
    if KIND == "mariadb":
        connection = import_module("pymysql").connect(user="root", unix_socket=socket, autocommit=True)
    else:
        connection = import_module("psycopg").connect(host=socket, user="postgres", dbname="postgres", autocommit=True)
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()
