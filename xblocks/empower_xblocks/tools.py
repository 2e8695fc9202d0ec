"""Tools beside the questions: calculator and glossary, as the author allows."""

from markupsafe import Markup

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import Tool
from empower_lms.rendering.environment import render

_MOST_KEPT = 128
_kept: dict[tuple[str, str], Markup] = {}


def render_tools(document: QuizDocument, locale: str) -> Markup:
    """Render the tools of a quiz. They are the same on all its pages, so each is rendered once per process."""
    if not document.quiz.tools:
        return Markup()
    key = (document.digest, locale)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = render(
            "empower_xblocks:quiz/tools.html.j2",
            locale,
            has_calculator=Tool.CALCULATOR in document.quiz.tools,
            glossary=sorted(document.quiz.glossary, key=lambda entry: entry.term.to(locale).casefold()),
        )
    return _kept[key]
