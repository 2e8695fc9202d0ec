import pytest
from django.contrib.auth.models import User
from django.db.backends.signals import connection_created

from empower_lms.local.apps import prepare_sqlite
from tests.records.cases import make_user

# As the local LMS does it: readers beside a writer, and transactions that begin with the write lock.
connection_created.connect(prepare_sqlite, dispatch_uid="tests.prepare_sqlite")


@pytest.fixture
def ada(db: None) -> User:
    """A learner."""
    return make_user("ada", first_name="Ada", last_name="Learner")


@pytest.fixture
def sam(db: None) -> User:
    """A sponsor."""
    return make_user("sam", first_name="Sam", last_name="Sponsor")


@pytest.fixture
def staff(db: None) -> User:
    """A training admin."""
    return make_user("staff", is_staff=True)
