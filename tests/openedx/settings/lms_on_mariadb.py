"""The LMS's test settings on the private MariaDB server that tests/run_databases.sh starts."""

import os

from lms.envs.test import *  # noqa: F403 - settings of the platform
from lms.envs.test import DATABASES as _ON_SQLITE

DATABASES = {
    alias: {
        "ENGINE": "django.db.backends.mysql",
        "NAME": f"lms_{alias}",
        "USER": "root",
        "ATOMIC_REQUESTS": alias == "default",
        "OPTIONS": {"unix_socket": os.environ["EMPOWER_TEST_SOCKET"], "charset": "utf8mb4"},
        "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_general_ci"},
    }
    for alias in _ON_SQLITE
}
