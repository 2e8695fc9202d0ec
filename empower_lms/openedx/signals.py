"""What the platform tells us. docs/decisions/0013 says why it is not more."""

from typing import Any

from django.utils import timezone

from empower_lms.openedx.courses import course_of
from empower_lms.openedx.tasks import sweep
from empower_lms.records import api


def forget_retired_person(user: Any, **_: Any) -> None:
    """Cut a retired account off from its history, which stays as evidence about nobody who could be named."""
    with api.records.transaction():
        api.release_holder(str(user.pk), now=timezone.now())


def publish_waiting_grades(**_: Any) -> None:
    """Let a worker publish the grades that wait now. Where the queue is down, the next planned sweep does it."""
    sweep.delay(api.Sweep.GRADES.value)


def tell_sponsors_of_withdrawal(certificate: Any, **_: Any) -> None:
    """Let sponsors hear that a course team withdrew the course certificate of one of their people.

    Nothing else changes: a grant is stopped by a named person only.
    """
    course = course_of(str(certificate.course.course_key))
    if course is not None:
        with api.records.transaction():
            api.note_withdrawal(str(certificate.user.id), course, now=timezone.now())
