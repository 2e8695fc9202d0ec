"""The lesson block: a few minutes of reading, and a button that says it is done."""

from typing import Any

from markupsafe import Markup
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Boolean, Scope

from empower_lms.domain.documents import LessonDocument
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_xblocks import compat
from empower_xblocks.base import BlockFrame, EmpowerBlock, Notice
from empower_xblocks.place import Place
from empower_xblocks.scenarios import lesson_scenarios
from empower_xblocks.store import read_clock


class LessonBlock(CompletableXBlockMixin, EmpowerBlock[LessonDocument]):
    """One lesson of a course."""

    icon_class = "other"
    document_kind = LessonDocument

    read_already = Boolean(
        help=_("Whether the learner marked the lesson as read."), scope=Scope.user_state, default=False
    )

    def heading(self, content: LessonDocument, locale: str) -> str:
        return content.lesson.title.to(locale)

    def render_content(self, content: LessonDocument, frame: BlockFrame, place: Place, notice: Notice | None) -> Markup:
        return render(
            "empower_xblocks:lesson.html.j2",
            frame.locale,
            frame=frame,
            notice=notice,
            lesson=content.lesson,
            objectives=tuple(objective.text.to(frame.locale) for objective in content.objectives),
            body=content.lesson.body.to(frame.locale),
            is_read=self.read_already,
        )

    def render_author_content(self, content: LessonDocument, frame: BlockFrame) -> Markup:
        return self.render_content(content, frame, Place(), None)

    # In Studio

    def start_document(self) -> LessonDocument:
        from empower_xblocks.studio.starters import course_word, start_lesson

        return start_lesson(compat.stable_name(self), course_word(compat.course_name(self)))

    def studio_tabs(self) -> tuple[Any, ...]:
        from empower_xblocks.studio.lesson_editor import TABS

        return TABS

    def make_editor(self, content: LessonDocument, desk: Any) -> Any:
        from empower_xblocks.studio.lesson_editor import LessonEditor

        return LessonEditor(content, self.display_name, desk)

    @XBlock.handler
    def mark_read(self, request: Request, suffix: str = "") -> Response:
        """Remember that the learner has read the lesson, and complete it. Reading it again opens failed quizzes."""
        refused = self.refuse_visitor(request)
        content, _problems = self.read()
        if refused or request.method != "POST" or content is None:
            return refused or self.respond(request)
        with self.records.transaction():
            self.records.record_reading(self.learner or "", content, now=read_clock())
        self.read_already = True
        self.save()
        self.emit_completion(1.0)
        return self.respond(request)

    workbench_scenarios = staticmethod(lesson_scenarios)
