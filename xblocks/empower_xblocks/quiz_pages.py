"""The pages of a quiz, from values to HTML: intro, question, review, hand-in, result, answers."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt, QuizStanding
from empower_lms.assessment.judge import StratumResult
from empower_lms.assessment.retake import MayStart
from empower_lms.certification.calendar import last_valid_day
from empower_lms.certification.outlook import Outlook
from empower_lms.certification.wording import STATES
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.rendering.environment import render
from empower_lms.rendering.projection import may_show_feedback, show_feedback, show_question
from empower_xblocks.base import BlockFrame, Notice
from empower_xblocks.place import Place, View
from empower_xblocks.wording import word_next_try, word_problem, word_rules


class PartView(Value):
    """How one part of the draw went, without scores of single questions."""

    objectives: tuple[str, ...]
    points: Fraction
    count: int
    at_least: int
    met: bool


class UnlockView(Value):
    """One scope that this certificate helps to open."""

    id: str
    title: str
    state: str
    state_text: str


class CertificateView(Value):
    """The certificate that this attempt earned."""

    id: str
    last_day: date


class QuizView(Value):
    """Everything that a page of a quiz is made from. ``document`` is today's version of the quiz."""

    document: QuizDocument
    standing: QuizStanding
    place: Place
    frame: BlockFrame
    zone: str
    notice: Notice | None = None


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
    if view.place.view is View.ANSWERS and may_show_feedback(frozen.quiz, attempt, 1):
        return _render_answers(view, frozen, attempt)
    return _render_result(view, frozen, attempt, outlook)


def _render_running(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    if view.place.view is View.REVIEW:
        return _render_review(view, attempt, "review")
    if view.place.view is View.HAND_IN:
        return _render_review(view, attempt, "hand_in")
    position = view.place.position
    if not 1 <= position <= attempt.form.length:
        position = attempt.unanswered[0] if attempt.unanswered else 0
    if position == 0:
        return _render_review(view, attempt, "review")
    return _render_question(view, document, attempt, position)


def _render_intro(view: QuizView) -> Markup:
    quiz = view.document.quiz
    return _render(
        view,
        "intro",
        intro=quiz.intro.to(view.frame.locale) if quiz.intro else "",
        rules=word_rules(quiz, view.frame.locale),
        next_try=word_next_try(view.standing.next, view.frame.locale, view.zone),
        may_start=isinstance(view.standing.next, MayStart),
    )


def _render_question(view: QuizView, document: QuizDocument, attempt: Attempt, position: int) -> Markup:
    locale = view.frame.locale
    item = attempt.form.item(position)
    place = view.place if view.place.position == position else Place()
    question = show_question(
        document.question_by_id[item.question],
        item,
        locale,
        response=attempt.responses.get(position),
        typed=(place.typed,) if place.problem and place.typed else None,
    )
    feedback = show_feedback(document, attempt, position, locale)
    return _render(
        view,
        "question",
        attempt=attempt.id,
        item=item.question,
        question=question,
        feedback=feedback,
        practice=not document.quiz.is_certification,
        problem=word_problem(place.problem, typed=place.typed, unit=question.unit, locale=locale)
        if place.problem
        else "",
        marks=_marks(view, attempt, position),
        length=attempt.form.length,
        answered=attempt.form.length - len(attempt.unanswered),
    )


def _render_review(view: QuizView, attempt: Attempt, template: str) -> Markup:
    return _render(
        view,
        template,
        attempt=attempt.id,
        marks=_marks(view, attempt, 0),
        unanswered=attempt.unanswered,
        length=attempt.form.length,
    )


def _render_result(view: QuizView, document: QuizDocument, attempt: Attempt, outlook: Callable[[], Outlook]) -> Markup:
    result = attempt.result
    if result is None:
        return _render_intro(view)
    locale = view.frame.locale
    certified = document.quiz.is_certification and result.passed
    seen = outlook() if certified else Outlook()
    return _render(
        view,
        "result",
        is_certification=document.quiz.is_certification,
        result=result,
        parts=tuple(_part(document, part, locale) for part in result.strata),
        next_try=word_next_try(view.standing.next, locale, view.zone),
        may_start=isinstance(view.standing.next, MayStart),
        may_see_answers=may_show_feedback(document.quiz, attempt, 1),
        certificate=_certificate(seen, attempt, view.zone),
        unlocks=_unlocks(seen, document.course, locale),
    )


def _render_answers(view: QuizView, document: QuizDocument, attempt: Attempt) -> Markup:
    answers = tuple(show_feedback(document, attempt, item.position, view.frame.locale) for item in attempt.form.items)
    return _render(view, "answers", answers=answers, length=attempt.form.length)


def _render(view: QuizView, page: str, **context: object) -> Markup:
    template = f"empower_xblocks:quiz/{page}.html.j2"
    return render(template, view.frame.locale, frame=view.frame, notice=view.notice, **context)


def _marks(view: QuizView, attempt: Attempt, current: int) -> tuple[Markup, ...]:
    form, locale = f"{view.frame.block}-form", view.frame.locale
    answered = attempt.responses
    return tuple(
        _mark(form, locale, item.position, item.position in answered, item.position == current)
        for item in attempt.form.items
    )


@lru_cache(maxsize=4096)
def _mark(form: str, locale: str, position: int, answered: bool, current: bool) -> Markup:
    """Render one square of the overview; a page has up to 60, and they hardly ever change."""
    template = "empower_xblocks:quiz/mark.html.j2"
    return render(template, locale, form=form, position=position, answered=answered, current=current)


def _part(document: QuizDocument, part: StratumResult, locale: str) -> PartView:
    return PartView(
        objectives=tuple(document.objective_by_id[objective].text.to(locale) for objective in part.objectives),
        points=part.points,
        count=part.count,
        at_least=part.at_least,
        met=part.is_met,
    )


def _unlocks(outlook: Outlook, course: str, locale: str) -> tuple[UnlockView, ...]:
    return tuple(
        UnlockView(
            id=status.scope.id,
            title=status.scope.title.to(locale),
            state=status.state.value,
            state_text=STATES[status.state],
        )
        for status in outlook.unlocked_by(course)
    )


def _certificate(outlook: Outlook, attempt: Attempt, zone: str) -> CertificateView | None:
    issued = next((one for one in outlook.certificates if one.attempt == attempt.id), None)
    return CertificateView(id=issued.id, last_day=last_valid_day(issued.expires_at, zone)) if issued else None
