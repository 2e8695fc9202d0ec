"""The last resort: a document that can't be read is shown as it is stored, with what is wrong with it."""

from typing import Any

from markupsafe import Markup
from pydantic import ValidationError
from webob import Request

from empower_lms.domain.documents import read_document
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio.page import NOT_SAVED, Desk, Notice, render_page


def repair_document(block: Any, request: Request | None, desk: Desk, problems: tuple[str, ...]) -> Markup:
    """Let an author mend the JSON of a document by hand."""
    typed, notice = str(block.document), None
    if request is not None and request.method == "POST" and "document" in request.POST:
        typed = request.POST["document"]
        try:
            document = read_document(block.document_kind, typed)
        except ValidationError as error:
            problems = tuple(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        except ValueError as error:
            problems = (str(error),)
        else:
            block.store_document(document)
            opened: Markup = block.edit_in_studio(None, desk)
            return opened
        notice = Notice(text=phrases(desk.locale).gettext(NOT_SAVED), level="error")
    return render_page(desk, "", "repair", typed=typed, problems=problems, notice=notice)
