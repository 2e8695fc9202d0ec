"""What the three blocks share: language, learner, frame, and how a handler answers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from markupsafe import Markup
from pydantic import ValidationError
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.core import XBlock
from xblock.fields import Scope, String

from empower_lms.domain.base import Value
from empower_lms.domain.documents import LessonDocument, QuizDocument, ScopeDocument, read_document
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_lms.rendering.translation import LOCALES, best_locale, phrases
from empower_xblocks import compat
from empower_xblocks.document_field import DocumentField
from empower_xblocks.place import RESUME, Place, address_of, block_token, read_place
from empower_xblocks.store import Records, records_for
from empower_xblocks.studio.block import StudioBlock

FRAGMENT_TYPE = "text/x-empower-fragment"
LANGUAGE_NAMES = (("en", "English"), ("de", "Deutsch"))

DocumentT = TypeVar("DocumentT", LessonDocument, QuizDocument, ScopeDocument)


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockFrame:
    """What every template of a block needs besides its content, made by us at each request."""

    locale: str
    block: str
    title: str
    csrf_token: str
    key: str
    """Idempotency key of this rendering: the same form sent twice is one answer."""
    place: str
    handler_url: Callable[[str], str]
    signed_in: bool
    owner: str = ""
    """Tells the browser whose unsent answers it keeps, without telling who that is."""


class Notice(Value):
    """A sentence in front of the content. ``level`` is that of ``.alert``."""

    text: str
    level: str = "warning"


@XBlock.wants("user", "i18n", "empower_records", "empower_csrf", "studio_user_permissions", "empower_course_blocks")
class EmpowerBlock(StudioBlock, XBlock, Generic[DocumentT]):
    """A block around one versioned document."""

    document_kind: type[DocumentT]
    has_author_view = True

    display_name = String(
        display_name=_("Title"), help=_("The name of the unit in the course outline."), scope=Scope.settings, default=""
    )
    document = DocumentField(
        display_name=_("Document"),
        help=_("The content as one JSON document. The editor writes it, and so does “empower-lms build”."),
        scope=Scope.content,
        default="",
        xml_node=True,
    )
    language = String(help=_("The language that the learner chose in this block."), scope=Scope.preferences, default="")

    def start_document(self) -> DocumentT | None:
        """Return what a fresh block shows until somebody saves something else."""
        return None

    # What the block shows

    def heading(self, content: DocumentT, locale: str) -> str:
        """Return the heading of the block."""
        raise NotImplementedError

    def render_content(self, content: DocumentT, frame: BlockFrame, place: Place, notice: Notice | None) -> Markup:
        """Render what a learner sees at a place."""
        raise NotImplementedError

    def render_author_content(self, content: DocumentT, frame: BlockFrame) -> Markup:
        """Render what an author sees in Studio."""
        raise NotImplementedError

    def describe(self, content: DocumentT) -> dict[str, Any]:
        """Return what a mobile app may list beside the title."""
        return {}

    def scripts(self, content: DocumentT | None) -> tuple[str, ...]:
        """Return the scripts that this block needs before the common one."""
        return ()

    @XBlock.supports("multi_device")
    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """Show the block to a learner. Reading changes nothing."""
        place = read_place(compat.page_query(self, context), self.token)
        return self._fragment(self.render_block(place))

    # Whoever may see a public unit may read; writing asks for a sign-in.
    public_view = student_view

    def author_view(self, context: dict[str, Any] | None = None) -> Fragment:
        """Show in Studio what the block is made of, without starting anything."""
        content, problems = self.read()
        frame = self.frame(content, RESUME)
        if content is None:
            html = render("empower_xblocks:broken.html.j2", frame.locale, frame=frame, problems=problems)
        else:
            html = self.render_author_content(content, frame)
        return self._fragment(html)

    def render_block(self, place: Place, notice: Notice | None = None) -> Markup:
        """Render the whole block for a learner; a broken document becomes a kind sentence."""
        content, _problems = self.read()
        frame = self.frame(content, place)
        if content is None:
            return render("empower_xblocks:broken.html.j2", frame.locale, frame=frame, problems=())
        return self.render_content(content, frame, place, notice)

    def store_document(self, document: DocumentT) -> None:
        """Put another document into the block; the runtime saves it."""
        self.fields["document"].write_to(self, document.to_json())
        self._reading = (document, ())
        self.save()

    # What the block knows

    def read(self) -> tuple[DocumentT | None, tuple[str, ...]]:
        """Return the document, or nothing and what is wrong with it, for authors."""
        if self._reading is None:
            self._reading = self._read()
        return self._reading

    # A block lives for one request, and fetching a large text field costs more than parsing it again.
    _reading: tuple[DocumentT | None, tuple[str, ...]] | None = None

    def _read(self) -> tuple[DocumentT | None, tuple[str, ...]]:
        text = self.document
        if not text:
            started = self.start_document()
            return (started, ()) if started is not None else (None, (_("There is no document yet."),))
        try:
            return read_document(self.document_kind, text), ()
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False, include_context=False)
            return None, tuple(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
        except ValueError as error:
            return None, (str(error),)

    @cached_property
    def locale(self) -> str:
        """The learner's choice in this block, else what the platform speaks with them."""
        return best_locale(self.language or compat.locale_of(self))

    @cached_property
    def token(self) -> str:
        return block_token(self.scope_ids.usage_id)

    @cached_property
    def records(self) -> Records:
        return records_for(self)

    @property
    def learner(self) -> str | None:
        return compat.learner_id(self)

    def say(self, message: str, **params: object) -> str:
        """Translate a message into the learner's language and fill its places."""
        return phrases(self.locale).gettext(message, **params)

    def frame(self, content: DocumentT | None, place: Place) -> BlockFrame:
        locale, learner = self.locale, self.learner
        return BlockFrame(
            locale=locale,
            block=self.token,
            title=self.heading(content, locale) if content is not None else self.display_name,
            csrf_token=compat.csrf_token(self),
            key=token_urlsafe(12),
            place=place.name,
            handler_url=lambda name: str(self.runtime.handler_url(self, name)),
            signed_in=learner is not None,
            owner=compat.device_tag(learner) if learner is not None else "",
        )

    # How a handler answers

    @XBlock.handler
    def set_language(self, request: Request, suffix: str = "") -> Response:
        """Remember the learner's language; attempt and position stay."""
        chosen = request.POST.get("language", "")
        if chosen in LOCALES and self.learner is not None:
            self.language = chosen
            self.save()
            self.__dict__.pop("locale", None)
        return self.respond(request, read_place({"at": f"{self.token}.{request.POST.get('place', '')}"}, self.token))

    def respond(
        self,
        request: Request,
        place: Place = RESUME,
        notice: Notice | None = None,
        status: int = 200,
        body: Callable[[], Markup] | None = None,
    ) -> Response:
        """Answer a form: the fragment for our script, else back to the page that the form stood on.

        ``body`` renders the block when the handler knows more than a fresh look would cost.
        """
        wants_fragment = self.wants_fragment(request)
        page = "" if wants_fragment else _own_page(request)
        if page and request.method == "POST" and status == 200 and notice is None:
            return Response(status=303, location=address_of(page, place, self.token))
        html = body() if body is not None else self.render_block(place, notice)
        if not wants_fragment:
            html = render("empower_xblocks:alone.html.j2", self.locale, body=html, page=page, style=self._style_url())
        response = Response(str(html), status=status, content_type="text/html", charset="utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response

    def wants_fragment(self, request: Request) -> bool:
        """Say whether our script sent this form."""
        return FRAGMENT_TYPE in request.headers.get("Accept", "")

    def refuse_visitor(self, request: Request) -> Response | None:
        """Return the answer to somebody who may not write here, or nothing for a learner."""
        learner = self.learner
        if learner is None:
            text = self.say(_("Please sign in first. Then you can answer, and your answers are kept."))
        elif not compat.may_write(self, learner):
            text = self.say(_("Nothing is stored here: you are not enrolled, or you are viewing as somebody else."))
        else:
            return None
        return self.respond(request, RESUME, Notice(text=text), status=403)

    # What Studio and the platform ask

    def index_dictionary(self) -> dict[str, Any]:
        """Offer the search index the title only: no question and no key."""
        content, _problems = self.read()
        title = self.heading(content, self.locale) if content is not None else self.display_name
        return {"content": {"display_name": title}, "content_type": "Empower"}

    def student_view_data(self, context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Offer other clients the title and the size, and nothing of the subject."""
        content, _problems = self.read()
        if content is None:
            return {"title": self.display_name}
        return {"title": self.heading(content, self.locale), **self.describe(content)}

    def _fragment(self, html: Markup) -> Fragment:
        fragment = Fragment(str(html))
        fragment.add_css_url(self._style_url())
        for script in (*self.scripts(self.read()[0]), "empower.js"):
            fragment.add_javascript_url(self.runtime.local_resource_url(self, f"public/{script}"))
        return fragment

    def _style_url(self) -> str:
        return str(self.runtime.local_resource_url(self, "public/empower.css"))


def _own_page(request: Request) -> str:
    """Return the page that sent the form, if it is on this host: no redirect leads anywhere else."""
    referrer = request.headers.get("Referer", "")
    parts = urlsplit(referrer)
    if parts.netloc != request.host or parts.scheme not in {"http", "https"}:
        return ""
    # Without a script an error page stands at the handler's own address; going back there is no way out.
    return "" if parts.path == request.path else referrer
