"""The learner projection: what a learner may see of a question, and when.

Block templates get these values only, never a ``Question``. ``show_question`` has no way to carry a key;
``show_feedback`` asks the feedback policy first and gives nothing when it says no. Parts of a question are named by
their number on this form, never by their id: the order in which an author wrote them may give the key away.
"""

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade
from empower_lms.assessment.responses import AnyResponse
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Feedback, Quiz
from empower_lms.rendering.shown_feedback import FeedbackView, fill_feedback
from empower_lms.rendering.shown_question import ShownQuestion, fill_question, stem_of, text_of

__all__ = ["FeedbackView", "ShownQuestion", "may_show_feedback", "show_feedback", "show_question"]


def may_show_feedback(quiz: Quiz, attempt: Attempt, position: int, *, retired: bool = False) -> bool:
    """Say whether keys, feedback and rationale of one question may leave the server.

    The rule is the quiz's ``feedback`` (``empower_lms.domain.quiz.Feedback``); how each part of the draw went is no
    secret and is not asked about here. ``retired`` says that today's version of the quiz is given up: then everything
    about a closed attempt may be read. A voided attempt tells nothing, since the next one may ask the same.
    """
    if attempt.state is AttemptState.VOIDED:
        return False
    if retired and not attempt.is_open:
        return True
    match quiz.feedback:
        case Feedback.AT_ONCE:
            given = attempt.responses.get(position)
            return not attempt.is_open or (given is not None and given.complete)
        case Feedback.AT_END:
            return not attempt.is_open
        case Feedback.AFTER_PASS:
            return not attempt.is_open and attempt.result is not None and attempt.result.passed
        case Feedback.NEVER | None:
            return False


def show_question(
    question: AnyQuestion,
    item: FormItem,
    locale: str,
    *,
    response: AnyResponse | None = None,
    typed: tuple[str, ...] | None = None,
) -> ShownQuestion:
    """Project a question for answering, with the stored answer or the values that were just sent."""
    return ShownQuestion(
        position=item.position,
        kind=question.kind,
        stem=stem_of(question, item, locale),
        stance=response.stance if response is not None else None,
        **fill_question(question, item, locale, response, typed),
    )


def show_feedback(
    document: QuizDocument, attempt: Attempt, position: int, locale: str, *, retired: bool = False
) -> FeedbackView | None:
    """Project the feedback on one question, or nothing where the policy forbids it."""
    if not may_show_feedback(document.quiz, attempt, position, retired=retired):
        return None
    item = attempt.form.item(position)
    question = document.question_by_id[item.question]
    response = attempt.responses.get(position)
    points = grade(question, item, response, document.quiz.credit)
    common = FeedbackView(
        position=position,
        kind=question.kind,
        stem=stem_of(question, item, locale),
        right=points == 1,
        partly=0 < points < 1,
        answered=response is not None,
        stance=response.stance if response is not None else None,
        rationale=text_of(question.rationale, locale),
    )
    return common.model_copy(update=fill_feedback(question, item, response, locale))
