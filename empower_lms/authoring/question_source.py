"""One question family from texts in memory, read as its files are."""

from collections.abc import Mapping

from empower_lms.authoring.front_matter import read_page
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.markdown import check_markdown
from empower_lms.authoring.pieces import Piece
from empower_lms.authoring.question_forms.form import Register
from empower_lms.authoring.questions import build_question
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.diagnostic import Diagnostic, has_errors
from empower_lms.domain.question import AnyQuestion


def read_question(
    texts: Mapping[str, str], first: str, diagnostics: list[Diagnostic], register: Register | None = None
) -> AnyQuestion | None:
    """Read a question from its text per language; the language is the name of the file in findings.

    ``register`` are the scope cards that some questions are computed from; without it they have to be written out.
    """
    own: list[Diagnostic] = []
    piece = Piece("")
    for language, text in texts.items():
        page = read_page(SourceFile(language, text), own)
        if page is None:
            continue
        piece.pages[language] = page
        if not isinstance(page.settings.data.get("id"), str):
            own.append(report(kinds.MISSING_FIELD, page.settings.place("id"), field="id"))
        own.extend(check_markdown(page.source, page.body, page.body_line))
    question = None
    if first in piece.pages:
        piece.id = str(piece.pages[first].settings.data.get("id"))
        question = build_question(piece, first, Sources(), own, register)
    diagnostics.extend(own)
    return None if has_errors(own) else question
