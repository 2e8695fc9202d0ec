"""The quiz block: whole attempts over an attempt store, one question at a time or all on one page."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from webob import Request, Response
from xblock.core import XBlock
from xblock.fields import Dict, Scope

from empower_lms.assessment.attempts import Attempt, QuizStanding, Refusal
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
from empower_xblocks.base import BlockFrame, Notice
from empower_xblocks.flags import read_flags, write_flag
from empower_xblocks.grades import GradedQuiz
from empower_xblocks.place import RESUME, Place, at_question, named_place, read_place
from empower_xblocks.question_pages import render_kept_pages, render_one_part
from empower_xblocks.quiz_pages import QuizView, render_quiz
from empower_xblocks.scenarios import quiz_scenarios
from empower_xblocks.store import read_clock
from empower_xblocks.studio.quiz_block import StudioQuiz
from empower_xblocks.wording import PAST_DUE, word_refusal


class QuizBlock(StudioQuiz, GradedQuiz):
    """A practice or certification quiz."""

    icon_class = "problem"
    document_kind = QuizDocument

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
            # Before the new one begins: what is closed in passing has a grade, too.
            self.close_overdue(content)
            started = self.records.start(self.learner or "", content, origin=origin, now=now)
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
                self.publish_hand_in(done, now=now)
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
            self.close_overdue(content)
        return self.respond(request)

    # Steps of the handlers

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
                self.close_overdue(content)
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
