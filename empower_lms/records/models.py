"""The tables. Only ``empower_lms.records.api`` writes to them.

They use nothing that one of SQLite, MariaDB, MySQL and PostgreSQL lacks: JSON is stored as text and
never queried, no constraint has a condition, no unique column is longer than 191 characters.
"""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from empower_lms.records.fields import KeyField

DIGEST_LENGTH = 64
ID_LENGTH = 90
SCOPE_LENGTH = 20
KIND_LENGTH = 40


class AppendOnly(models.Model):
    """A row that is written once. The guard is against our own mistakes; the ledger's hashes are against others'."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"a {type(self).__name__} is written once and never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is never deleted")


class Holder(models.Model):
    """A person's pseudonym: the only place that joins a person to attempts, certificates and grants.

    Its row is locked by whoever writes to the person's ledger. ``ledger_length`` and ``ledger_head``
    make a ledger whose newest entries were deleted detectable.
    """

    key = KeyField(primary_key=True, default=uuid.uuid4, editable=False)
    # When an account is retired its history stays, and belongs to nobody who could be named.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="empower_holder"
    )
    ledger_length = models.PositiveIntegerField(default=0)
    ledger_head = models.CharField(max_length=DIGEST_LENGTH, default="", blank=True)

    class Meta:
        permissions = (("ask_decisions", "Can ask what other people may decide"),)

    def __str__(self) -> str:
        return str(self.key)


class QuizVersion(AppendOnly):
    """A quiz document that somebody was asked from, kept so that their form never changes."""

    digest = models.CharField(primary_key=True, max_length=DIGEST_LENGTH)
    quiz = models.CharField(max_length=ID_LENGTH)
    document = models.TextField()

    def __str__(self) -> str:
        return f"{self.quiz} {self.digest[:8]}"


class Attempt(models.Model):
    """One try. ``number`` counts within a cycle; a renewal opens the next cycle."""

    id = KeyField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.CharField(max_length=ID_LENGTH)
    cycle = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="attempts")
    form = models.TextField()
    state = models.CharField(max_length=KIND_LENGTH)
    open_marker = models.PositiveSmallIntegerField(null=True, default=1)
    origin = models.CharField(max_length=255, blank=True)
    started_at = models.DateTimeField()
    # Computed once at the start and again when somebody gets extra time, so that an answer costs no look at the rules.
    deadline = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    extra_time = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    passed = models.BooleanField(null=True)

    class Meta:
        # The sweep looks for open attempts whose time is up.
        indexes = (models.Index(fields=["open_marker", "closes_at"], name="empower_attempt_overdue"),)
        constraints = (
            # Tries are counted by their number, so two tabs can never share one.
            models.UniqueConstraint(fields=["holder", "quiz", "cycle", "number"], name="empower_attempt_number"),
            # 1 while open and NULL afterwards: no database of the four lets two NULLs collide, so this
            # allows any number of closed attempts beside one open attempt without a partial index.
            models.UniqueConstraint(fields=["holder", "quiz", "open_marker"], name="empower_attempt_open"),
        )

    def __str__(self) -> str:
        return f"{self.quiz} {self.cycle}.{self.number}"


class AnswerEvent(AppendOnly):
    """One answer as it was given. The newest event of a position is the answer that counts."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    key_digest = models.CharField(max_length=DIGEST_LENGTH)
    response = models.TextField()
    language = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            # A retry that arrives late must not win over a newer answer, even from another process.
            models.UniqueConstraint(fields=["attempt", "position", "key_digest"], name="empower_answer_once"),
        )

    def __str__(self) -> str:
        return f"answer {self.position}"


class ScoringVersion(AppendOnly):
    """What became of faulty questions of a quiz version. Number 0, as authored, has no row."""

    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="scorings")
    number = models.PositiveSmallIntegerField()
    scoring = models.TextField()
    reason = models.TextField()
    actor = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            # Two people who void at once must not both make version 1.
            models.UniqueConstraint(fields=["version", "number"], name="empower_scoring_number"),
        )

    def __str__(self) -> str:
        return f"scoring {self.number} of {self.version_id[:8]}"


