"""The shell between Studio and the editors: who may edit, what is stored, how a request is answered.

Open edX answers handlers to anybody who is signed in, in the LMS and in Studio's preview alike, and shows the views
of a block in a library to whoever may learn from it. So each door asks by itself whether this person may author.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from markupsafe import Markup
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.core import XBlock
from xblock.validation import Validation, ValidationMessage

from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_lms.rendering.translation import best_locale, phrases
from empower_xblocks import compat
from empower_xblocks.place import block_token
from empower_xblocks.store import read_clock

STUDIO_TYPE = "text/x-empower-studio"
SCRIPT_TYPES = (STUDIO_TYPE, "text/x-empower-fragment")
"""What our scripts ask for: that of the editor, and that of the block in its preview."""


class EditorAnswer(Protocol):
    """What an editor says: a page, and what is to be stored, if anything is."""

    @property
    def html(self) -> Markup: ...
    @property
    def document(self) -> Any: ...
    @property
    def settings(self) -> Mapping[str, object]: ...


class Editor(Protocol):
    """Answers the requests of one author about one block, and stores nothing itself."""

    def open(self) -> EditorAnswer: ...
    def answer(self, form: Any) -> EditorAnswer: ...


class StudioBlock:
    """What each of our blocks can do in Studio."""

    def make_editor(self, content: Any, desk: Any) -> Editor:
        """Return the editor of a sound document."""
        raise NotImplementedError

    def edit_in_studio(self, request: Request | None, desk: Any) -> Markup:
        """Answer a request to the editor, or open it; store what was saved. A broken document is repaired first."""
        content, problems = self.read()  # type: ignore[attr-defined]
        if content is None:
            from empower_xblocks.studio.repair import repair_document

            return repair_document(self, request, desk, problems)
        return self.let_answer(self.make_editor(content, desk), request)

    def preview_in_studio(self, request: Request, handler: str, desk: Any) -> Markup:
        """Answer a button that was pressed in the preview."""
        raise NotImplementedError

    def studio_tabs(self) -> tuple[Any, ...]:
        """Name the pages of the editor."""
        return ()

    def warn_authors(self, locale: str) -> Iterator[str]:
        """Tell what is sound by itself and probably not meant."""
        yield from ()

    def let_answer(self, editor: Editor, request: Request | None) -> Markup:
        """Let an editor open itself or answer a form, and keep what it saved."""
        answer = editor.answer(request.POST) if request is not None and request.method == "POST" else editor.open()
        if answer.document is not None:
            self.store_document(answer.document)  # type: ignore[attr-defined]
        for name, value in answer.settings.items():
            setattr(self, name, value)
        return answer.html

    def studio_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """Show the editor to somebody who may author."""
        locale = best_locale(compat.locale_of(self))
        if not compat.may_author(self):
            return Fragment(str(render("empower_xblocks:studio/refused.html.j2", locale)))
        fragment = Fragment(str(self.edit_in_studio(None, self._desk())))
        for kind, add in (("css", fragment.add_css_url), ("js", fragment.add_javascript_url)):
            for name in ("empower", "studio"):
                add(self.runtime.local_resource_url(self, f"public/{name}.{kind}"))  # type: ignore[attr-defined]
        fragment.initialize_js("EmpowerStudio")
        return fragment

    @XBlock.handler
    def studio_edit(self, request: Request, suffix: str = "") -> Response:
        """Answer a form of the editor."""
        return self._answer(request, lambda desk: self.edit_in_studio(request, desk))

    @XBlock.handler
    def studio_preview(self, request: Request, suffix: str = "") -> Response:
        """Answer a form inside the preview."""
        return self._answer(request, lambda desk: self.preview_in_studio(request, suffix.strip("/"), desk))

    def validate(self) -> Validation:
        """Tell Studio what is wrong with the stored document, and what is probably not meant."""
        validation: Validation = super().validate()  # type: ignore[misc]
        _content, problems = self.read()  # type: ignore[attr-defined]
        for problem in problems:
            validation.add(ValidationMessage(ValidationMessage.ERROR, problem))
        locale = best_locale(compat.locale_of(self))
        for warning in self.warn_authors(locale):
            validation.add(compat.author_warning(warning, phrases(locale).gettext(_("Open the editor"))))
        return validation

    def _answer(self, request: Request, body: Callable[[Any], Markup]) -> Response:
        desk = self._desk()
        if not compat.may_author(self):
            html, status = render("empower_xblocks:studio/refused.html.j2", desk.locale), 403
        else:
            html, status = body(desk), 200
        if not any(kind in request.headers.get("Accept", "") for kind in SCRIPT_TYPES):
            html = render("empower_xblocks:studio/alone.html.j2", desk.locale, desk=desk, body=html)
        response = Response(str(html), status=status, content_type="text/html", charset="utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _desk(self) -> Any:
        from empower_xblocks.studio.page import Desk  # Learners' processes never load the editor.

        runtime = self.runtime  # type: ignore[attr-defined]
        locale = best_locale(compat.locale_of(self))
        return Desk(
            locale=locale,
            block=f"{block_token(self.scope_ids.usage_id)}s",  # type: ignore[attr-defined]
            title=self.display_name or self._heading(locale),  # type: ignore[attr-defined]
            csrf_token=compat.csrf_token(self),
            edit_url=str(runtime.handler_url(self, "studio_edit")),
            preview_url=lambda name: str(runtime.handler_url(self, "studio_preview", name)),
            style_url=str(runtime.local_resource_url(self, "public/studio.css")),
            tabs=self.studio_tabs(),
            now=read_clock(),
        )

    def _heading(self, locale: str) -> str:
        content, _problems = self.read()  # type: ignore[attr-defined]
        if content is None:
            return phrases(locale).gettext(_("New unit"))
        return str(self.heading(content, locale))  # type: ignore[attr-defined]
