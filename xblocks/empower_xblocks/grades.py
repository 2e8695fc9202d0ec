"""The grades of a quiz: what its block tells the platform's grade book, and what the course team may change there.

Attempt and certificate stand in the records; a grade is only told. Which one counts, and why:
docs/decisions/0019-voiding-and-scoring-versions.md.
"""

from datetime import datetime

from xblock.completable import CompletableXBlockMixin
from xblock.fields import DateTime, Float, Scope
from xblock.scorable import ScorableXBlockMixin, Score

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.translation import noop as _
from empower_xblocks import compat
from empower_xblocks.base import EmpowerBlock
from empower_xblocks.store import read_clock

RESET_REASON = "Reset by the course team."
"""What the ledger says; it speaks the language of the records, not that of a page."""


class GradedQuiz(ScorableXBlockMixin, CompletableXBlockMixin, EmpowerBlock[QuizDocument]):
    """What a quiz is to a grade book."""

    weight = Float(
        display_name=_("Weight"),
        help=_("How much this quiz counts among the graded units of its subsection."),
        scope=Scope.settings,
        default=1.0,
    )
    given_ratio = Float(
        help=_("The grade that the course team set in place of the result, from 0 to 1."),
        scope=Scope.user_state,
        default=None,
    )
    given_at = DateTime(
        help=_("When the course team set the grade: only a try that ended later replaces it."),
        scope=Scope.user_state,
        default=None,
    )

    _is_publishing = False

    def max_score(self) -> float | None:
        """Return the points to reach; practice never counts, so it has none."""
        content, _problems = self.read()
        return 1.0 if content is not None and content.quiz.is_certification else None

    def allows_rescore(self) -> bool:
        """Say whether there is a grade to compute anew."""
        return self.max_score() is not None

    def has_submitted_answer(self) -> bool:
        """Say whether the learner's newest try is handed in."""
        return self._newest_ratio() is not None

    def calculate_score(self) -> Score:
        """Return the score of the learner's newest try."""
        return Score(raw_earned=self._newest_ratio() or 0.0, raw_possible=1.0)

    def get_score(self) -> Score:
        """Return the score that counts: the one that the course team set, else that of the newest try."""
        return self.calculate_score() if self._given is None else Score(self._given, 1.0)

    def set_score(self, score: Score) -> None:
        """Set a grade in place of the result. Attempt and certificate stay: the ledger is no grade book.

        The platform hands every score back that the block publishes; that is not a grade that somebody set.
        """
        if not self._is_publishing:
            self.given_ratio = score.raw_earned / score.raw_possible
            self.given_at = read_clock()

    def publish_grade(self) -> None:
        """Tell the grade book the score that counts. The platform's score override needs this method."""
        self._publish_grade(self.get_score())

    def rescore(self, only_if_higher: bool) -> None:
        """Publish the newest result again, in place of a grade that the course team set."""
        if not (only_if_higher and (self._given or 0.0) > self.calculate_score().raw_earned):
            self._drop_given()
        self._publish_grade(self.get_score(), only_if_higher)

    def clear_student_state(self, user_id: str, course_id: str, item_id: str, requesting_user_id: str) -> None:
        """Void a learner's newest try, as the course team asked by "Delete learner's state".

        The platform calls this before it deletes what it stores itself; it names people by their anonymous ids. What
        was certified stays certified: only a named person withdraws a certificate, with a reason.
        """
        content, _problems = self.read()
        learner = compat.user_of_anonymous_id(user_id)
        if content is None or learner is None:
            return
        by = compat.user_of_anonymous_id(requesting_user_id) or ""
        with self.records.transaction():
            outcome = self.records.reset(learner, content.quiz.id, by=by, reason=RESET_REASON, now=read_clock())
        if isinstance(outcome, Attempt):
            compat.forget_grade(self, learner)

    def publish_result(self, attempt: Attempt) -> None:
        """Publish what a closed try brought, in the caller's transaction; doing it again changes nothing.

        A grade that the course team set stands against every try that had ended when they set it: a form that is sent
        again and a question that is voided later don't replace it, a try that ended afterwards does.
        """
        if attempt.result is None:
            return
        if self.max_score() is not None:
            if self.given_at is None or (attempt.finished_at is not None and attempt.finished_at > self.given_at):
                self._drop_given()
            # The grade book takes floats; the exact result stays with the attempt.
            ratio = float(attempt.result.ratio) if self._given is None else self._given
            self._publish_grade(Score(raw_earned=ratio, raw_possible=1.0))
        # A certification that was failed is not done: the course would look finished while nothing is certified.
        if attempt.result.passed or self.max_score() is None:
            self.emit_completion(1.0)

    def publish_hand_in(self, attempt: Attempt, *, now: datetime) -> None:
        """Publish what handing in brought. An old form that is sent again says nothing about a newer try."""
        if attempt.finished_at != now:
            newest = self._newest()
            if newest is None or newest.id != attempt.id:
                return
        self.publish_result(attempt)

    def withdraw_result(self) -> None:
        """Take the score of a try that counts no more out of the grade book; a grade that the course team set stays."""
        if self.max_score() is not None and self._given is None and self.learner is not None:
            compat.clear_grade(self, self.learner)

    def close_overdue(self, content: QuizDocument) -> None:
        """Close the learner's open try if its time is up, and publish it. Runs in the caller's transaction."""
        learner, now = self.learner or "", read_clock()
        latest = self.records.standing(learner, content, now=now).latest
        if latest is not None and latest.state is AttemptState.TIMED_OUT:
            done = self.records.hand_in(learner, latest.id, now=now)
            if isinstance(done, Attempt):
                self.publish_result(done)

    @property
    def _given(self) -> float | None:
        """The grade that the course team set. One without its time is an echo of a result, from older versions."""
        return self.given_ratio if self.given_at is not None else None

    def _drop_given(self) -> None:
        # To set a field writes the learner's state, even where nothing changes.
        if self.given_ratio is not None:
            self.given_ratio = None
        if self.given_at is not None:
            self.given_at = None

    def _publish_grade(self, score: Score, only_if_higher: bool | None = None) -> None:
        self._is_publishing = True
        try:
            super()._publish_grade(score, only_if_higher)
        finally:
            self._is_publishing = False

    def _newest_ratio(self) -> float | None:
        newest = self._newest()
        return float(newest.result.ratio) if newest is not None and newest.result is not None else None

    def _newest(self) -> Attempt | None:
        content, _problems = self.read()
        if content is None or self.learner is None:
            return None
        return self.records.standing(self.learner, content, now=read_clock()).latest