class SupersededResult(AppendOnly):
    """A result that an attempt had before it was computed anew, kept so that every number stays explainable."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="superseded_results")
    number = models.PositiveSmallIntegerField()
    result = models.TextField()
    until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["attempt", "number"], name="empower_result_number"),)

    def __str__(self) -> str:
        return f"result {self.number} of {self.attempt_id}"


class Support(AppendOnly):
    """What was done so that somebody can try again or has the time they need. Not in the ledger: reasons for extra
    time are nobody's business for ever, and nothing of it is proof of knowledge.
    """

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(max_length=KIND_LENGTH)
    # Nothing for what holds for every quiz.
    quiz = models.CharField(max_length=ID_LENGTH, blank=True)
    content = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.quiz}"


class Obstacle(models.Model):
    """All tries were used up: somebody other than the learner has to find out what is in the way."""

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="obstacles")
    quiz = models.CharField(max_length=ID_LENGTH)
    # One obstacle for each attempt that used up the last block, however often it is handed in.
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="obstacle")
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"obstacle {self.quiz}"


class ScopeVersion(AppendOnly):
    """A published card. A change is a new row, so that a grant can name what was signed."""

    scope = models.CharField(max_length=SCOPE_LENGTH)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=DIGEST_LENGTH, db_index=True)
    document = models.TextField()
    clause_digests = models.TextField()
    effective_from = models.DateField()
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()

    class Meta:
        constraints = (
            # Two machines that publish at once must not both own version 2.
            models.UniqueConstraint(fields=["scope", "version"], name="empower_scope_version"),
        )

    def __str__(self) -> str:
        return f"{self.scope} v{self.version}"


class LedgerEntry(AppendOnly):
    """Something that happened to one holder, chained to what happened before."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=KIND_LENGTH)
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    hash = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        constraints = (
            # The chain has one line: two writers that raced past the lock fail here instead of forking it.
            models.UniqueConstraint(fields=["holder", "number"], name="empower_ledger_number"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Certificate(models.Model):
    """A certificate as a row, for lists. The ledger is the truth; ``verify_ledger`` compares them."""

    id = KeyField(primary_key=True)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="certificates")
    course = models.CharField(max_length=40)
    quiz = models.CharField(max_length=ID_LENGTH)
    tier = models.CharField(max_length=2)
    # An attempt that was handed in twice is certified once.
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="certificate")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.course} {self.tier}"


class Grant(models.Model):
    """A grant as a row, for lists. The ledger is the truth; ``verify_ledger`` compares them."""

    id = KeyField(primary_key=True)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(max_length=SCOPE_LENGTH)
    scope_version = models.PositiveIntegerField()
    sponsor = models.CharField(max_length=36)
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    countersigned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        # Who holds a scope until when is asked for a whole company at once.
        indexes = (models.Index(fields=["scope", "expires_at"], name="empower_grant_scope"),)

    def __str__(self) -> str:
        return f"{self.scope} v{self.scope_version}"


class Sponsorship(models.Model):
    """Who may sign for whom."""

    sponsor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="empower_sponsorships")
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="sponsorships")
    since = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            # Assigning twice is assigning once.
            models.UniqueConstraint(fields=["sponsor", "holder"], name="empower_sponsorship"),
        )

    def __str__(self) -> str:
        return f"sponsorship {self.pk}"


class Decision(AppendOnly):
    """A question and its answer, with the version of the card that it rests on."""

    id = KeyField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, related_name="decisions")
    # Only for somebody who has no key: a known person's name stands in one place, the holder's account.
    asked_holder = models.CharField(max_length=150, blank=True)
    scope = models.CharField(max_length=SCOPE_LENGTH)
    scope_version = models.PositiveIntegerField(null=True)
    facts = models.TextField()
    outcome = models.CharField(max_length=KIND_LENGTH)
    answer = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # The digest of asker and Idempotency-Key: a repeated request finds its first answer, on any server.
    request_key = models.CharField(max_length=DIGEST_LENGTH, null=True, unique=True)

    def __str__(self) -> str:
        return f"{self.scope} {self.outcome}"


class Delivery(models.Model):
    """That something was sent, or is being sent: the memory of the sweeps, so that twice is once.

    A row without ``sent_at`` is somebody's claim; it may be taken over when its time is up.
    """

    recipient = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=KIND_LENGTH)
    subject = KeyField()
    detail = models.CharField(max_length=KIND_LENGTH, blank=True)
    due = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            # Two workers that send the same thing: the second one's claim fails here.
            models.UniqueConstraint(fields=["recipient", "kind", "subject", "detail", "due"], name="empower_delivery"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.due}"
