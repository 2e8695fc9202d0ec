"""Strength figures beside the blueprint: the grade, what is weak, and who would be certified."""

from markupsafe import Markup

from empower_lms.assessment.strength import assess_strength
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.strength import render_strength
from empower_lms.rendering.translation import phrases


def weigh(document: QuizDocument | None, locale: str) -> Markup:
    """Render how strong a quiz is; what can't be read yet, and practice, have no strength."""
    if document is None:
        return _say(locale, _("The strength is shown as soon as what is typed fits together."))
    if not document.quiz.is_certification:
        return _say(locale, _("Practice certifies nothing, so it has no strength."))
    return render_strength(assess_strength(document), locale)


def _say(locale: str, message: str) -> Markup:
    return Markup("<p>{}</p>").format(phrases(locale).gettext(message))
