"""The result of an attempt: a picture of the objectives, how somebody decided, and the next step."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.judge import Result, StratumResult
from empower_lms.assessment.retake import MayStart
from empower_lms.certification.calendar import last_valid_day
from empower_lms.certification.outlook import Outlook
from empower_lms.certification.wording import STATES
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.ids import url_name
from empower_lms.rendering.projection import may_show_feedback
from empower_xblocks.quiz_view import QuizView, render_page
from empower_xblocks.wording import word_next_try


class StratumView(Value):
    """How one part of the draw went, without scores of single questions.

    ``share`` and ``minimum`` are lengths of a bar that is 100 long.
    """

    objectives: tuple[str, ...]
    points: Fraction
    count: int
    at_least: int
    met: bool
    share: int
    minimum: int


class Lesson(Value):
    """A lesson to read again; ``url`` is empty where nothing is known of its place."""

    title: str
    url: str


class Reading(Value):
    """An objective that was missed, and the lessons that teach it."""

    objective: str
    lessons: tuple[Lesson, ...]


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


def render_result(
    view: QuizView, document: QuizDocument, attempt: Attempt, result: Result, outlook: Callable[[], Outlook]
) -> Markup:
    """Render how an attempt went and what to do now."""
    locale = view.frame.locale
    certified = document.quiz.is_certification and result.passed
    seen = outlook() if certified else Outlook()
    return render_page(
        view,
        "result",
        is_certification=document.quiz.is_certification,
        result=result,
        timed_out=attempt.state is AttemptState.TIMED_OUT,
        has_minimum=any(part.at_least for part in result.strata),
        parts=tuple(_view_stratum(document, part, locale) for part in result.strata),
        reading=_reading(view, document, result),
        next_try=word_next_try(view.standing.next, locale, view.zone),
        may_start=isinstance(view.standing.next, MayStart),
        may_see_answers=may_show_feedback(document.quiz, attempt, 1, retired=view.retired),
        certificate=_certificate(seen, attempt, view.zone),
        unlocks=_unlocks(seen, document.course, locale),
    )


def _view_stratum(document: QuizDocument, part: StratumResult, locale: str) -> StratumView:
    return StratumView(
        objectives=tuple(document.objective_by_id[objective].text.to(locale) for objective in part.objectives),
        points=part.points,
        count=part.count,
        at_least=part.at_least,
        met=part.is_met,
        share=int(part.points * 100 / part.count),
        minimum=part.at_least * 100 // part.count,
    )


def _reading(view: QuizView, document: QuizDocument, result: Result) -> tuple[Reading, ...]:
    """Return what to read again: parts below their minimum, or where all minima were met, the parts with errors."""
    below = [part for part in result.strata if not part.is_met]
    weak = below or ([] if result.passed and document.quiz.is_certification else _with_errors(result))
    return tuple(
        Reading(objective=document.objective_by_id[objective].text.to(view.frame.locale), lessons=lessons)
        for part in weak
        for objective in part.objectives
        if (lessons := _lessons(view, document, objective))
    )


def _with_errors(result: Result) -> list[StratumResult]:
    return [part for part in result.strata if part.points < part.count]


def _lessons(view: QuizView, document: QuizDocument, objective: str) -> tuple[Lesson, ...]:
    return tuple(
        Lesson(title=one.title.to(view.frame.locale), url=view.page_url.format(name=url_name(one.id)))
        for one in document.reading.get(objective, ())
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
