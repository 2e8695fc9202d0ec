"""The course team's page: who stands where, no scores, no figure about a few, fifty at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from empower_lms.records import api
from empower_lms.records.api import CourseState, CourseTeam
from empower_lms.records.course_team import NoTeam
from empower_lms.records.models import Certificate
from empower_lms.records.pages.wording import COURSE_STATES
from tests.records.cases import DAY, make_quiz, make_user, start, take_quiz
from tests.records.test_pages import browser, read, words


class SchoolTeam(CourseTeam):
    """Usernames that begin with ``teacher`` teach ``scope``; with ``pupil`` they learn it."""

    def courses_of(self, user: Any) -> tuple[str, ...]:
        return ("scope",) if user.username.startswith("teacher") else ()

    def count_learners(self, course: str, among: Collection[int] | None = None) -> int:
        rows = self._pupils()
        return (rows if among is None else rows.filter(pk__in=among)).count()

    def learners(self, course: str, start: int, stop: int) -> Sequence[Any]:
        return list(self._pupils()[start:stop])

    def _pupils(self) -> Any:
        return User.objects.filter(username__startswith="pupil").order_by("username")


@pytest.fixture(autouse=True)
def school() -> Any:
    with override_settings(EMPOWER_COURSE_TEAM="tests.records.test_course_team.SchoolTeam"):
        yield


@pytest.fixture
def teacher(db: None) -> User:
    return make_user("teacher")


def pupils(count: int) -> list[User]:
    return [make_user(f"pupil{number:03}", first_name=f"P{number}") for number in range(count)]


def test_every_state_is_told_apart(teacher: User) -> None:
    now = timezone.now()
    idle, busy, fresh, due, late = pupils(5)
    start(busy, make_quiz(), now=now)
    for user, ago in ((fresh, 1), (due, 700), (late, 800)):
        take_quiz(user, make_quiz(), now=now - ago * DAY)
    # A certificate of another course says nothing about this one.
    take_quiz(idle, make_quiz(course="trust"), now=now - DAY)
    report = api.read_course("scope", 0, 50, now=now)
    assert [one.state for one in report.learners] == [
        CourseState.NOT_BEGUN,
        CourseState.BEGUN,
        CourseState.CERTIFIED,
        CourseState.ENDING,
        CourseState.EXPIRED,
    ]
    assert set(COURSE_STATES) == set(CourseState)


def test_the_page_names_states_and_no_scores(teacher: User) -> None:
    (ada,) = pupils(1)
    take_quiz(ada, make_quiz(), right=False)
    text = words(read(browser(teacher), "/empower/courses/scope/"))
    assert "P0 pupil000" in text
    assert "Has begun" in text
    for secret in ("0 of 4", "Not passed", "failed", "%", "tries left"):
        assert secret not in text


@pytest.mark.parametrize(("count", "shown"), [(7, False), (8, True)])
def test_a_figure_is_about_eight_people_at_least(teacher: User, count: int, shown: bool) -> None:
    take_quiz(pupils(count)[0], make_quiz(), now=timezone.now() - DAY)
    text = words(read(browser(teacher), "/empower/courses/scope/"))
    assert (f"1 of {count} learners are certified today." in text) is shown
    assert ("from 8 people on" in text) is not shown


def test_who_left_the_course_is_in_no_figure(teacher: User) -> None:
    people = pupils(9)
    for user in people[:2]:
        take_quiz(user, make_quiz(), now=timezone.now() - DAY)
    User.objects.filter(pk=people[0].pk).update(username="gone")
    assert api.read_course("scope", 0, 50, now=timezone.now()).certified == 1


def test_a_large_course_is_read_in_pages_with_the_same_few_statements(teacher: User) -> None:
    users = pupils(120)
    for user in users[:3]:
        take_quiz(user, make_quiz(), now=timezone.now() - DAY)
    client = browser(teacher)
    read(client, "/empower/courses/scope/")
    with CaptureQueriesContext(connection) as queries:
        first = read(client, "/empower/courses/scope/")
    assert len(queries) <= 12
    assert first.count("Not begun") == 47
    assert "page=2" in first
    assert "page=0" not in first
    last = read(client, "/empower/courses/scope/?page=3")
    assert last.count("Not begun") == 20
    assert "page=2" in last
    assert "page=4" not in last
    assert "Nobody learns here yet." in read(client, "/empower/courses/scope/?page=9")
    assert read(client, "/empower/courses/scope/?page=nonsense").count("Not begun") == 47


def test_only_who_teaches_sees_the_page_and_the_way_to_it(teacher: User) -> None:
    (pupil,) = pupils(1)
    assert "My courses" in read(browser(teacher), "/empower/")
    assert "My courses" not in read(browser(pupil), "/empower/")
    for path in ("/empower/courses/", "/empower/courses/scope/"):
        assert browser(pupil).get(path).status_code == 404
    assert browser(teacher).get("/empower/courses/trust/").status_code == 404
    assert browser(teacher).get("/empower/courses/").status_code == 302


def test_where_no_platform_names_a_team_nobody_teaches(teacher: User) -> None:
    with override_settings(EMPOWER_COURSE_TEAM=""):
        assert isinstance(api.course_team(), NoTeam)
        assert browser(teacher).get("/empower/courses/scope/").status_code == 404


def test_renewed_certificates_count_once(teacher: User) -> None:
    now: datetime = timezone.now()
    people = pupils(8)
    for ago in (700, 1):
        take_quiz(people[0], make_quiz(), now=now - ago * DAY)
    assert Certificate.objects.count() == 2
    report = api.read_course("scope", 0, 50, now=now)
    assert report.certified == 1
    assert report.learners[0].state is CourseState.CERTIFIED


def test_a_withdrawn_certificate_certifies_nobody(teacher: User) -> None:
    now = timezone.now()
    take_quiz(pupils(8)[0], make_quiz(), now=now - DAY)
    Certificate.objects.update(withdrawn_at=now)
    report = api.read_course("scope", 0, 50, now=now)
    assert report.certified == 0
    assert report.learners[0].state is CourseState.BEGUN
