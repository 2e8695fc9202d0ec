"""The scope block: a card as it is in force, and the learner's own way to it."""

from typing import Any

from markupsafe import Markup
from webob import Request
from xblock.completable import XBlockCompletionMode

from empower_lms.certification.status import ScopeStatus
from empower_lms.certification.wording import STATES, word_duration
from empower_lms.domain.documents import ScopeDocument
from empower_lms.domain.duration import format_duration
from empower_lms.rendering.environment import render
from empower_lms.rendering.translation import phrases
from empower_xblocks import compat
from empower_xblocks.base import BlockFrame, EmpowerBlock, Notice
from empower_xblocks.place import Place
from empower_xblocks.scenarios import scope_scenarios
from empower_xblocks.store import read_cards, read_clock


class ScopeBlock(EmpowerBlock[ScopeDocument]):
    """One scope card."""

    icon_class = "other"
    document_kind = ScopeDocument
    completion_mode = XBlockCompletionMode.EXCLUDED

    def heading(self, content: ScopeDocument, locale: str) -> str:
        return f"{content.scope.id} · {content.scope.title.to(locale)}"

    def render_content(self, content: ScopeDocument, frame: BlockFrame, place: Place, notice: Notice | None) -> Markup:
        return self._render_card(content, frame, notice, self._read_status(content))

    def render_author_content(self, content: ScopeDocument, frame: BlockFrame) -> Markup:
        return self._render_card(content, frame, None, None)

    def _render_card(
        self, content: ScopeDocument, frame: BlockFrame, notice: Notice | None, status: ScopeStatus | None
    ) -> Markup:
        translate = phrases(frame.locale).gettext
        return render(
            "empower_xblocks:scope.html.j2",
            frame.locale,
            frame=frame,
            notice=notice,
            scope=content.scope,
            duties=tuple(
                (duty, word_duration(format_duration(duty.within), translate)) for duty in content.scope.inform
            ),
            status=status,
            state_text=STATES[status.state] if status is not None else "",
        )

    # In Studio

    def edit_in_studio(self, request: Request | None, desk: Any) -> Markup:
        from empower_xblocks.studio.scope_editor import ScopeEditor

        content, _problems = self.read()
        return self.let_answer(ScopeEditor(content, self.display_name, desk, read_cards()), request)

    def _read_status(self, content: ScopeDocument) -> ScopeStatus | None:
        """Return the learner's state; the card stays readable when the records are not."""
        learner = self.learner
        if learner is None:
            return None
        try:
            return self.records.outlook(learner, now=read_clock()).status_of(content.scope.id)
        except compat.DatabaseError:
            return None

    workbench_scenarios = staticmethod(scope_scenarios)
