"""Send the tracking events on standard input through the platform's real pipeline; print what comes out as xAPI.

Run by test_xapi.py as a program of its own, with the settings of ``tests.plugin.platform``.
"""

import json
import logging
import sys

import django

django.setup()

from celery import current_app  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from eventtracking import tracker  # noqa: E402
from eventtracking.django.django_tracker import DjangoTracker  # noqa: E402


class Kept(logging.Handler):
    """The log of statements, where each arrives even when no store for them is configured."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: list[object] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.statements.append(json.loads(record.getMessage()))


def main() -> None:
    """Read ``{"context": …, "events": [[name, data], …]}``; each event is sent as the platform sends a block's."""
    call_command("migrate", verbosity=0)
    asked = json.load(sys.stdin)
    user = User.objects.create(username="ada", email="ada@example.org", first_name="Ada")
    current_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    kept = Kept()
    log = logging.getLogger("xapi_tracking")
    log.setLevel(logging.INFO)
    log.addHandler(kept)
    tracker.register_tracker(DjangoTracker())
    with tracker.get_tracker().context("edx.course.server", {"user_id": user.id, "username": "ada"} | asked["context"]):
        for name, data in asked["events"]:
            tracker.emit(name, data)
    print(json.dumps({"statements": kept.statements}))


main()
