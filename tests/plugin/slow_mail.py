"""A mail server that takes a letter, and only then answers: long enough to be killed in between."""

import os
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class SlowBackend(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            name = f"{message.to[0]}.{uuid4().hex[:6]}"
            Path(settings.EMAIL_FILE_PATH, name).write_text(message.extra_headers["Message-ID"])
            time.sleep(float(os.environ.get("WORKER_MAIL_SECONDS", "0")))
        return len(messages)
