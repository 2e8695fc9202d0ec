"""The learner projection: what a learner may see of a question, and when.

Block templates get these values only, never a ``Question``. ``show_question`` has no way to carry a key;
``show_feedback`` asks the feedback policy first and gives nothing when it says no. Parts of a question are named by
their number on this form, never by their id: the order in which an author wrote them may give the key away.
"""

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade
from empower_lms.assessment.responses import AnyResponse
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Quiz
from empower_lms.rendering.shown_feedback import FeedbackView, fill_feedback
from empower_lms.rendering.shown_question import ShownQuestion, fill_question, stem_of, text_of

__all__ = ["FeedbackView", "ShownQuestion", "may_show_feedback", "show_feedback", "show_question"]


def may_show_feedback(quiz: Quiz, attempt: Attempt, position: int) -> bool:
    """Say whether keys, feedback and rationale of one question may leave the server.

    Practice: as soon as the question is answered in all its parts. Certification: only after a pass, because
    feedback with keys between tries turns the next try into a test of memory (validity brief, section 4).
    """
    if quiz.is_certification:
        return not attempt.is_open and attempt.result is not None and attempt.result.passed
    given = attempt.responses.get(position)
    return not attempt.is_open or (given is not None and given.complete)


def show_question(
    question: AnyQuestion,
    item: FormItem,
    locale: str,
    *,
    response: AnyResponse | None = None,
    typed: tuple[str, ...] | None = None,
) -> ShownQuestion:
    """Project a question for answering, with the stored answer or the values that were just sent."""
    shown = ShownQuestion(
        position=item.position,
        kind=question.kind,
        stem=stem_of(question, item, locale),
        stance=response.stance if response is not None else None,
    )
    return shown.model_copy(update=fill_question(question, item, locale, response, typed))


def show_feedback(document: QuizDocument, attempt: Attempt, position: int, locale: str) -> FeedbackView | None:
    """Project the feedback on one question, or nothing where the policy forbids it."""
    if not may_show_feedback(document.quiz, attempt, position):
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
