"""A grade book in the same database that takes its time: long enough to be killed before a grade is confirmed."""

import os
import time
from pathlib import Path

from django.contrib.auth import get_user_model

from empower_lms.records.api import GradeBook


class SlowGradeBook(GradeBook):
    def publish(self, user_id, origin, attempt):
        user = get_user_model().objects.get(pk=user_id)
        # One letter for each time that it was told, as far as anybody can see afterwards.
        user.last_name += "x"
        user.save()
        Path(os.environ["WORKER_MAIL"], f"{user.username}@grades.{time.monotonic_ns()}").touch()
        time.sleep(float(os.environ.get("WORKER_MAIL_SECONDS", "0")))
