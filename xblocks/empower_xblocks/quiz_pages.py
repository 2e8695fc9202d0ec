"""The pages of a quiz, from values to HTML: which one the learner's place and standing lead to."""

from collections.abc import Callable

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.retake import MayStart
from empower_lms.certification.outlook import Outlook
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import Layout
from empower_lms.rendering.projection import may_show_feedback, show_feedback
from empower_xblocks.overview import QuestionState, overview_of, render_marks
from empower_xblocks.place import View
from empower_xblocks.question_pages import render_question, render_whole, running_context
from empower_xblocks.quiz_view import QuizView, render_page
from empower_xblocks.result_page import render_result
from empower_xblocks.wording import word_next_try, word_rules

__all__ = ["QuizView", "render_quiz"]


def render_quiz(
    view: QuizView, document_of: Callable[[Attempt], QuizDocument], outlook: Callable[[], Outlook]
) -> Markup:
    """Render the page that the learner's place and standing lead to.

    ``document_of`` gives the version that an attempt was drawn from, ``outlook`` is asked after a pass only.
    """
    attempt = view.standing.latest
    if attempt is None:
        return _render_intro(view)
    frozen = document_of(attempt)
    if attempt.is_open:
        return _render_running(view, frozen, attempt)
    if view.place.view is View.ANSWERS and may_show_feedback(frozen.quiz, attempt, 1, retired=view.retired):
        return _render_answers(view, frozen, attempt)
    if attempt.result is None:
        return _render_intro(view)
    return render_result(view, frozen, attempt, attempt.result, outlook)


def _render_running(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    if view.place.view is View.REVIEW:
        return _render_review(view, document, attempt, "review")
    if view.place.view is View.HAND_IN:
        return _render_review(view, document, attempt, "hand_in")
    if document.quiz.layout is Layout.ALL:
        return render_whole(view, document, attempt)
    position = view.place.position
    if not 1 <= position <= attempt.form.length:
        position = attempt.unanswered[0] if attempt.unanswered else 0
    if position == 0:
        return _render_review(view, document, attempt, "review")
    return render_question(view, document, attempt, position)


def _render_intro(view: QuizView) -> Markup:
    quiz = view.document.quiz
    return render_page(
        view,
        "intro",
        intro=quiz.intro.to(view.frame.locale) if quiz.intro else "",
        rules=word_rules(quiz, view.frame.locale),
        next_try=word_next_try(view.standing.next, view.frame.locale, view.zone),
        may_start=isinstance(view.standing.next, MayStart),
    )


def _render_review(view: QuizView, document: QuizDocument, attempt: Attempt, page: str) -> Markup:
    overview = overview_of(attempt, view.flagged)
    return render_page(
        view,
        page,
        **running_context(view, document, attempt),
        marks=render_marks(overview, view.frame.block, view.frame.locale),
        overview=overview,
        left=overview.positions(QuestionState.LEFT),
        begun=overview.positions(QuestionState.BEGUN),
        flagged=tuple(sorted(view.flagged)),
        unanswered=attempt.unanswered,
        length=overview.length,
    )


def _render_answers(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    answers = tuple(
        show_feedback(document, attempt, item.position, view.frame.locale, retired=view.retired)
        for item in attempt.form.items
    )
    return render_page(view, "answers", answers=answers, length=attempt.form.length)
