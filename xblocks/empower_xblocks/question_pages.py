"""The pages on which questions are answered: one at a time, all on one page, and those kept for a lost connection."""

import re
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import Feedback
from empower_lms.rendering.environment import render
from empower_lms.rendering.projection import show_feedback, show_question
from empower_xblocks.overview import Overview, overview_of, render_marks
from empower_xblocks.place import Place
from empower_xblocks.quiz_view import QuizView, render_page
from empower_xblocks.time_left import time_left
from empower_xblocks.tools import render_tools
from empower_xblocks.wording import word_problem

_CONTROL_NAME = re.compile(r'(<(?:input|select|textarea)\b[^>]*?\sname=")')


def render_question(view: QuizView, document: QuizDocument, attempt: Attempt, position: int) -> Markup:
    """Render one question with the strip of all."""
    overview = overview_of(attempt, view.flagged)
    return render_page(
        view,
        "question",
        **running_context(view, document, attempt) | _question_context(view, document, attempt, overview, position),
        marks=render_marks(overview, view.frame.block, view.frame.locale, current=position),
    )


def render_whole(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    """Render all questions in one form."""
    overview = overview_of(attempt, view.flagged)
    return render_page(
        view,
        "whole",
        **running_context(view, document, attempt),
        parts=[_render_part(view, document, attempt, overview, item.position) for item in attempt.form.items],
        marks=render_marks(overview, view.frame.block, view.frame.locale, linked=True),
        overview=overview,
        target=view.place.position,
    )


def render_one_part(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    """Render the question of the place out of a page with all of them, and the strip."""
    overview = overview_of(attempt, view.flagged)
    return render_page(
        view,
        "one_part",
        **running_context(view, document, attempt),
        part=_render_part(view, document, attempt, overview, view.place.position),
        marks=render_marks(overview, view.frame.block, view.frame.locale, linked=True),
        overview=overview,
    )


def render_kept_pages(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    """Render every question of an attempt, for a page that may lose its connection. No key travels with them."""
    overview = overview_of(attempt, view.flagged)
    pages = [
        render(
            "empower_xblocks:quiz/one.html.j2",
            view.frame.locale,
            frame=view.frame,
            marks="",
            **_question_context(view, document, attempt, overview, item.position),
        )
        for item in attempt.form.items
    ]
    return render_page(view, "kept", **running_context(view, document, attempt), pages=pages)


def running_context(view: QuizView, document: QuizDocument, attempt: Attempt) -> dict[str, Any]:
    """Return what each page of an open attempt shows besides its subject."""
    return {
        "attempt": attempt.id,
        "time": time_left(attempt, view.now, view.frame.locale),
        "tools": render_tools(document, view.frame.locale),
    }


def _question_context(
    view: QuizView, document: QuizDocument, attempt: Attempt, overview: Overview, position: int
) -> dict[str, Any]:
    locale = view.frame.locale
    item = attempt.form.item(position)
    place = view.place if view.place.position == position else Place()
    typed = place.values or ((place.typed,) if place.typed else None)
    response = attempt.responses.get(position)
    question = show_question(
        document.question_by_id[item.question],
        item,
        locale,
        response=response,
        typed=typed if place.problem else None,
    )
    problem = word_problem(place.problem, typed=place.typed, unit=question.unit, locale=locale) if place.problem else ""
    is_about_stance = place.problem is ResponseProblem.NO_STANCE
    return {
        "attempt": attempt.id,
        "item": item.question,
        "question": question,
        "feedback": show_feedback(document, attempt, position, locale),
        "checks": document.quiz.feedback is Feedback.AT_ONCE,
        "asks_stance": document.quiz.stance is not None,
        "needs_stance": document.quiz.needs_stance,
        "problem": "" if is_about_stance else problem,
        "stance_problem": problem if is_about_stance else "",
        "flagged": position in view.flagged,
        "state": overview.states[position - 1],
        "overview": overview,
        "length": overview.length,
    }


def _render_part(view: QuizView, document: QuizDocument, attempt: Attempt, overview: Overview, position: int) -> Markup:
    """Render one question for a page with all of them: its controls and ids carry its position."""
    context = _question_context(view, document, attempt, overview, position)
    frame = replace(view.frame, block=f"{view.frame.block}-q{position}")
    html = render(
        "empower_xblocks:quiz/part.html.j2",
        view.frame.locale,
        frame=frame,
        form=f"{view.frame.block}-form",
        is_target=view.place.position == position,
        **context,
    )
    # The partials of the kinds name their controls as if they stood alone; a page with all of them is one form.
    return Markup(_CONTROL_NAME.sub(rf"\g<1>{position}:", str(html)))
