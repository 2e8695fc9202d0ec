"""The quiz block: whole attempts over an attempt store, one question at a time or all on one page."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Dict, Float, Scope
from xblock.scorable import ScorableXBlockMixin, Score

from empower_lms.assessment.attempts import Attempt, AttemptState, QuizStanding, Refusal
from empower_lms.assessment.reading import write_values
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import InProgress, MayStart
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Feedback, Tool
from empower_lms.domain.translation import noop as _
from empower_xblocks import compat, tracking
from empower_xblocks.answer_sheet import AnswerSheet, read_page, read_sheet
from empower_xblocks.author_view import describe_quiz
from empower_xblocks.base import BlockFrame, EmpowerBlock, Notice
from empower_xblocks.flags import read_flags, write_flag
from empower_xblocks.place import RESUME, Place, at_question, named_place, read_place
from empower_xblocks.question_pages import render_kept_pages, render_one_part
from empower_xblocks.quiz_pages import QuizView, render_quiz
from empower_xblocks.scenarios import quiz_scenarios
from empower_xblocks.store import read_clock
from empower_xblocks.studio.quiz_block import StudioQuiz
from empower_xblocks.wording import PAST_DUE, word_refusal

RESET_REASON = "Reset by the course team."
"""What the ledger says; it speaks the language of the records, not that of a page."""


class QuizBlock(StudioQuiz, ScorableXBlockMixin, CompletableXBlockMixin, EmpowerBlock[QuizDocument]):
    """A practice or certification quiz."""

    icon_class = "problem"
    document_kind = QuizDocument

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

    flags = Dict(
        help=_("The questions that the learner marked to come back to, in their newest try."),
        scope=Scope.user_state,
        default={},
    )

    def heading(self, content: QuizDocument, locale: str) -> str:
        return content.quiz.title.to(locale)

    def render_content(self, content: QuizDocument, frame: BlockFrame, place: Place, notice: Notice | None) -> Markup:
        learner = self.learner
        if learner is None:
            return self._render_for_visitor(content, frame, notice)
        standing = self.records.standing(learner, content, now=read_clock())
        return self._render_standing(content, frame, place, notice, standing)

    def render_author_content(self, content: QuizDocument, frame: BlockFrame) -> Markup:
        return describe_quiz(content, frame)

    def scripts(self, content: QuizDocument | None) -> tuple[str, ...]:
        if content is None:
            return ("clock.js", "answers.js")
        wanted = {
            "clock.js": True,
            "answers.js": True,
            "calculator.js": Tool.CALCULATOR in content.quiz.tools,
            "ordering.js": "ordering" in content.kinds,
        }
        return tuple(script for script, is_wanted in wanted.items() if is_wanted)

    def describe(self, content: QuizDocument) -> dict[str, Any]:
        return {
            "mode": content.quiz.mode.value,
            "questions": content.quiz.length,
            "minutes": int(content.quiz.time_limit.total_seconds() // 60) if content.quiz.time_limit else None,
        }

    @XBlock.handler
    def show(self, request: Request, suffix: str = "") -> Response:
        """Go to a place; nothing is stored."""
        if "go" in request.POST:
            return self.respond(request, named_place(request.POST["go"]))
        return self.respond(request, read_place(request.GET, self.token))

    @XBlock.handler
    def begin(self, request: Request, suffix: str = "") -> Response:
        """Begin a try, or go on with the open one."""
        content, _problems = self.read()
        refused = self._refuse(request)
        if refused or content is None:
            return refused or self.respond(request)
        origin, now = str(self.scope_ids.usage_id), read_clock()
        with self.records.transaction():
            started = self.records.start(self.learner or "", content, origin=origin, now=now)
            if isinstance(started, Refusal):
                self._close_overdue(content)
        if isinstance(started, Attempt) and started.started_at == now:
            self.runtime.publish(self, tracking.STARTED, tracking.describe_start(content, started))
        return self._respond_to(request, started)

    @XBlock.handler
    def keep(self, request: Request, suffix: str = "") -> Response:
        """Hand out all questions of the open try, so that a page can go on without a connection. Nothing is stored."""
        content, _problems = self.read()
        learner = self.learner
        if content is None or learner is None:
            return self.respond(request)
        standing = self.records.standing(learner, content, now=read_clock())
        attempt = standing.latest
        if attempt is None or not attempt.is_open:
            return self.respond(request)
        view = self._view(content, self.frame(content, RESUME), RESUME, None, standing)
        frozen = self.records.document_of(attempt)
        return self.respond(request, body=lambda: render_kept_pages(view, frozen, attempt))

    @XBlock.handler
    def answer(self, request: Request, suffix: str = "") -> Response:
        """Store one answer, then go where the pressed button says."""
        content, _problems = self.read()
        sheet = read_sheet(request.POST)
        refused = self._refuse(request)
        if refused or content is None or sheet is None:
            return refused or self.respond(request)
        self._put_flag(sheet)
        # Where an answer is explained at once, to put up a flag is not yet to answer.
        only_flags = sheet.flag is not None and content.quiz.feedback is Feedback.AT_ONCE
        if only_flags or (sheet.raw.is_blank and not sheet.asks_to_check):
            return self._respond_at(request, content, sheet.destination)
        stored = self._store_answer(content, sheet)
        if isinstance(stored, Refusal):
            return self._respond_to(request, stored)
        if isinstance(stored, ResponseProblem):
            return self._respond_at(request, content, _place_of(sheet, stored))
        return self._respond_at(request, content, self._destination(sheet, stored), stored)

    @XBlock.handler
    def save_page(self, request: Request, suffix: str = "") -> Response:
        """Store what is new on a page with all questions, then go where the pressed button says."""
        content, _problems = self.read()
        refused = self._refuse(request)
        if refused or content is None:
            return refused or self.respond(request)
        place = named_place(request.POST.get("go", ""))
        for sheet in self._changed_sheets(content, request):
            if sheet.asks_to_check or sheet.flag is not None:
                place = at_question(sheet.position)
            self._put_flag(sheet)
            stored = None if sheet.raw.is_blank and not sheet.asks_to_check else self._store_answer(content, sheet)
            if isinstance(stored, Refusal):
                return self._respond_to(request, stored)
            if isinstance(stored, ResponseProblem) and place.problem is None:
                place = _place_of(sheet, stored)
        return self.respond(request, place, status=422 if place.problem and self.wants_fragment(request) else 200)

    @XBlock.handler
    def hand_in(self, request: Request, suffix: str = "") -> Response:
        """Close the try; grade, certificate and grade-book entry share one transaction."""
        refused = self.refuse_visitor(request) or self._refuse_reading(request)
        if refused:
            return refused
        now = read_clock()
        with self.records.transaction():
            done = self.records.hand_in(self.learner or "", request.POST.get("attempt", ""), now=now)
            if isinstance(done, Attempt):
                self._publish(done, is_repeated=done.finished_at != now)
        content, _problems = self.read()
        if isinstance(done, Attempt) and done.finished_at == now and content is not None:
            self.runtime.publish(self, tracking.SUBMITTED, tracking.describe_hand_in(content, done))
        return self._respond_to(request, done)

    @XBlock.handler
    def time_up(self, request: Request, suffix: str = "") -> Response:
        """Close the open try if its time is up by the server's clock, else show what is left: pages only ask."""
        content, _problems = self.read()
        refused = self.refuse_visitor(request) or self._refuse_reading(request)
        if refused or content is None:
            return refused or self.respond(request)
        with self.records.transaction():
            self._close_overdue(content)
        return self.respond(request)

    # Grades

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
        return self.calculate_score() if self.given_ratio is None else Score(self.given_ratio, 1.0)

    def set_score(self, score: Score) -> None:
        """Set a grade in place of the result. Attempt and certificate stay: the ledger is no grade book."""
        self.given_ratio = score.raw_earned / score.raw_possible

    def publish_grade(self) -> None:
        """Tell the grade book the score that counts. The platform's score override needs this method."""
        self._publish_grade(self.get_score())

    def rescore(self, only_if_higher: bool) -> None:
        """Publish the newest result again, in place of a grade that the course team set."""
        if not (only_if_higher and (self.given_ratio or 0.0) > self.calculate_score().raw_earned):
            self.given_ratio = None
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

    def _newest_ratio(self) -> float | None:
        content, _problems = self.read()
        if content is None or self.learner is None:
            return None
        latest = self.records.standing(self.learner, content, now=read_clock()).latest
        # The grade book takes floats; the exact result stays with the attempt.
        return float(latest.result.ratio) if latest is not None and latest.result is not None else None

    def _publish(self, attempt: Attempt, *, is_repeated: bool) -> None:
        """Publish what a hand-in brought: a new result replaces a grade that was set, a repeated form doesn't."""
        if attempt.result is None:
            return
        if self.max_score() is not None:
            if not is_repeated and self.given_ratio is not None:
                self.given_ratio = None
            ratio = float(attempt.result.ratio) if self.given_ratio is None else self.given_ratio
            self._publish_grade(Score(raw_earned=ratio, raw_possible=1.0))
        # A certification that was failed is not done: the course would look finished while nothing is certified.
        if attempt.result.passed or self.max_score() is None:
            self.emit_completion(1.0)

    # Steps of the handlers

    def _close_overdue(self, content: QuizDocument) -> None:
        learner, now = self.learner or "", read_clock()
        latest = self.records.standing(learner, content, now=now).latest
        if latest is not None and latest.state is AttemptState.TIMED_OUT:
            done = self.records.hand_in(learner, latest.id, now=now)
            if isinstance(done, Attempt):
                self._publish(done, is_repeated=True)

    def _store_answer(self, content: QuizDocument, sheet: AnswerSheet) -> Attempt | Refusal | ResponseProblem:
        with self.records.transaction():
            stored = self.records.save_answer(
                self.learner or "",
                sheet.attempt,
                sheet.position,
                sheet.raw,
                key=sheet.key,
                language=self.locale,
                now=read_clock(),
            )
            if stored is Refusal.TIME_IS_UP:
                self._close_overdue(content)
        return stored

    def _changed_sheets(self, content: QuizDocument, request: Request) -> list[AnswerSheet]:
        """Return the sheets of a page that say something new, by position."""
        attempt = self.records.standing(self.learner or "", content, now=read_clock()).latest
        if attempt is None:
            return []
        questions = self.records.document_of(attempt).question_by_id
        sheets = sorted(read_page(request.POST), key=lambda sheet: sheet.position)
        return [sheet for sheet in sheets if not _is_stored(attempt, questions, sheet)]

    def _put_flag(self, sheet: AnswerSheet) -> None:
        if sheet.flag is not None:
            self.flags = write_flag(self.flags, sheet.attempt, sheet.position, flagged=sheet.flag)

    def _destination(self, sheet: AnswerSheet, stored: Attempt) -> Place:
        """Stay where something is missing: a check needs every part. A case goes on with its next step by itself."""
        given = stored.responses.get(sheet.position)
        if given is None or given.complete or sheet.flag is not None:
            return sheet.destination
        is_missing_a_part = sheet.asks_to_check and given.kind != "case"
        return _place_of(sheet, ResponseProblem.INCOMPLETE) if is_missing_a_part else sheet.destination

    def _respond_at(
        self, request: Request, content: QuizDocument, place: Place, stored: Attempt | None = None
    ) -> Response:
        """Answer with the page of a place, or with the one question that a page with all of them asked about."""
        wants_part = bool(request.POST.get("part")) and self.wants_fragment(request)
        status = 422 if place.problem and self.wants_fragment(request) else 200
        if stored is None and not wants_part:
            return self.respond(request, place, status=status)
        standing = (
            QuizStanding(latest=stored, next=InProgress(number=stored.number))
            if stored is not None
            else self.records.standing(self.learner or "", content, now=read_clock())
        )
        attempt = standing.latest

        def render_body() -> Markup:
            frame = self.frame(content, place)
            if not wants_part or attempt is None or not attempt.is_open:
                return self._render_standing(content, frame, place, None, standing)
            asked = at_question(int(request.POST["q"])) if not place.position else place
            view = self._view(content, frame, asked, None, standing)
            return render_one_part(view, self.records.document_of(attempt), attempt)

        return self.respond(request, place, status=status, body=render_body)

    def _refuse(self, request: Request) -> Response | None:
        return (
            self.refuse_visitor(request)
            or self._refuse_reading(request)
            or (self.respond(request, RESUME, Notice(text=self.say(PAST_DUE)), 403) if self._is_past_due() else None)
        )

    def _refuse_reading(self, request: Request) -> Response | None:
        """A GET never writes: it shows where the learner is."""
        return None if request.method == "POST" else self.respond(request)

    def _is_past_due(self) -> bool:
        return compat.is_past_due(self, read_clock())

    def _respond_to(self, request: Request, outcome: Attempt | Refusal) -> Response:
        if isinstance(outcome, Refusal):
            return self.respond(request, RESUME, Notice(text=word_refusal(outcome, self.locale)), status=409)
        return self.respond(request)

    def _render_standing(
        self, content: QuizDocument, frame: BlockFrame, place: Place, notice: Notice | None, standing: QuizStanding
    ) -> Markup:
        records = self.records
        view = self._view(content, frame, place, notice, standing)
        return render_quiz(view, records.document_of, lambda: records.outlook(self.learner or "", now=read_clock()))

    def _view(
        self, content: QuizDocument, frame: BlockFrame, place: Place, notice: Notice | None, standing: QuizStanding
    ) -> QuizView:
        return QuizView(
            document=content,
            standing=standing,
            place=place,
            frame=frame,
            ask_zone=lambda: compat.zone_of(self),
            now=read_clock(),
            flagged=read_flags(self.flags, standing.latest.id) if standing.latest is not None else frozenset(),
            page_url=compat.page_url(self),
            notice=notice,
        )

    def _render_for_visitor(self, content: QuizDocument, frame: BlockFrame, notice: Notice | None) -> Markup:
        standing = QuizStanding(next=MayStart(number=1, left_in_block=content.quiz.retake.tries))
        return self._render_standing(content, frame, RESUME, notice, standing)

    workbench_scenarios = staticmethod(quiz_scenarios)


def _place_of(sheet: AnswerSheet, problem: ResponseProblem) -> Place:
    """Return the question of a sheet, with what was wrong with the answer."""
    return at_question(sheet.position, problem=problem, typed=sheet.raw.typed, values=sheet.raw.values)


def _is_stored(attempt: Attempt, questions: Mapping[str, AnyQuestion], sheet: AnswerSheet) -> bool:
    """Say whether a sheet repeats the stored answer and asks for nothing else."""
    given = attempt.responses.get(sheet.position)
    if sheet.go or given is None or sheet.raw.item not in questions:
        return False
    item = attempt.form.item(sheet.position)
    return (write_values(questions[sheet.raw.item], item, given), given.stance) == (sheet.raw.values, sheet.raw.stance)
