"""The local LMS with two additions for measuring: a header with the number of SQL statements, and a bare view."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from empower_lms.local.settings import *  # noqa: F403
from empower_lms.local.settings import MIDDLEWARE as LOCAL_MIDDLEWARE

MIDDLEWARE = ["tests.local.counting.CountQueries", *LOCAL_MIDDLEWARE]
ROOT_URLCONF = "tests.local.counting_urls"


class CountQueries:
    """Says in ``X-Queries`` how many statements a request ran, transactions' BEGIN and COMMIT aside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        statements: list[str] = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA")):
                statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(len(statements))
        return response
