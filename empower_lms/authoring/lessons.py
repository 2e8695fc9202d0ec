"""From the files of a lesson to one ``Lesson``."""

from pydantic import ValidationError

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.pieces import Piece, check_translation_settings
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.authoring.validation import explain_invalid
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.lesson import Lesson

_IN_TRANSLATIONS = frozenset({"id", "title"})


def build_lesson(piece: Piece, first: str, sources: Sources, diagnostics: list[Diagnostic]) -> Lesson | None:
    """Merge the languages of a lesson. Findings are added; a broken lesson is ``None``."""
    check_translation_settings(piece, first, _IN_TRANSLATIONS, diagnostics)
    leading = piece.pages[first]
    title: dict[str, object] = {}
    body: dict[str, str] = {}
    for language, page in piece.pages.items():
        sources.trees["lesson", piece.id, language] = page.settings
        page.settings.places["body",] = (page.body_line, 1)
        if page.settings.data.get("title") is None:
            diagnostics.append(report(kinds.MISSING_FIELD, page.settings.place(), field="title"))
        else:
            title[language] = page.settings.data["title"]
        body[language] = page.body.strip("\n") + "\n"
    if first not in title:
        return None
    try:
        return Lesson.model_validate({**leading.settings.data, "title": title, "body": body})
    except ValidationError as error:
        diagnostics.extend(explain_invalid(error, leading.settings, Lesson))
        return None
