"""Strength figures beside the blueprint."""

from markupsafe import Markup

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases


def weigh(document: QuizDocument | None, locale: str) -> Markup:
    """Render how strong a quiz is; what can't be read yet has no strength."""
    if document is None:
        text = phrases(locale).gettext(_("The strength is shown as soon as what is typed fits together."))
        return Markup("<p>{}</p>").format(text)
    return Markup("")
