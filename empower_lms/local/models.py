"""Tables of the local LMS. Written by ``learner_state`` and ``progress`` only."""

from django.conf import settings
from django.db import models


class LearnerState(models.Model):
    """What is kept for one learner: the fields of a block or block type, or their place in a course, as one row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=20)
    owner = models.CharField(max_length=191)
    fields = models.TextField(default="{}")

    class Meta:
        constraints = [
            # Two first requests at once must not give a learner two states.
            models.UniqueConstraint(fields=["user", "scope", "owner"], name="empower_state_once")
        ]


class Completion(models.Model):
    """How far a learner got with one block: 0 to 1."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=80)
    usage = models.CharField(max_length=191)
    value = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "usage"], name="empower_completion_once")]
        indexes = [models.Index(fields=["user", "course"], name="empower_completion_course")]


class Grade(models.Model):
    """The newest score that a block published for a learner."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=80)
    usage = models.CharField(max_length=191)
    earned = models.FloatField()
    possible = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "usage"], name="empower_grade_once")]
