"""The editor of a scope block: which card stands here. The card itself comes from the register, never from Studio."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from empower_lms.domain.documents import ScopeDocument
from empower_lms.domain.scope import Scope
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio.forms import FormData
from empower_xblocks.studio.page import SAVED, UNCHANGED, Desk, Notice, render_page


@dataclass(frozen=True)
class ScopeAnswer:
    """The page to show, and what is to be stored."""

    html: Markup
    document: ScopeDocument | None = None
    display_name: str | None = None

    @property
    def settings(self) -> Mapping[str, object]:
        return {"display_name": self.display_name} if self.display_name is not None else {}


class ScopeEditor:
    """Answers the requests of one author about one scope block."""

    def __init__(
        self, document: ScopeDocument | None, display_name: str, desk: Desk, offered: tuple[Scope, ...]
    ) -> None:
        self.document = document
        self.display_name = display_name
        self.desk = desk
        self.offered = {scope.id: scope for scope in offered}
        self.say = phrases(desk.locale).gettext

    def open(self) -> ScopeAnswer:
        return ScopeAnswer(self._show(None))

    def answer(self, form: FormData) -> ScopeAnswer:
        """Take the chosen card from the register, as it is in force today."""
        name = form.get("display_name", self.display_name).strip()
        chosen = self.offered.get(form.get("scope", ""))
        document = ScopeDocument(scope=chosen) if chosen is not None else self.document
        if document is None:
            text = self.say(_("Please choose a card."))
            return ScopeAnswer(self._show(Notice(text=text, level="error")))
        if document == self.document and name == self.display_name:
            return ScopeAnswer(self._show(Notice(text=self.say(UNCHANGED))))
        saved = ScopeEditor(document, name, self.desk, tuple(self.offered.values()))
        return ScopeAnswer(saved._show(Notice(text=self.say(SAVED))), document, name)

    def _show(self, notice: Notice | None) -> Markup:
        scope = self.document.scope if self.document is not None else None
        return render_page(
            self.desk,
            "",
            "scope",
            notice=notice,
            scope=scope,
            offered=tuple(self.offered.values()),
            display_name=self.display_name,
            is_outdated=scope is not None and self.offered.get(scope.id, scope) != scope,
        )
