import pytest
from django.contrib.auth.models import User

from tests.records.cases import make_user


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
